"""The list of cells that need help: the months that are reported, the reasons, the help that they get."""

from datetime import UTC, date, datetime

import pytest

from models import UnitKind
from services import clock, followup
from services.errors import NotFound
from services.followup import CoachingDraft, WeaknessKind
from tests.factories import a_cell, a_stranger, a_unit, some_members
from tests.services.metrics.rows import UNEXCUSED, a_meeting, marks
from tests.statements import counted

MONTHS = [date(2026, month, 1) for month in range(5, 11)]


def meets(session, cell, months=MONTHS, *absent):
    members = some_members(session, cell, 20)
    for month in months:
        a_meeting(session, cell, month, marks(members, *absent))
    return members


@pytest.fixture
def good(session, cast):
    meets(session, cast.cell)
    meets(session, cast.neighbour)


def reasons(found):
    return {row.unit_name: [each.kind for each in row.weaknesses] for row in found.rows}


def test_the_last_six_months_that_are_reported_are_looked_at(session, cast, good):
    found = followup.weak_cells(session, cast.officer, cast.commune.id)
    assert (found.first, found.last, found.cells, found.rows) == (MONTHS[0], MONTHS[-1], 2, ())


def test_a_month_may_still_be_reported_until_its_last_day(session, cast, good):
    for moment, last in (
        (datetime(2026, 12, 5, 16, 59, 59, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 12, 5, 17, 0, tzinfo=UTC), date(2026, 11, 1)),
    ):
        with clock.set_to(moment):
            assert followup.weak_cells(session, cast.officer, cast.commune.id).last == last


def test_those_with_the_most_reasons_come_first(session, cast):
    meets(session, cast.cell, MONTHS[:5])
    meets(session, cast.neighbour, MONTHS[:4], *[UNEXCUSED] * 3)
    found = followup.weak_cells(session, cast.officer, cast.commune.id)
    assert reasons(found) == {
        "Chi bộ Nặm Nộc": [WeaknessKind.MISSING, WeaknessKind.ATTENDANCE, WeaknessKind.UNEXCUSED],
        "Chi bộ Khuổi Ngọa": [WeaknessKind.MISSING],
    }
    assert [row.unit_name for row in found.rows] == ["Chi bộ Nặm Nộc", "Chi bộ Khuổi Ngọa"]
    assert found.rows[0].commune_name == "Đảng bộ xã Bằng Vân"
    assert found.rows[0].reasons.startswith("Thiếu 2/6 buổi sinh hoạt thường kỳ. Tỷ lệ dự họp 85,0 %")


def test_a_cell_with_too_few_official_members(session, cast, good):
    small = a_cell(session, cast.commune, "Chi bộ Nhỏ")
    members = some_members(session, small, 2)
    for month in MONTHS:
        a_meeting(session, small, month, marks(members))
    assert reasons(followup.weak_cells(session, cast.officer, cast.commune.id)) == {
        "Chi bộ Nhỏ": [WeaknessKind.STRENGTH]
    }


def test_a_cell_founded_meanwhile_lacks_nothing_before(session, cast, good):
    young = a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 8, 10))
    meets(session, young, MONTHS[3:])
    assert followup.weak_cells(session, cast.officer, cast.commune.id).rows == ()


def test_whoever_is_helped_already_stands_with_the_help(session, cast):
    meets(session, cast.cell, MONTHS[:5])
    token = cast.cell.id
    draft = CoachingDraft(cast.cell.id, "Thiếu buổi sinh hoạt", "", date(2026, 11, 2))
    followup.open_coaching(session, cast.officer, draft, token)
    rows = followup.weak_cells(session, cast.officer, cast.cell.id).rows
    assert [row.coaching.opened_on for row in rows if row.coaching] == [date(2026, 11, 2)]


def test_nothing_from_out_of_reach_is_listed(session, cast, good):
    assert followup.weak_cells(session, cast.staff, cast.district.id).cells == 3
    assert followup.weak_cells(session, cast.secretary, cast.cell.id).cells == 1
    with pytest.raises(NotFound):
        followup.weak_cells(session, cast.stranger, cast.commune.id)


def test_more_cells_cost_no_more_statements(session, cast, good):
    reader = a_stranger(cast.district)
    counts = []
    for _ in range(2):
        session.expire_all()
        with counted(session) as statements:
            followup.weak_cells(session, reader, cast.district.id)
        counts.append(len(statements))
        commune = a_unit(session, "Đảng bộ xã Mới", kind=UnitKind.COMMUNE, parent=cast.district)
        for number in range(5):
            meets(session, a_cell(session, commune, f"Chi bộ {number}"), MONTHS[:2])
    assert counts[0] == counts[1] <= 16
