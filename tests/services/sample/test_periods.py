"""The periods of the sample: one a month and quarter, facts that agree with the records, grants with reasons."""

from collections import Counter

from sqlmodel import Session, select

from models import Expectation, Extension, Period, PeriodAct, PeriodEntry, PeriodKind
from services import months, periods
from tests.services.sample.looking import UNTIL


def test_every_month_and_quarter_of_the_sample_is_open_or_closed(district: Session) -> None:
    rows = district.exec(select(Period)).all()
    this = months.month_of(UNTIL)
    starts = sorted(row.starts_on for row in rows if row.kind is PeriodKind.MONTH)
    assert starts == months.span(months.after(this, -24), this)
    assert {row.kind for row in rows} == {PeriodKind.MONTH, PeriodKind.QUARTER}
    assert all(row.is_closed == (row.ends_on < months.after(this, -2)) for row in rows if row.kind is PeriodKind.MONTH)
    acts = Counter(district.exec(select(PeriodEntry.act)).all())
    assert acts == {PeriodAct.OPENED: len(rows), PeriodAct.CLOSED: sum(row.is_closed for row in rows)}


def test_the_facts_agree_with_the_records(district: Session) -> None:
    assert periods.differences(district) == []


def test_a_few_cells_are_exempt_or_have_more_time_each_with_a_reason(district: Session) -> None:
    rows = district.exec(select(Expectation)).all()
    exempt = [row for row in rows if row.exempt_reason]
    extended = {row.id: row for row in rows if row.extended_until}
    extensions = district.exec(select(Extension)).all()
    assert 3 <= len(exempt) <= 60
    assert all(row.received_at is None for row in exempt)
    assert 5 <= len(extended) <= 80
    assert {row.expectation_id for row in extensions} == extended.keys()
    assert all(row.reason and row.until_on > extended[row.expectation_id].due_on for row in extensions)
    assert all(row.is_on_time for row in extended.values())


def test_some_are_late_and_most_are_not(district: Session) -> None:
    marks = Counter(district.exec(select(Expectation.is_on_time)).all())
    assert marks[True] > 10 * marks[False] > 0
