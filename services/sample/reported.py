"""Figures as they were reported: those of Bằng Vân, and a commune's report that contradicts itself."""

from models import ReportedFigure
from services.sample import figures
from services.sample.district import Group
from services.sample.figures import BangVanFigures, Contradiction
from services.sample.rows import Chunk
from services.sample.scale import Frame


def record(chunk: Chunk, frame: Frame, group: Group) -> None:
    """Keep what a commune of the sample reported, if anything is known of it."""
    if group.is_bang_van:
        _keep(chunk, frame, group, figures.bang_van())
    if group.is_contradicted:
        _keep(chunk, frame, group, figures.district().contradiction)


def _keep(chunk: Chunk, frame: Frame, group: Group, report: BangVanFigures | Contradiction) -> None:
    cells = {cell.place: cell.unit_id for cell in group.cells}
    for figure in report.reported:
        chunk.add(
            ReportedFigure,
            id=frame.key(),
            unit_id=cells[figure.cell] if figure.cell else group.node.unit_id,
            measure=figure.measure,
            reported_on=report.reported_on,
            value=figure.value,
            spoken=figure.spoken,
            source=report.source,
        )
