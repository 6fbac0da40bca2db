"""Building a sample chunk by chunk: a district, a province of districts, a nation of provinces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from models import UnitKind
from services.sample import assessments, bang_van, cells, figures, grades, meetings, reported, units
from services.sample.accounts import Accounts
from services.sample.assessments import Register, Signers, StoredForm
from services.sample.chance import Chance
from services.sample.district import District, Group, shuffled
from services.sample.rows import Chunk, Count, Summary
from services.sample.scale import DISTRICT, Frame, Scale
from services.sample.units import Node

FOUR_GOOD = "four_good_cell"
EARLIEST = date(2023, 1, 1)
"""Before this day two years of meetings would begin before the cells of the sample have secretaries."""


def build(session: Session, *, until: date, password_hash: str, scale: Scale = DISTRICT, seed: int = 1) -> Summary:
    """Write a whole sample in the session's transaction; for more than a district see ``stream``."""
    counted = Count()
    for chunk in stream(until=until, password_hash=password_hash, scale=scale, seed=seed):
        chunk.write(session)
        counted.add(chunk)
    return counted.summary


def stream(*, until: date, password_hash: str, scale: Scale = DISTRICT, seed: int = 1) -> Iterator[Chunk]:
    """A sample commune by commune, to be written in this order, each in a transaction of its own if wanted.

    Raises ValueError for an ``until`` before 2023.
    """
    if until < EARLIEST:
        message = f"a sample cannot end before {EARLIEST}"
        raise ValueError(message)
    yield from _Builder(Frame(scale, seed, until), password_hash).chunks()


class _Builder:
    """Makes the chunks of one sample, one after the other."""

    def __init__(self, frame: Frame, password_hash: str) -> None:
        self._frame = frame
        self._scale = frame.scale
        self._accounts = Accounts(frame, password_hash)
        self._forms: dict[str, StoredForm] = {}
        self._phones = 0

    def chunks(self) -> Iterator[Chunk]:
        top = Chunk("Đơn vị gốc")
        root = self._plant_root(top)
        self._accounts.of_root(top, root.unit_id)
        self._forms = assessments.publish(top, self._frame, root.unit_id)
        yield top
        for number in range(self._scale.provinces):
            yield from self._province(root, number)

    def _plant_root(self, chunk: Chunk) -> Node:
        if self._scale.provinces > 1:
            return self._plant(chunk, None, "Toàn quốc (dữ liệu mẫu)", UnitKind.BLOC)
        if self._scale.districts > 1:
            return self._plant(chunk, None, self._province_name(0), UnitKind.PROVINCE)
        return self._plant(chunk, None, self._district_name(0), UnitKind.DISTRICT)

    def _province(self, root: Node, number: int) -> Iterator[Chunk]:
        above = root
        if self._scale.provinces > 1:
            chunk = Chunk(self._province_name(number))
            above = self._plant(chunk, root, chunk.name, UnitKind.PROVINCE)
            yield chunk
        for place in range(self._scale.districts):
            yield from self._district(above, number * self._scale.districts + place)

    def _district(self, above: Node, number: int) -> Iterator[Chunk]:
        chunk, node = Chunk(self._district_name(number)), above
        if self._scale.districts > 1:
            node = self._plant(chunk, above, chunk.name, UnitKind.DISTRICT)
        if number == 0:
            self._accounts.of_district(chunk, node.unit_id)
        yield chunk
        for place, (planted, group) in enumerate(District(self._frame, number, node).groups()):
            self._fill(planted, group, (number, place))
            yield planted

    def _fill(self, chunk: Chunk, group: Group, place: tuple[int, int]) -> None:
        signers = self._commune_accounts(chunk, group) if group.is_bang_van else Signers(None, None)
        self._people(chunk, group, self._frame.chance("people", *place))
        register = Register(chunk, self._frame, self._frame.chance("assessments", *place), self._forms[FOUR_GOOD])
        for number, cell in enumerate(group.cells):
            chance = self._frame.chance("meetings", *place, number)
            held = meetings.record(chunk, self._frame, chance, cell, signers.commune)
            of_cell = signers if cell.is_left_to_do else replace(signers, cell=None)
            register.record(cell, held, number, of_cell)
        grades.record(chunk, self._frame, self._frame.chance("grades", *place), group)
        reported.record(chunk, self._frame, group)

    def _people(self, chunk: Chunk, group: Group, chance: Chance) -> None:
        if group.is_bang_van:
            bang_van.populate(self._frame, chance, group.cells)
        else:
            for cell in group.cells:
                cells.populate(self._frame, chance, cell)
        cells.move_between(chance, group.cells)
        cells.invite_guests(chance, group.cells)
        self._phones += cells.record(chunk, self._frame, group.cells, self._phones)

    def _commune_accounts(self, chunk: Chunk, group: Group) -> Signers:
        new = next(cell for cell in group.cells if cell.is_left_to_do)
        commune = self._accounts.of_commune(chunk, group.node.unit_id)
        return Signers(self._accounts.of_cell(chunk, new.unit_id), commune)

    def _plant(self, chunk: Chunk, parent: Node | None, name: str, kind: UnitKind) -> Node:
        return units.plant_holder(chunk, self._frame, parent, name, kind)

    def _province_name(self, number: int) -> str:
        return f"Đảng bộ tỉnh {self._invented(number)} (dữ liệu mẫu)"

    def _district_name(self, number: int) -> str:
        plan = figures.district()
        return plan.root if number == 0 else f"Đảng bộ huyện {self._invented(number)} (dữ liệu mẫu)"

    def _invented(self, number: int) -> str:
        names = shuffled(self._frame.chance("names"), figures.district().communes_of_others)
        return names[number % len(names)]
