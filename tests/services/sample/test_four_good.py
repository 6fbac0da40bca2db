"""The four-good year of the sample: a programme that contradicts itself, most cells registered, last year decided."""

from collections import Counter
from datetime import date, datetime, time

import pytest
from sqlmodel import Session, select

from models import Assessment, AssessmentState, Programme, Recognition, Registration
from services import clock, four_good
from services.assessments.completeness import missing
from services.clock import VIETNAM
from services.four_good import CELL, COMMITTEE, SLIP
from tests.services.sample.looking import UNTIL, forms_of, reader, scored, unit_named

pytestmark = pytest.mark.xdist_group("sample")

MIDNIGHT = datetime.combine(UNTIL, time.min, VIETNAM)


def _board(session: Session, year: int, kind: str = CELL) -> four_good.Board:
    actor = reader(session)
    with clock.set_to(MIDNIGHT):
        return four_good.board(session, actor, actor.unit_id, kind, year)


def test_the_programme_holds_for_the_whole_district_and_keeps_both_readings(district: Session) -> None:
    programme = district.exec(select(Programme).where(Programme.kind == CELL)).one()
    assert (programme.first_year, programme.last_year, programme.document_number) == (2023, 2030, "267-KH/HU")
    assert "2023–2030" in programme.note
    assert "2023–2025" in programme.note
    assert {row.programme.programme_id for row in _board(district, 2026).rows} == {programme.id}


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_committee_is_registered_in_time(district: Session, year: int) -> None:
    total = _board(district, year, COMMITTEE).total
    assert (total.registered, total.registered_late) == (total.units, 0)
    assert total.units > 12


@pytest.mark.parametrize("year", [2025, 2026])
def test_most_cells_are_registered_some_of_them_late(district: Session, year: int) -> None:
    total = _board(district, year).total
    assert total.units == 215
    assert 0.88 * 215 < total.registered < 215
    assert 0 < total.registered_late < 0.1 * 215


def test_khuoi_ngoa_is_registered_in_time(district: Session) -> None:
    cell = unit_named(district, "Chi bộ Khuổi Ngọa")
    for year in (2025, 2026):
        (row,) = (row for row in _board(district, year).rows if row.ref.unit_id == cell.id)
        assert row.registered_on is not None
        assert not row.is_registered_late


def test_last_year_was_decided_on_this_year_was_not(district: Session) -> None:
    last, this = _board(district, 2025), _board(district, 2026)
    assert this.total.recognised == 0
    assert 0.7 * last.total.reviewed < last.total.recognised < last.total.reviewed
    assert {row.grade for row in last.rows if row.recognition} == {"Tốt", "Khá"}
    assert not any(row.may_be_recognised and row.grade in {"Tốt", "Khá"} for row in last.rows)


def test_one_was_revoked_with_a_reason_and_a_few_were_rewarded(district: Session) -> None:
    total = _board(district, 2025).total
    assert total.revoked == 1
    assert 0 < total.rewarded < 40
    revoked = [row for row in district.exec(select(Recognition)) if row.revoked_on]
    assert all(
        row.revocation_reason and row.revocation_decision_number and row.revoked_on > row.decided_on for row in revoked
    )


def test_one_decision_covers_the_cells_of_one_commune(district: Session) -> None:
    decisions = four_good.decisions(_board(district, 2025))
    assert all(len({row.group_id for row in decision.rows}) == 1 for decision in decisions)
    assert len({decision.number for decision in decisions}) == len(decisions) > 10


def test_only_accepted_assessments_are_recognised_after_they_were_accepted(district: Session) -> None:
    query = select(Recognition, Assessment).where(Assessment.id == Recognition.assessment_id)
    for recognition, assessment in district.exec(query):
        assert assessment.state is AssessmentState.ACCEPTED
        assert assessment.reviewed_at is not None
        assert assessment.reviewed_at.date() <= recognition.decided_on
        assert recognition.grade == (assessment.review_grade or assessment.grade)


def test_everything_happened_before_the_day_until(district: Session) -> None:
    for registration in district.exec(select(Registration)):
        assert registration.created_at < MIDNIGHT
        assert registration.registered_on < UNTIL
    for recognition in district.exec(select(Recognition)):
        days = [recognition.decided_on, recognition.rewarded_on, recognition.revoked_on]
        assert recognition.created_at < MIDNIGHT
        assert all(day < UNTIL for day in days if day)


def test_nobody_is_registered_twice(district: Session) -> None:
    keys = Counter((row.unit_id, row.kind, row.year) for row in district.exec(select(Registration)))
    assert set(keys.values()) == {1}
    assert {year for _, _, year in keys} == {2025, 2026}


def test_in_january_this_years_registrations_have_only_begun(district: Session) -> None:
    """Of the sample itself: registrations of this year lie in its first months."""
    days = [row.registered_on for row in district.exec(select(Registration).where(Registration.year == 2026))]
    assert min(days) >= date(2026, 1, 6)
    assert max(days) <= date(2026, 4, 28)


class TestSlips:
    def test_most_cells_have_handed_theirs_in_for_every_month_that_is_over(self, district: Session) -> None:
        found = [check for row in _board(district, 2026).rows for check in row.checks if check.is_over(UNTIL)]
        assert len(found) == 215 * 10
        assert {check.ref.kind for check in found} == {SLIP}
        assert 0.95 * len(found) < sum(check.is_done for check in found) < len(found)

    def test_khuoi_ngoa_owes_the_last_one(self, district: Session) -> None:
        cell = unit_named(district, "Chi bộ Khuổi Ngọa")
        (row,) = (row for row in _board(district, 2026).rows if row.ref.unit_id == cell.id)
        assert [check.ref.months for check in row.owed_checks(UNTIL)] == [(10, 10)]

    def test_what_is_not_met_has_a_note_and_the_grade_is_that_of_the_scoring(self, district: Session) -> None:
        forms, grades = forms_of(district, SLIP), Counter[str | None]()
        scores = scored(district, SLIP, forms)
        for slip in district.exec(select(Assessment).where(Assessment.kind == SLIP)):
            score = scores[slip.id]
            assert missing(forms[slip.criteria_set_id], score) == ()
            assert score.grade is not None
            assert slip.grade == score.grade.id
            grades[slip.grade] += 1
        assert grades["dat"] > grades["khong_dat"] > 0

    def test_a_slip_is_handed_in_after_its_month_and_before_the_day_until(self, district: Session) -> None:
        for slip in district.exec(select(Assessment).where(Assessment.kind == SLIP)):
            assert slip.submitted_at is not None
            assert slip.period_ends_on < slip.submitted_at.astimezone(VIETNAM).date() < UNTIL
