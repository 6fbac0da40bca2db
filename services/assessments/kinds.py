"""Which kinds of assessment there are to choose from, and for which spans of the year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from models import CriteriaSet, CriteriaState, Role, SubjectKind, Unit, UnitKind
from services import access, criteria, scoring
from services.access import Actor
from services.assessments.references import WHOLE_YEAR, AssessmentRef
from services.clock import today
from services.criteria import Kind

FOUR_GOOD_SLIP = "four_good_slip"
OF_UNITS = frozenset({SubjectKind.CELL, SubjectKind.COMMITTEE})
MONTHLY = tuple((month, month) for month in range(1, 13))
QUARTERLY = tuple((month, month + 2) for month in (1, 4, 7, 10))
SPANS = {"monthly": MONTHLY, "quarterly": QUARTERLY}


@dataclass(frozen=True)
class OfferedKind:
    """A kind of assessment with a form in force in reach."""

    kind: Kind
    spans: tuple[tuple[int, int], ...]
    """Months of the year that can be assessed by it; the whole year first, if it can be."""

    @property
    def is_of_units(self) -> bool:
        """Whether it is about cells or committees, not about meetings or members."""
        return self.kind.subject in OF_UNITS

    @property
    def is_yearly(self) -> bool:
        """Whether a whole year of units is assessed by it; other kinds have pages of their own."""
        return WHOLE_YEAR in self.spans and self.is_of_units

    def spans_of(self, year: int) -> tuple[tuple[int, int], ...]:
        """Those of the spans that have begun."""
        return tuple(span for span in self.spans if date(year, span[0], 1) <= today())


def offered(session: Session, actor: Actor, year: int) -> list[OfferedKind]:
    """The kinds that have a form in force in the year for units in reach, those of the product first. Two statements.

    A secretary has no committee.
    """
    checks: defaultdict[str, set[str]] = defaultdict(set)
    for kind, body in session.exec(_published(actor.unit_path, date(year, 1, 1), date(year, 12, 31))):
        checks[kind].add(scoring.load(body).self_check or "")
    unwanted = SubjectKind.COMMITTEE if actor.role is Role.CELL_SECRETARY else None
    known = [kind for kind in criteria.kinds(session, actor) if kind.code in checks]
    return [OfferedKind(kind, _spans(kind, checks[kind.code])) for kind in known if kind.subject is not unwanted]


def meant_for(session: Session, path: str, span: AssessmentRef) -> frozenset[UnitKind]:
    """The kinds of units that the forms of a kind are made for; empty: all, or there is no form. One statement."""
    query = _published(path, span.starts_on, span.ends_on).where(CriteriaSet.kind == span.kind)
    applying = [scoring.load(body).applies_to.unit_kinds for _, body in session.exec(query)]
    return frozenset(kind for kinds in applying for kind in kinds) if all(applying) else frozenset()


def _published(path: str, first: date, last: date):  # type: ignore[no-untyped-def]
    """Kind and text of the sets in force on some day of a span, of units at, below and above a path."""
    parts = path.split("/")[1:-1]
    above = [f"/{'/'.join(parts[: depth + 1])}/" for depth in range(len(parts))]
    state = col(CriteriaSet.state)
    is_open = sa.and_(col(CriteriaSet.valid_to).is_(None), state == CriteriaState.PUBLISHED)
    is_out = state.in_((CriteriaState.PUBLISHED, CriteriaState.RETIRED))
    return (
        select(CriteriaSet.kind, CriteriaSet.body)
        .join(Unit, col(Unit.id) == CriteriaSet.unit_id)
        .where(sa.or_(access.below(path), col(Unit.path).in_(above)))
        .where(is_out, CriteriaSet.valid_from <= last, or_(is_open, col(CriteriaSet.valid_to) > first))
    )


def _spans(kind: Kind, checks: set[str]) -> tuple[tuple[int, int], ...]:
    asked = [spans for name, spans in SPANS.items() if name in checks]
    if kind.code == FOUR_GOOD_SLIP or kind.subject is SubjectKind.MEETING:
        return (asked or [MONTHLY])[0]
    return (WHOLE_YEAR, *(span for spans in asked for span in spans))
