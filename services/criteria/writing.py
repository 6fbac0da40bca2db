"""Changing a draft part by part, as it is typed: nothing acknowledged is lost, nothing overwritten unseen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, AuditEntry
from services.access import Actor
from services.clock import local
from services.criteria import editing, plain
from services.criteria.addresses import Data, Place, joined, place
from services.criteria.drafts import OpenDraft, opened
from services.criteria.editing import Edit
from services.criteria.fields import Plain
from services.criteria.undoing import click_of, fingerprint, once
from services.criteria.words import called, quoted
from services.errors import Conflict, Overtaken
from services.scoring.file_format import written

RECENT = 100
"""Entries of the audit trail that are looked through for the last change of a field."""


def put(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, set_id: UUID, address: str, value: object, seen: object
) -> Any:
    """Store one field of a draft and return it as the screen shows it.

    ``seen`` is what the screen showed before the change. Where the draft holds neither that nor the new value,
    somebody else was there first: Conflict, with what is stored. Raises NotFound, NotAllowed, Invalid for what no
    such field can hold, Conflict when the part is gone or the set is published.
    """
    return _put(opened(session, actor, set_id), address, value, seen, is_removal=False)


def take_out(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session, actor: Actor, set_id: UUID, address: str, value: object, seen: object
) -> Any:
    """Like ``put`` for a whole of which something was taken away: it can be put back."""
    return _put(opened(session, actor, set_id), address, value, seen, is_removal=True)


def insert(  # noqa: PLR0913, PLR0917 - a change has this many facts
    session: Session,
    actor: Actor,
    set_id: UUID,
    list_address: str,
    row: Data | None = None,
    after: str | None = None,
    *,
    revision: int | None = None,
) -> str:
    """Add a part to a list (``sections``, ``sections.s1.items``, ``grades`` …) and return its address.

    It stands behind the part with the id ``after``, first with an empty one, last with None. ``revision`` is the one
    that the screen showed: the second click of a double one comes from the same screen and changes nothing.
    """

    def add(draft: OpenDraft) -> Edit:
        return editing.insert(draft.data, list_address, _parsed(draft, list_address, row or {}), after)

    click = click_of(revision, "insert", list_address, row, after)
    return _clicked(opened(session, actor, set_id), click, add, "criteria_set:part_added")


def duplicate(session: Session, actor: Actor, set_id: UUID, address: str, *, revision: int | None = None) -> str:
    """Add a copy of a part behind it and return its address; ``revision`` as for ``insert``."""

    def add(draft: OpenDraft) -> Edit:
        return editing.duplicate(draft.data, address)

    click = click_of(revision, "duplicate", address)
    return _clicked(opened(session, actor, set_id), click, add, "criteria_set:part_added")


def move(  # noqa: PLR0913 - a change has this many facts
    session: Session,
    actor: Actor,
    set_id: UUID,
    address: str,
    steps: int = 0,
    *,
    to: str | None = None,
    revision: int | None = None,
) -> str:
    """Move a part up (negative) or down among its neighbours, or an item to the section ``to``; return its address.

    ``revision`` as for ``insert``.
    """

    def change(draft: OpenDraft) -> Edit:
        return editing.move_to(draft.data, address, to) if to else editing.move(draft.data, address, steps)

    click = click_of(revision, "move", address, steps, to)
    return _clicked(opened(session, actor, set_id), click, change, "criteria_set:part_moved")


def remove(session: Session, actor: Actor, set_id: UUID, address: str, seen: Data) -> str:
    """Take a part out and say which; ``seen`` is the part as the screen showed it. It can be put back."""
    draft = opened(session, actor, set_id)
    found = place(draft.data, address)
    if found.row != seen:
        writer = last_writer(session, draft.row.id, found.address)
        raise Conflict(f"Phần này vừa được {writer} sửa nên chưa bỏ. Đồng chí xem lại rồi bỏ nếu vẫn cần.")
    name = called(draft.data, found.address)
    edit = editing.remove(draft.data, address)
    facts = {"change": "row", "address": edit.address, "label": name, "after": edit.after}
    draft.keep(edit.data, "criteria_set:part_removed", before=written(edit.before), **facts)
    return name


def replace(session: Session, actor: Actor, set_id: UUID, text: str, revision: int) -> None:
    """Put a file in the place of a draft whose ``revision`` the screen showed. It can be put back.

    The draft keeps its id and version. A draft that says the same already stays as it is. Raises InvalidForm when no draft can be made of the file, Conflict when
    the draft was changed meanwhile.
    """
    draft = opened(session, actor, set_id)
    data = plain.read(text) | {"id": draft.row.code, "version": draft.row.version}
    if data == draft.data:
        return
    if draft.row.revision != revision:
        raise Conflict("Bộ tiêu chí vừa được người khác sửa. Đồng chí xem lại nội dung mới rồi tải tệp lên lần nữa.")
    before = draft.row.body
    facts = {"change": "file", "label": "bản trước khi tải tệp lên", "before": before}
    draft.keep(data, "criteria_set:replaced", after=fingerprint(plain.text_of(data)), **facts)


def last_writer(session: Session, set_id: UUID, address: str) -> str:
    """Who changed what lies at or below an address last, and when."""
    entries = session.exec(
        select(AuditEntry, Account.display_name)
        .join(Account, col(Account.id) == AuditEntry.account_id)
        .where(AuditEntry.entity_id == str(set_id))
        .order_by(col(AuditEntry.sequence).desc())
        .limit(RECENT)
    )
    for entry, writer in entries:
        changed = str(entry.details.get("address", ""))
        if changed == address or changed.startswith(f"{address}."):
            return f"{writer} (lúc {local(entry.at):%H:%M})"
    return "người khác"


def _put(draft: OpenDraft, address: str, value: object, seen: object, *, is_removal: bool) -> Any:
    found = place(draft.data, address)
    field, before = found.field, found.kept
    new = field.parsed(value)
    if not _is_same(before, new):
        if seen != field.shown(before) and field.parsed(seen) != before:
            raise _conflict(draft, found, before)
        edit = editing.put(draft.data, address, new)
        _keep_put(draft, found, edit, new, is_removal=is_removal)
    return field.shown(new)


def _keep_put(draft: OpenDraft, found: Place, edit: Edit, new: Plain, *, is_removal: bool) -> None:
    label = called(draft.data, found.address, found.rest)
    facts = {"address": joined(found.address, found.rest), "label": label}
    facts |= {"before": _spelled(edit.before), "after": _spelled(new)}
    if edit.dropped:
        draft.keep(edit.data, "criteria_set:part_removed", change="method", dropped=written(edit.dropped), **facts)
    elif is_removal:
        draft.keep(edit.data, "criteria_set:part_removed", change="whole", **facts)
    else:
        draft.keep(edit.data, "criteria_set:written", **facts)


def _conflict(draft: OpenDraft, found: Place, before: Plain) -> Overtaken:
    address = joined(found.address, found.rest)
    writer = last_writer(draft.session, draft.row.id, address)
    return Overtaken(
        f"“{called(draft.data, found.address, found.rest)}” vừa được {writer} đổi thành {quoted(found.field, before)}.",
        field=address,
    )


def _clicked(draft: OpenDraft, click: str, change: Callable[[OpenDraft], Edit], action: str) -> str:
    if done := once(draft, click):
        return str(done["address"])
    edit = change(draft)
    facts = {"address": edit.address, "label": called(edit.data, edit.address)}
    draft.keep(edit.data, action, **facts, **({"click": click} if click else {}))
    return edit.address


def _parsed(draft: OpenDraft, list_address: str, row: Data) -> Data:
    """Every field of a new part as it is kept."""
    trial = editing.insert(draft.data, list_address, {"id": row.get("id")}, None)
    found = place(trial.data, trial.address)
    kept: Data = {"id": row["id"]} if "id" in row else {}
    for name in [name for name in row if name != "id"]:
        editing.set_field(kept, name, Place(found.part, found.row, found.address, name).field.parsed(row[name]))
    return kept


def _spelled(value: Plain) -> str:
    return written(value).removesuffix("...\n").strip()


def _is_same(before: Plain, new: Plain) -> bool:
    """Whether nothing changes; yes and 1 are two things here, though Python takes them for one."""
    return bool(before == new and str(before) == str(new))
