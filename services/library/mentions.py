"""Who refers to a guiding document by its number: criteria sets, programmes, templates of agendas, meetings."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from models import AgendaItem, AgendaTemplate, CriteriaSet, Meeting, MeetingKind, UnitEra
from services import criteria, four_good, units
from services.access import Actor, in_line, within_reach
from services.clock import today
from services.criteria import SetRow
from services.four_good import ProgrammeRow
from services.library.documents import DocumentRow
from services.vietnamese import search_key

MOST_MEETINGS = 20
"""Meetings that are listed at most, the newest."""
MOST_LOOKED_AT = 10 * MOST_MEETINGS
"""Records in which the letters of the number occur; some belong to a longer number."""
_TEXTS = (
    *(Meeting.theme, Meeting.premeeting_content, Meeting.content, Meeting.results, Meeting.weaknesses),
    *(Meeting.directions, Meeting.conclusion),
)
_FACTS = 7
"""Columns of a found meeting before its texts."""


@dataclass(frozen=True)
class MeetingMention:
    """A meeting whose record names the document."""

    unit_id: UUID
    unit_name: str
    month: date
    kind: MeetingKind
    number: int
    held_on: date | None


@dataclass(frozen=True)
class Mentions:
    """Everything within what the actor may read that refers to a document."""

    sets: tuple[SetRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    templates: tuple[str, ...]
    """The names of the units whose agenda templates name it."""
    meetings: tuple[MeetingMention, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing refers to it."""
        return not (self.sets or self.programmes or self.templates or self.meetings)


def mentions(session: Session, actor: Actor, row: DocumentRow) -> Mentions:
    """What refers to a document: programmes by their document number, forms, templates and records in their texts too.

    At most twenty meetings, the newest first.
    """
    wanted = search_key(row.number)
    sets = criteria.sets(session, actor)
    citing = _citing(session, [found.set_id for found in sets], row.number)
    programmes = four_good.programmes(session, actor)
    return Mentions(
        sets=tuple(found for found in sets if search_key(found.document_number) == wanted or found.set_id in citing),
        programmes=tuple(found for found in programmes if search_key(found.document_number) == wanted),
        templates=_templates(session, actor, row.number),
        meetings=_meetings(session, actor, row.number),
    )


def is_named(number: str, text: str) -> bool:
    """Whether a text names a document by its number, and not one whose number only ends or goes on with it."""
    return re.search(rf"(?<!\w){re.escape(search_key(number))}(?!\w)", search_key(text)) is not None


def _citing(session: Session, set_ids: Sequence[UUID], number: str) -> set[UUID]:
    """Those of these criteria sets that name the document anywhere: among their legal bases, in a note, in an item."""
    query = sa.select(col(CriteriaSet.id), col(CriteriaSet.body)).where(
        col(CriteriaSet.id).in_(set_ids), _may_name(col(CriteriaSet.body), number)
    )
    return {set_id for set_id, body in session.execute(query) if is_named(number, body)}


def _templates(session: Session, actor: Actor, number: str) -> tuple[str, ...]:
    query = (
        sa.select(col(UnitEra.name), col(AgendaTemplate.lines))
        .join(UnitEra, sa.and_(col(UnitEra.unit_id) == AgendaTemplate.unit_id, units.in_force(UnitEra, today())))
        .where(sa.or_(within_reach(actor, AgendaTemplate.unit_id), in_line(actor, AgendaTemplate.unit_id)))
        .where(_may_name(col(AgendaTemplate.lines), number))
        .order_by(col(UnitEra.sort_key))
    )
    return tuple(dict.fromkeys(name for name, lines in session.execute(query) if is_named(number, lines)))


def _meetings(session: Session, actor: Actor, number: str) -> tuple[MeetingMention, ...]:
    candidates = session.execute(_candidates(actor, number)).all()
    points = _points(session, [row.id for row in candidates], number)
    named = (row for row in candidates if is_named(number, " \n".join([*row[_FACTS:], *points[row.id]])))
    return tuple(MeetingMention(*row[1:_FACTS]) for row in islice(named, MOST_MEETINGS))


def _candidates(actor: Actor, number: str) -> sa.Select[*tuple[Any, ...]]:
    points = sa.select(col(AgendaItem.meeting_id)).where(_may_name(col(AgendaItem.text), number))
    named = sa.or_(*(_may_name(col(text), number) for text in _TEXTS), col(Meeting.id).in_(points))
    era = sa.and_(col(UnitEra.unit_id) == Meeting.unit_id, units.in_force(UnitEra, today()))
    name = sa.func.coalesce(col(UnitEra.name), "")
    facts = (Meeting.month, Meeting.kind, Meeting.number, Meeting.held_on)
    return (
        sa.select(col(Meeting.id), col(Meeting.unit_id), name, *map(col, facts), *map(col, _TEXTS))
        .outerjoin(UnitEra, era)
        .where(within_reach(actor, Meeting.unit_id), named)
        .order_by(col(Meeting.month).desc(), col(UnitEra.sort_key), col(Meeting.id))
        .limit(MOST_LOOKED_AT)
    )


def _points(session: Session, meeting_ids: Sequence[UUID], number: str) -> defaultdict[UUID, list[str]]:
    """The points of these meetings' agendas that may name the document."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    if meeting_ids:
        query = sa.select(col(AgendaItem.meeting_id), col(AgendaItem.text)).where(
            col(AgendaItem.meeting_id).in_(meeting_ids), _may_name(col(AgendaItem.text), number)
        )
        for meeting_id, text in session.execute(query):
            found[meeting_id].append(text)
    return found


def _may_name(text: Any, number: str) -> sa.ColumnElement[bool]:
    """What the database can tell quickly; ``is_named`` decides."""
    condition: sa.ColumnElement[bool] = text.icontains(number, autoescape=True)
    return condition
