"""Four-good self-assessments: last year's accepted, this year's in every state, every total computed."""

from collections import Counter
from datetime import date, datetime, time
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from models import Answer, Assessment, AssessmentState, Meeting, MeetingKind
from services import metrics, scoring
from services.assessments.completeness import missing
from services.clock import VIETNAM
from services.metrics import Subject
from services.scoring import Form, Origin, Score
from tests.services.sample.looking import UNTIL, cell_eras, forms_of, reader, scored, unit_named

pytestmark = pytest.mark.xdist_group("sample")

FOUR_GOOD = "four_good_cell"
LAST_YEAR, THIS_YEAR = date(2025, 1, 1), date(2026, 1, 1)


@pytest.fixture
def forms(district: Session) -> dict[UUID, Form]:
    return forms_of(district, FOUR_GOOD)


@pytest.fixture
def scores(district: Session, forms: dict[UUID, Form]) -> dict[UUID, Score]:
    return scored(district, FOUR_GOOD, forms)


def _of_year(session: Session, year: date, *unit_ids: UUID) -> list[Assessment]:
    query = select(Assessment).where(Assessment.period_starts_on == year, Assessment.kind == FOUR_GOOD)
    return list(session.exec(query.where(col(Assessment.unit_id).in_(unit_ids)) if unit_ids else query))


def _handed_in(session: Session) -> list[Assessment]:
    query = select(Assessment).where(Assessment.state != AssessmentState.DRAFT, Assessment.kind == FOUR_GOOD)
    return list(session.exec(query))


def test_most_cells_have_an_accepted_one_of_last_year(district: Session) -> None:
    found = _of_year(district, LAST_YEAR)
    assert {assessment.state for assessment in found} == {AssessmentState.ACCEPTED}
    assert 0.9 * 215 < len(found) <= 215


def test_this_year_bang_van_is_in_every_state(district: Session) -> None:
    cells = [era.unit_id for era in cell_eras(district, unit_named(district, "Đảng bộ xã Bằng Vân"))]
    states = Counter(assessment.state for assessment in _of_year(district, THIS_YEAR, *cells))
    assert all(states[state] for state in AssessmentState)
    assert states.total() < len(cells) - 1


def test_khuoi_ngoa_finished_last_year_and_has_not_begun_this_year(district: Session) -> None:
    cell = unit_named(district, "Chi bộ Khuổi Ngọa")
    assert [assessment.state for assessment in _of_year(district, LAST_YEAR, cell.id)] == [AssessmentState.ACCEPTED]
    assert not _of_year(district, THIS_YEAR, cell.id)


def test_what_was_handed_in_is_complete_with_a_note_for_every_lost_point(
    district: Session, forms: dict[UUID, Form], scores: dict[UUID, Score]
) -> None:
    for assessment in _handed_in(district):
        assert missing(forms[assessment.criteria_set_id], scores[assessment.id]) == ()


def test_this_year_is_scored_with_figures_that_were_kept_and_with_a_vote(
    district: Session, scores: dict[UUID, Score]
) -> None:
    found = [one for one in _of_year(district, THIS_YEAR) if one.state is not AssessmentState.DRAFT]
    assert {one.facts is not None and "months_graded" in one.facts for one in found} == {True}
    assert any(item.origin is Origin.COMPUTED for one in found for item in scores[one.id].items)
    assert all(one.votes_present and one.votes_for and one.voted_on for one in found)
    assert all(one.facts is None for one in _of_year(district, LAST_YEAR))


def test_the_figures_are_those_of_the_portal(district: Session) -> None:
    found = [one for one in _of_year(district, THIS_YEAR) if one.facts]
    for one in found[:: len(found) // 8]:
        # Months that are not over on the last day of the sample do not count.
        subject = Subject(one.unit_id, THIS_YEAR, date(2026, 10, 31))
        live = metrics.facts(district, reader(district), [subject], list(one.facts or {}))[subject]
        assert scoring.spelled_facts(live) == one.facts


def test_totals_and_grades_are_those_of_the_scoring(district: Session, scores: dict[UUID, Score]) -> None:
    for assessment in _handed_in(district):
        score = scores[assessment.id]
        assert score.grade is not None
        assert (assessment.total, assessment.grade) == (score.total, score.grade.id)


def test_drafts_are_unfinished_and_have_no_total(district: Session, scores: dict[UUID, Score]) -> None:
    drafts = [one for one in _of_year(district, THIS_YEAR) if one.state is AssessmentState.DRAFT]
    assert drafts
    for draft in drafts:
        assert (draft.total, draft.grade, draft.submitted_at) == (None, None, None)
        assert scores[draft.id].unanswered


def test_totals_vary_and_nobody_has_everything(scores: dict[UUID, Score]) -> None:
    totals = Counter(score.total for score in scores.values() if score.total is not None)
    assert len(totals) > 40
    assert totals[scoring.parse_points("100")] < 0.02 * totals.total()


def test_a_returned_one_says_what_to_mend(district: Session) -> None:
    returned = district.exec(select(Assessment).where(Assessment.state == AssessmentState.RETURNED)).all()
    assert returned
    assert all(assessment.review_note and assessment.reviewed_at for assessment in returned)


def test_each_step_comes_after_the_one_before_and_before_the_day_until(district: Session) -> None:
    end = datetime.combine(UNTIL, time.min, VIETNAM)
    for assessment in district.exec(select(Assessment)):
        steps = [assessment.created_at, assessment.submitted_at, assessment.reviewed_at]
        moments = [step for step in steps if step is not None]
        assert moments == sorted(moments)
        assert assessment.changed_at == moments[-1] < end


def test_the_reviewer_is_not_who_handed_it_in(district: Session) -> None:
    for assessment in district.exec(select(Assessment).where(col(Assessment.reviewed_by).is_not(None))):
        assert assessment.submitted_by != assessment.reviewed_by


def test_a_cell_that_missed_a_month_of_last_year_does_not_claim_all_twelve(district: Session) -> None:
    query = select(Meeting).where(
        Meeting.kind == MeetingKind.REGULAR, Meeting.month >= LAST_YEAR, Meeting.month < THIS_YEAR
    )
    held = Counter(meeting.unit_id for meeting in district.exec(query))
    claims = select(Answer, Assessment).where(Answer.assessment_id == Assessment.id, Answer.item_id == "i2_1")
    found = district.exec(claims.where(Assessment.period_starts_on == LAST_YEAR, Answer.value == "yes")).all()
    assert found
    assert all(held[assessment.unit_id] == 12 for _, assessment in found)
