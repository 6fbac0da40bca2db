"""Whatever reads expectations says the same of a period that was opened in time as of the time before there were any."""

from datetime import date

import pytest

from models import PeriodKind, Role
from services import clock, figures, meetings, metrics, months, periods, quality
from services.meetings import MeetingKind
from services.metrics import METRICS, Subject
from tests.factories import a_cell, an_actor, some_members
from tests.factories_meetings import NOVEMBER, OCTOBER, SEPTEMBER, a_submitted_meeting, put
from tests.factories_periods import at, expected, opened

AUGUST, JULY = date(2026, 8, 1), date(2026, 7, 1)
SPAN = months.span(JULY, NOVEMBER)


@pytest.fixture
def district(session, cast):
    """Cells that handed in early, late and not at all, one founded and one ended on the way."""
    others = [
        a_cell(session, cast.commune, "Chi bộ Mới", since=date(2026, 9, 10)),
        a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 10, 10)),
    ]
    for cell in others:
        some_members(session, cell, 3)
    for month, moment in ((SEPTEMBER, at(date(2026, 10, 5), 23, 0)), (OCTOBER, at(date(2026, 11, 6), 1, 0))):
        with clock.set_to(moment):
            a_submitted_meeting(session, cast.officer, cast.in_month(month))
    a_submitted_meeting(session, cast.officer, cast.in_month(AUGUST, MeetingKind.THEMATIC), theme="Đất đai")
    put(session, cast.officer, cast.ref, "place", "Nhà văn hóa")
    return an_actor(session, cast.district, Role.LEADER)


def everything(session, cast, actor):
    """What lists and figures say of the span."""
    subjects = [Subject(unit_id, JULY, date(2026, 12, 31)) for unit_id in (cast.commune.id, cast.cell.id)]
    commune = figures.meeting_figures(session, actor, cast.commune.id, JULY, NOVEMBER)
    names = [metric.id for metric in METRICS.values() if "unit" in metric.about]
    return {
        "due": [meetings.due(session, actor, month) for month in SPAN],
        "book": meetings.book(session, actor, cast.commune.id, JULY, NOVEMBER),
        "held": commune.held,
        "ranking": commune.ranking,
        "metrics": list(metrics.facts(session, actor, subjects, names).values()),
        "rows": metrics.rows(session, actor, subjects[0], "submitted_on_time_rate"),
        "year": quality.year_grades(session, actor, cast.commune.id, 2026),
    }


def test_a_period_says_what_was_said_before_there_were_any(session, cast, district):
    before = everything(session, cast, district)
    for month in SPAN:
        opened(session, month)
    for month in (JULY, OCTOBER):
        opened(session, month, PeriodKind.QUARTER)
    after = everything(session, cast, district)
    for name, said in before.items():
        assert after[name] == said, name


def test_who_is_exempt_leaves_the_denominators(session, cast, district, edith):
    subject = Subject(cast.cell.id, JULY, date(2026, 11, 30))
    names = ("meetings_expected", "submitted_on_time_rate", "thematic_expected_quarters")

    def said():
        return list(metrics.facts(session, district, [subject], names)[subject].values())

    found = [expected(session, opened(session, month), cast.cell) for month in SPAN]
    quarter = expected(session, opened(session, JULY, PeriodKind.QUARTER), cast.cell)
    assert [said()[0], said()[1].whole] == [4, 4]
    periods.exempt(session, edith, found[0].id, "Mưa lũ")
    assert [said()[0], said()[1].whole] == [3, 3]
    assert said()[2] == 1
    periods.exempt(session, edith, quarter.id, "Mưa lũ")
    assert said()[2] == 1, "it treated a theme all the same"


def test_an_extension_puts_off_when_something_is_missing(session, cast, district, edith):
    found = expected(session, opened(session, JULY), cast.cell)
    periods.extend(session, edith, found.id, date(2026, 12, 1), "Bí thư ốm")
    held = figures.meeting_figures(session, district, cast.cell.id, JULY, JULY).held
    assert [row.state.value for row in held] == ["not_due"]


def test_in_time_is_what_was_written_down(session, cast, district):
    subject = Subject(cast.cell.id, OCTOBER, date(2026, 10, 31))
    found = expected(session, opened(session, OCTOBER), cast.cell)

    def in_time():
        return metrics.facts(session, district, [subject], ["submitted_on_time_rate"])[subject]

    assert in_time()["submitted_on_time_rate"].part == 0
    found.is_on_time = True
    session.flush()
    assert in_time()["submitted_on_time_rate"].part == 1
