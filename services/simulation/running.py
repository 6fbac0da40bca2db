"""Running a set over a year: every case scored again, beside what it was graded."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from models import SubjectKind
from services import criteria, metrics, scoring, units
from services.access import Actor, require_reach
from services.clock import today
from services.errors import Invalid
from services.metrics import Subject
from services.scoring import Facts, Form, Score
from services.simulation import kept
from services.simulation.carried import carried
from services.simulation.cases import Case, Ground, cases
from services.simulation.kept import Decided, Kept
from services.simulation.outcomes import Outcome
from services.simulation.reasons import reasons
from services.simulation.simulated import Direction, Move, Simulation
from services.simulation.years import years


def run(session: Session, actor: Actor, set_id: UUID, unit_id: UUID, year: int) -> Simulation:
    """Try a set on everything at or below a unit in a year. Nothing is written.

    Raises NotFound for a set that the actor may not read or a unit out of reach, Invalid for a draft that is no form
    yet and for a year to come.
    """
    viewed = criteria.view(session, actor, set_id)
    unit = require_reach(session, actor, unit_id)
    form = viewed.examined.form
    if form is None:
        raise Invalid("Bản nháp này còn chỗ chưa điền đúng nên chưa chấm thử được. Đồng chí sửa ở phần kiểm tra trước.")
    if not 1 <= year <= today().year:
        raise Invalid("Chỉ chấm thử được trên số liệu của năm nay và các năm trước.", field="year")
    ground = Ground(session, actor, unit.path, year)
    about = criteria.subject_of(session, form.kind) or SubjectKind.CELL
    tried = _Run(ground, form, about).tried()
    rolled = about is SubjectKind.MEETING and form.roll_up
    year_moves = years(ground, form, unit_id, ((case, move.outcome) for case, move in tried)) if rolled else ()
    return Simulation(form, _unit_name(session, actor, unit_id), year, tuple(move for _, move in tried), year_moves)


OF_UNITS = frozenset({SubjectKind.CELL, SubjectKind.COMMITTEE})


@dataclass
class _Run:
    """One set over the cases of one year."""

    ground: Ground
    form: Form
    about: SubjectKind

    def tried(self) -> list[tuple[Case, Move]]:
        """Each case, and what becomes of it."""
        return [(case, self._move(case)) for case in self._cases]

    @cached_property
    def _cases(self) -> list[Case]:
        return cases(self.ground, self.form, self.about)

    @cached_property
    def _kept(self) -> dict[tuple[UUID, date, date], Kept]:
        return kept.assessments(self.ground, self.form.kind)

    @cached_property
    def _decided(self) -> dict[UUID, Decided]:
        return kept.decided(self.ground, self.form.kind)

    @cached_property
    def _facts(self) -> dict[Subject, Facts]:
        """The figures that the set looks at, and those of the sets that stand in for grades that were not given."""
        used = {*scoring.metrics_used(self.form)}
        for form in (*self._standing.values(), *(row.form for row in self._kept.values() if row.facts is None)):
            used |= scoring.metrics_used(form)
        subjects = [case.subject for case in self._cases]
        return metrics.facts(self.ground.session, self.ground.actor, subjects, used & metrics.METRICS.keys())

    @cached_property
    def _standing(self) -> dict[UUID, Form]:
        """The set in force for each unit at the end of the year: what an ungraded unit is compared with."""
        if self.about not in OF_UNITS:
            return {}
        session, actor, kind = self.ground.session, self.ground.actor, self.form.kind
        rows = criteria.in_force_everywhere(session, actor, kind, self.ground.last)
        forms = kept.forms(session, {row.set_id for row in rows if row.set_id})
        return {row.unit_id: forms[row.set_id] for row in rows if row.set_id}

    def _move(self, case: Case) -> Move:
        stored = self._kept.get(case.key)
        facts = self._facts.get(case.subject, {})
        found = carried(self.form, stored, facts).outcome(self.form)
        before = self._before(case, stored, facts)
        direction = _direction(self.form, before, found)
        is_same = direction is Direction.SAME
        return Move(
            unit_id=case.unit_id,
            unit_name=case.unit_name,
            holder_name=case.holder_name,
            name=case.name,
            old_label=before.label,
            old_total=before.total,
            is_stored=before.is_stored,
            outcome=found,
            direction=direction,
            reasons=() if is_same else reasons(self.form, found, before.score, before.form),
        )

    def _before(self, case: Case, stored: Kept | None, facts: Facts) -> "_Before":
        is_decided = case.subject_id in self._decided
        if stored and (stored.grade or (stored.is_handed_in and not is_decided)):
            score = scoring.score(stored.form, stored.answers, stored.facts if stored.facts is not None else facts)
            total = "" if stored.total is None else scoring.format_points(stored.total)
            return _Before(stored.label, total, is_stored=True, score=score, form=stored.form)
        if is_decided:
            return _Before(self._decided[case.subject_id].label, is_stored=True)
        stand_in = stored.form if stored else self._standing.get(case.unit_id)
        if stand_in is None:
            return _Before()
        found = carried(stand_in, stored, facts).outcome(stand_in)
        return _Before(found.label if found.is_certain else "", found.total, score=found.best, form=stand_in)


@dataclass(frozen=True)
class _Before:
    """What a case was graded, and how that came about as far as it is known."""

    label: str = ""
    total: str = ""
    is_stored: bool = False
    score: Score | None = None
    form: Form | None = None


def _direction(form: Form, before: _Before, found: Outcome) -> Direction:
    if not found.is_certain:
        return Direction.OPEN
    new_label = found.label
    if before.label == new_label:
        return Direction.SAME if new_label or before.is_stored else Direction.OTHER
    ranks = {grade.label: rank for rank, grade in enumerate(form.grades)}
    if before.label not in ranks or new_label not in ranks:
        return Direction.OTHER
    return Direction.BETTER if ranks[new_label] < ranks[before.label] else Direction.WORSE


def _unit_name(session: Session, actor: Actor, unit_id: UUID) -> str:
    found = units.by_id(session, actor, [unit_id])
    return found[unit_id].name if unit_id in found else ""
