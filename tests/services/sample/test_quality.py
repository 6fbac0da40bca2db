"""The scores of meetings: made by the portal's own scoring from its own figures, judged by the superior."""

from collections import Counter
from datetime import date, datetime, time
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from models import HANDED_IN, Answer, Assessment, AssessmentState, Meeting, Stage, UnitEra
from services import metrics, quality, scoring
from services.assessments.completeness import missing
from services.clock import VIETNAM
from services.metrics import Subject
from services.scoring import Form
from tests.services.sample.looking import UNTIL, cell_eras, forms_of, reader, scored, unit_named

pytestmark = pytest.mark.xdist_group("sample")

KIND = "meeting_quality"


@pytest.fixture
def forms(district: Session) -> dict[UUID, Form]:
    return forms_of(district, KIND)


@pytest.fixture
def assessments(district: Session) -> list[Assessment]:
    return list(district.exec(select(Assessment).where(Assessment.kind == KIND).order_by(col(Assessment.id))))


def test_every_meeting_of_bang_van_in_fourteen_months_is_scored(district: Session, assessments) -> None:
    cells = {era.unit_id for era in cell_eras(district, unit_named(district, "Đảng bộ xã Bằng Vân"))}
    query = select(Meeting.id).where(
        col(Meeting.unit_id).in_(cells), Meeting.kind == "regular", Meeting.month >= date(2025, 9, 1)
    )
    held = set(district.exec(query.where(col(Meeting.state).in_(HANDED_IN))))
    assert held == {one.meeting_id for one in assessments if one.unit_id in cells}
    assert len(held) > 200


def test_the_other_cells_are_scored_of_late(assessments) -> None:
    cells = Counter(one.unit_id for one in assessments)
    assert len(cells) > 200
    assert 700 < len(assessments) < 1200


def test_each_was_scored_by_the_form_of_its_day(district: Session, assessments, forms) -> None:
    held_on = dict(district.exec(select(Meeting.id, Meeting.held_on)).all())
    seen = Counter()
    for one in assessments:
        form, day = forms[one.criteria_set_id], held_on[one.meeting_id]
        assert form.valid_from <= day
        assert form.valid_to is None or day < form.valid_to
        seen[form.id] += 1
    assert set(seen) == {"meeting_hd12", "meeting_hd42", "meeting_local_sample"}


def test_the_form_of_a_commune_holds_for_its_cells_only(district: Session, assessments, forms) -> None:
    parents = {
        era.unit_id: era.parent_id for era in district.exec(select(UnitEra).where(col(UnitEra.ends_on).is_(None)))
    }
    local = [one for one in assessments if forms[one.criteria_set_id].id == "meeting_local_sample"]
    assert len({parents[one.unit_id] for one in local}) == 1


def test_totals_and_grades_are_those_of_the_scoring(district: Session, assessments, forms) -> None:
    own, decided = scored(district, KIND, forms), scored(district, KIND, forms, Stage.SELF, Stage.REVIEW)
    for one in assessments:
        score = own[one.id]
        assert missing(forms[one.criteria_set_id], score) == ()
        assert (one.total, one.grade) == (score.total, score.grade and score.grade.id)
        if one.state is AssessmentState.ACCEPTED:
            judged = decided[one.id]
            assert (one.review_total, one.review_grade) == (judged.total, judged.grade and judged.grade.id)


def test_the_figures_are_those_of_the_portal(district: Session, assessments) -> None:
    for one in assessments[:: len(assessments) // 12]:
        subject = Subject(one.unit_id, one.period_starts_on, one.period_ends_on, meeting_id=one.meeting_id)
        live = metrics.facts(district, reader(district), [subject], list(one.facts or {}))[subject]
        assert scoring.spelled_facts(live) == one.facts


def test_people_differ_from_figures_with_a_reason_and_superiors_from_people(district: Session) -> None:
    answers = district.exec(select(Answer).where(col(Answer.reason) != "")).all()
    assert answers
    reviews = district.exec(select(Answer).where(Answer.stage == Stage.REVIEW)).all()
    assert reviews
    assert all(row.note for row in reviews)


def test_a_required_vote_was_held(assessments, forms) -> None:
    for one in assessments:
        if forms[one.criteria_set_id].vote == "required":
            assert one.votes_present == (one.votes_for or 0) + (one.votes_against or 0) + (one.votes_abstained or 0)
            assert one.votes_present > 0


def test_each_step_comes_after_the_one_before_and_before_the_day_until(assessments) -> None:
    end = datetime.combine(UNTIL, time.min, VIETNAM)
    for one in assessments:
        moments = [moment for moment in (one.submitted_at, one.reviewed_at) if moment]
        assert moments == sorted(moments)
        assert one.changed_at == moments[-1] < end


def test_the_year_of_a_cell_of_bang_van_can_be_rolled_up_once_it_is_over(district: Session) -> None:
    commune = unit_named(district, "Đảng bộ xã Bằng Vân")
    rows = quality.year_grades(district, reader(district), commune.id, 2026)
    assert len(rows) == 19
    assert all(sum(bool(month.grade) for month in row.months.months) >= 9 for row in rows)
