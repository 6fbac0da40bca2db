"""The rows behind figures about people of a unit: members, discipline, admissions; and its registration."""

from models import PositionKind, SubjectKind
from services.members import FORM_NAMES, POSITION_NAMES
from services.metrics import counted
from services.metrics.columns import CELL, MEMBER, Names
from services.metrics.figures import Behind, Listing, listing
from services.metrics.grades import FOUR_GOOD
from services.metrics.sources import Sources
from services.metrics.subjects import Placed
from services.tables import Column, Kind

PLANNED = Column("Chỉ tiêu kết nạp", Kind.INTEGER, 18)


def members(*, are_official: bool | None = None) -> Behind:
    """The members of a cell by name (all, or the official, or the others); of a committee, how many each cell has."""

    def behind(sources: Sources, placed: Placed) -> Listing:
        if placed.kind is SubjectKind.COMMITTEE:
            return _numbers(sources, placed)
        return _people(sources, placed, are_official)

    return behind


def _people(sources: Sources, placed: Placed, are_official: bool | None) -> Listing:
    on = placed.on or placed.subject.last
    there = [(stay, stay.is_official_on(on)) for stay in sources.members(placed)]
    return listing(
        (MEMBER, Column("Diện", Kind.TEXT, 14), Column("Ngày vào chi bộ", Kind.DATE, 16)),
        (
            (stay.full_name, "Chính thức" if is_official else "Dự bị", stay.joined_on)
            for stay, is_official in there
            if are_official in {None, is_official}
        ),
    )


def _numbers(sources: Sources, placed: Placed) -> Listing:
    rows = []
    on = placed.on or placed.subject.last
    for cell in sorted(sources.cells(placed), key=sources.order):
        there = sources.people.members_on(cell, on)
        official = sum(stay.is_official_on(on) for stay in there)
        rows.append((sources.name(cell), len(there), official, len(there) - official))
    counts = ("Đảng viên", "Chính thức", "Dự bị")
    return listing((CELL, *(Column(count, Kind.INTEGER, 12) for count in counts)), rows)


def helpers(sources: Sources, placed: Placed) -> Listing:
    """Who beside the secretary holds an office in the cell."""
    held = sources.offices(placed)
    names = Names(sources, [member_id for member_id, _ in held])
    return listing(
        (MEMBER, Column("Chức vụ", Kind.TEXT, 16), Column("Từ ngày", Kind.DATE, 12)),
        (
            (names.name(member_id), POSITION_NAMES[PositionKind(span.what)], span.starts_on)
            for member_id, span in sorted(held, key=lambda office: names.key(office[0]))
        ),
    )


def disciplined(sources: Sources, placed: Placed) -> Listing:
    """The disciplinary decisions of the span; of the reasons nothing is known."""
    found = counted.disciplined(sources, placed)
    names = Names(sources, [decision.member_id for decision in found])
    found.sort(key=lambda row: (sources.order(row.unit_id), row.decided_on, names.key(row.member_id)))
    return listing(
        (CELL, MEMBER, Column("Hình thức", Kind.TEXT, 16), Column("Ngày quyết định", Kind.DATE, 16)),
        ((sources.name(row.unit_id), names.name(row.member_id), FORM_NAMES[row.form], row.decided_on) for row in found),
    )


def admitted(sources: Sources, placed: Placed) -> Listing:
    """Everybody who was admitted in the span."""
    found = counted.admitted(sources, placed)
    found.sort(key=lambda stay: (sources.order(stay.unit_id), stay.admitted_on, stay.sort_key, stay.member_id))
    return listing(
        (CELL, MEMBER, Column("Ngày kết nạp", Kind.DATE, 14)),
        ((sources.name(stay.unit_id), stay.full_name, stay.admitted_on) for stay in found),
    )


def planned(sources: Sources, placed: Placed) -> Listing:
    """The plans that the figure adds up."""
    plans = counted.plans(sources, placed)
    return listing(
        (Column("Đơn vị", Kind.TEXT, 34), PLANNED),
        ((sources.name(unit_id), plans[unit_id]) for unit_id in sorted(plans, key=sources.order)),
    )


def registration(sources: Sources, placed: Placed) -> Listing:
    """The registration of the year, if there is one."""
    kind = FOUR_GOOD[placed.kind or SubjectKind.CELL]
    on = sources.registered.get((placed.unit_id, placed.year, kind))
    return listing(
        (Column("Đơn vị", Kind.TEXT, 34), Column("Ngày đăng ký", Kind.DATE, 14)),
        [(sources.name(placed.unit_id), on)] if on else [],
    )
