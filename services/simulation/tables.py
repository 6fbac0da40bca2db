"""A simulation as tables: from which grade to which, and everything that moves with its reasons."""

from services.simulation.simulated import Direction, Move, Simulation, YearMove
from services.tables import Column, Kind, Table
from services.vietnamese import number

DIRECTIONS = {
    Direction.SAME: "Giữ nguyên",
    Direction.BETTER: "Lên mức",
    Direction.WORSE: "Xuống mức",
    Direction.OTHER: "Khác",
    Direction.OPEN: "Chưa rõ",
}


def matrix_table(simulation: Simulation) -> Table:
    """How many went from which grade (rows) to which (columns)."""
    counts, columns = simulation.matrix, simulation.new_labels
    rows = tuple(
        (old, *(counts[old, new] or None for new in columns), sum(counts[old, new] for new in columns))
        for old in simulation.old_labels
    )
    headings = (Column("Đã xếp", Kind.TEXT, 24), *(Column(new, Kind.INTEGER, 14) for new in columns))
    return Table(_title(simulation), _notes(simulation), (*headings, Column("Cộng", Kind.INTEGER, 10)), rows)


def moves_table(simulation: Simulation) -> Table:
    """Every case with its grades before and after, and why it moves; then the years that were rolled up."""
    columns = (
        Column("Đơn vị", Kind.TEXT, 30),
        Column("Thuộc", Kind.TEXT, 26),
        Column("Đối tượng", Kind.TEXT, 24),
        Column("Đã xếp", Kind.TEXT, 14),
        Column("Điểm", Kind.TEXT, 9),
        Column("Chấm thử", Kind.TEXT, 22),
        Column("Điểm thử", Kind.TEXT, 12),
        Column("Thay đổi", Kind.TEXT, 12),
        Column("Vì sao", Kind.TEXT, 90),
    )
    rows = (*map(_row, simulation.moves), *map(_year_row, simulation.years))
    return Table(_title(simulation), _notes(simulation), columns, rows)


def _title(simulation: Simulation) -> str:
    return f"Chấm thử “{simulation.form.title}”, phiên bản {simulation.form.version}, số liệu năm {simulation.year}"


def _notes(simulation: Simulation) -> tuple[str, ...]:
    counts = simulation.counts
    said = "; ".join(f"{words.lower()} {number(counts[name])}" for name, words in DIRECTIONS.items() if counts[name])
    return (
        f"{simulation.unit_name}. {number(len(simulation.moves))} lượt chấm thử{f': {said}' if said else ''}.",
        "Không ghi lại gì. Tiêu chí phải có người chấm mà chưa chấm thì ghi khoảng mức có thể, không đoán.",
    )


def _row(move: Move) -> tuple[object, ...]:
    return (
        move.unit_name,
        move.holder_name,
        move.name,
        _old(move),
        move.old_total,
        move.new_label,
        move.outcome.total,
        DIRECTIONS[move.direction],
        "\n".join(move.reasons),
    )


def _old(move: Move) -> str:
    return move.old_label if move.is_stored or not move.old_label else f"{move.old_label} (tính thử)"


def _year_row(year: YearMove) -> tuple[object, ...]:
    direction = Direction.OPEN if year.is_open else Direction.OTHER if year.is_moved else Direction.SAME
    moved, why = DIRECTIONS[direction], "\n".join(year.reasons)
    return year.unit_name, year.holder_name, "cả năm", year.old_label, "", year.new_label, "", moved, why
