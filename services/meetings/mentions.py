"""Praise, reminders and criticism (biểu dương, nhắc nhở, phê bình) at a meeting: of one member, or of all."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from models import Mention, MentionKind
from services.access import Actor
from services.errors import Invalid
from services.meetings import giving, records
from services.meetings.records import OpenRecord
from services.meetings.rows import MeetingRef
from services.vietnamese import day

FIELD = "mentions"
LONGEST = 1000
MOST = 60
"""Mentions of one meeting."""


@dataclass(frozen=True)
class MentionDraft:
    """A mention about to be written down. ``member_id`` None: of the whole cell."""

    kind: MentionKind | None
    member_id: UUID | None
    text: str


def add_mention(session: Session, actor: Actor, ref: MeetingRef, draft: MentionDraft, token: UUID) -> UUID:
    """Write a mention down; the first write stores the meeting's draft.

    ``token`` is made by the screen and becomes the mention's id, so that a double click adds it once.
    """
    record = records.draft(session, actor, ref)
    if draft.kind is None:
        raise Invalid("Đồng chí chọn biểu dương, nhắc nhở hoặc phê bình.", field="mention.kind")
    text = giving.line(draft.text, "biểu dương, nhắc nhở, phê bình", "mention.text", LONGEST)
    _check_member(record, draft.member_id)
    _check_room(record, token)
    mention = Mention(id=token, meeting_id=record.meeting.id, member_id=draft.member_id, kind=draft.kind, text=text)
    if giving.is_new(session, mention, "Nội dung này", FIELD):
        giving.note(record, "mention:added", mention, **_facts(mention))
    return token


def remove_mention(session: Session, actor: Actor, ref: MeetingRef, mention_id: UUID) -> None:
    """Take a mention back. A second click changes nothing."""
    record = records.draft(session, actor, ref)
    mention = giving.given(record, Mention, mention_id, "mention:removed")
    if mention is not None:
        giving.take_back(record, "mention:removed", mention, **_facts(mention))


def _check_member(record: OpenRecord, member_id: UUID | None) -> None:
    if member_id is not None and all(entry.member_id != member_id for entry in record.roster()):
        on = day(record.roster_on)
        raise Invalid(
            f"Người được chọn không có trong danh sách đảng viên của chi bộ ngày {on}.", field="mention.member_id"
        )


def _check_room(record: OpenRecord, token: UUID) -> None:
    others = select(func.count()).where(col(Mention.meeting_id) == record.meeting.id, col(Mention.id) != token)
    if record.session.exec(others).one() >= MOST:
        raise Invalid(f"Buổi sinh hoạt đã ghi {MOST} lượt, không thêm được nữa.", field=FIELD)


def _facts(mention: Mention) -> dict[str, object]:
    return {
        "kind": mention.kind.value,
        "member_id": str(mention.member_id) if mention.member_id else None,
        "text": mention.text,
    }
