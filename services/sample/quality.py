"""The scores of meetings: two communes for fourteen months, every other cell for the last few.

Made after the meetings are stored, with the portal's own figures and its own scoring.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import (
    HANDED_IN,
    Assessment,
    AssessmentState,
    Attendance,
    Meeting,
    MeetingKind,
    Presence,
    Stage,
    Unit,
)
from services import metrics, months, scoring
from services.access import Actor, below
from services.metrics import Subject
from services.sample import figures
from services.sample.answers import Filled
from services.sample.assessments import keep_answers, votes
from services.sample.scale import Frame
from services.sample.shelf import Desk, StoredForm
from services.scoring import Answer, Facts, PointsItem, Score

KIND = "meeting_quality"
MONTHS_IN_FULL, MONTHS_ELSEWHERE = 14, 3
SCORED_ELSEWHERE = 0.8
OVERRIDDEN, LOWERED = 0.2, 0.2
"""Share of scores that say otherwise where a figure gives nothing, and of reviews that give less for an item."""
HALF_A_POINT = Decimal("0.5")
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Scorer:
    """A cell whose meetings are scored, and who judges them; ``issuer_id`` is the unit that may have a form of its own."""

    unit_id: UUID
    is_weak: bool
    is_full: bool
    issuer_id: UUID
    reviewer: UUID | None


@dataclass(frozen=True)
class Sat:
    """A meeting that was handed in."""

    meeting_id: UUID
    unit_id: UUID
    month: date
    held_on: date
    submitted_at: datetime
    voters: int
    """Official members who were there."""


def record(session: Session, actor: Actor, desk: Desk, scorers: Sequence[Scorer]) -> None:
    """Keep the scores of the meetings of these cells, in order of time."""
    known = {scorer.unit_id: scorer for scorer in scorers}
    sat = [
        one
        for one in _sat(session, actor, desk.frame)
        if one.unit_id in known and _is_scored(desk.frame, one, known[one.unit_id])
    ]
    forms = {one.meeting_id: desk.shelf.of(KIND, one.held_on, known[one.unit_id].issuer_id) for one in sat}
    facts = _facts(session, actor, sat, [stored for stored in forms.values() if stored])
    for one in sat:
        stored = forms[one.meeting_id]
        if stored is not None:
            _Scored(desk, known[one.unit_id], one, stored).record(facts.get(one.meeting_id, {}))


def _sat(session: Session, actor: Actor, frame: Frame) -> Iterator[Sat]:
    first = months.after(frame.this_month, -MONTHS_IN_FULL)
    is_official = sa.and_(col(Attendance.presence) == Presence.PRESENT, col(Attendance.is_official))
    facts = (Meeting.id, Meeting.unit_id, Meeting.month, Meeting.held_on, Meeting.submitted_at)
    query = (
        sa.select(*map(col, facts), sa.func.sum(sa.case((is_official, 1), else_=0)))
        .join(Unit, col(Unit.id) == col(Meeting.unit_id))
        .join(Attendance, col(Attendance.meeting_id) == col(Meeting.id))
        .where(below(actor.unit_path), col(Meeting.month) >= first, col(Meeting.kind) == MeetingKind.REGULAR)
        .where(col(Meeting.state).in_(HANDED_IN), col(Meeting.is_cancelled).is_(False))
        .group_by(*map(col, facts))
    )
    found = [Sat(*row) for row in session.execute(query)]
    return iter(sorted(found, key=lambda one: (one.month, one.unit_id)))


def _is_scored(frame: Frame, one: Sat, scorer: Scorer) -> bool:
    if scorer.is_full:
        return True
    is_recent = one.month >= months.after(frame.this_month, -MONTHS_ELSEWHERE)
    return is_recent and frame.chance("scored", one.meeting_id).happens(SCORED_ELSEWHERE)


def _facts(session: Session, actor: Actor, sat: Sequence[Sat], forms: Sequence[StoredForm]) -> dict[UUID, Facts]:
    names = frozenset(name for stored in forms for name in scoring.metrics_used(stored.form))
    subjects = [Subject(one.unit_id, one.month, months.last_day(one.month), meeting_id=one.meeting_id) for one in sat]
    found = metrics.facts(session, actor, subjects, names)
    return {subject.meeting_id: facts for subject, facts in found.items() if subject.meeting_id}


class _Scored:
    """One meeting, scored by its cell and judged by the superior."""

    def __init__(self, desk: Desk, scorer: Scorer, sat: Sat, stored: StoredForm) -> None:
        self._chunk, self._frame, self._scorer, self._sat, self._stored = desk.chunk, desk.frame, scorer, sat, stored
        self._chance = desk.frame.chance("quality", sat.meeting_id)

    def record(self, facts: Facts) -> None:
        """Keep the assessment with the answers of both stages."""
        form, used = self._stored.form, scoring.metrics_used(self._stored.form)
        facts = {name: facts.get(name) for name in sorted(used)}
        filled = Filled(self._chance, form, facts, is_weak=self._scorer.is_weak)
        override = self._override(filled.score)
        own = filled.answers | override
        score = scoring.score(form, own, facts) if override else filled.score
        submitted_at = min(self._sat.submitted_at + ONE_HOUR, self._frame.moment - 2 * ONE_HOUR)
        reviewed_at = submitted_at + timedelta(days=self._chance.randint(2, 6), hours=self._chance.randint(0, 5))
        is_judged = reviewed_at < self._frame.moment
        assessment_id = self._frame.key()
        review = self._review(own, score) if is_judged else {}
        decided = scoring.score(form, {**own, **review}, facts) if review else score if is_judged else None
        moments = (submitted_at, reviewed_at if is_judged else None)
        self._chunk.add(Assessment, id=assessment_id, **self._fields(facts, score, decided, moments))
        keep_answers(self._chunk, assessment_id, own, submitted_at)
        keep_answers(self._chunk, assessment_id, review, reviewed_at, Stage.REVIEW)

    def _override(self, score: Score) -> dict[str, Answer]:
        """Seldom somebody knows better than a figure, and says why."""
        computed = [
            item for item in score.items if item.method == "yes_no" and item.is_at_maximum is False and item.proposal
        ]
        if not computed or not self._chance.happens(OVERRIDDEN):
            return {}
        return {computed[0].id: Answer(value=True, reason=self._chance.choice(figures.remarks().overridden))}

    def _review(self, own: Mapping[str, Answer], score: Score) -> dict[str, Answer]:
        """What the superior answers differently: half a point less for something that people judged."""
        items = self._stored.form.items
        by_hand = [name for name in own if isinstance(items[name], PointsItem) and isinstance(own[name].value, Decimal)]
        if not by_hand or not self._chance.happens(LOWERED):
            return {}
        name = self._chance.choice(by_hand)
        value = own[name].value
        if not isinstance(value, Decimal) or value < HALF_A_POINT:
            return {}
        return {
            name: replace(own[name], value=value - HALF_A_POINT, note=self._chance.choice(figures.remarks().reviewed))
        }

    def _fields(
        self, facts: Facts, score: Score, decided: Score | None, moments: tuple[datetime, datetime | None]
    ) -> dict[str, Any]:
        sat, (submitted_at, reviewed_at) = self._sat, moments
        fields = {
            "unit_id": sat.unit_id,
            "subject_id": sat.meeting_id,
            "meeting_id": sat.meeting_id,
            "criteria_set_id": self._stored.set_id,
            "kind": KIND,
            "period_starts_on": sat.month,
            "period_ends_on": months.last_day(sat.month),
            "state": AssessmentState.ACCEPTED if decided else AssessmentState.SUBMITTED,
            "created_at": submitted_at,
            "changed_at": reviewed_at or submitted_at,
            "submitted_at": submitted_at,
            "reviewed_at": reviewed_at,
            "reviewed_by": self._scorer.reviewer if decided else None,
            "total": score.total,
            "grade": score.grade.id if score.grade else None,
            "facts": scoring.spelled_facts(facts),
        }
        if decided:
            fields |= {"review_total": decided.total, "review_grade": decided.grade.id if decided.grade else None}
        if self._stored.form.vote == "required":
            fields |= {"voted_on": sat.held_on, **votes(self._chance, sat.voters)}
        return fields
