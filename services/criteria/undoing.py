"""Putting back what was taken out of a draft, the last first: the audit trail is the stack."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import AuditEntry
from services.access import Actor
from services.criteria import editing, plain
from services.criteria.addresses import Data, joined, place
from services.criteria.drafts import OpenDraft, opened
from services.errors import Conflict
from services.scoring.file_format import plain_data

TAKEN_OUT = ("criteria_set:part_removed", "criteria_set:replaced")
PUT_BACK = "criteria_set:part_restored"
REMEMBERED = 200
"""Entries that are looked through."""


def undo(session: Session, actor: Actor, set_id: UUID, *, revision: int | None = None) -> str:
    """Put back what was taken out last and is not back yet; say what it was.

    ``revision`` is the one that the screen showed: the second click of a double one changes nothing. Raises Conflict
    when nothing is left, when what stands in its place was changed meanwhile, or when something else would be put
    back than the screen showed.
    """
    draft, click = opened(session, actor, set_id), click_of(revision, "undo")
    if done := once(draft, click):
        return str(done["label"])
    if revision is not None and _newest(session, set_id) > revision:
        raise Conflict("Vừa có người bỏ hoặc đưa trở lại phần khác. Đồng chí xem lại rồi hoàn tác nếu vẫn cần.")
    entry = last_removal(session, set_id)
    if entry is None:
        raise Conflict("Không còn gì để hoàn tác.")
    details = entry.details
    data, address = _WAYS[details["change"]](draft, details)
    facts = {"of": entry.sequence, "address": address, "label": details["label"]}
    draft.keep(data, PUT_BACK, **facts, **({"click": click} if click else {}))
    return str(details["label"])


def click_of(revision: int | None, *asked: object) -> str:
    """What tells a click from any other: the revision that was on the screen, and what was asked for.

    Empty where no screen says what it showed.
    """
    return "" if revision is None else f"{revision}:{fingerprint(repr(asked))[:16]}"


def once(draft: OpenDraft, click: str) -> dict[str, Any] | None:
    """What the same click of the same person has led to already; None where it is the first."""
    if click.partition(":")[0] in {"", str(draft.row.revision)}:
        return None
    query = (
        select(AuditEntry)
        .where(AuditEntry.entity_id == str(draft.row.id), AuditEntry.account_id == draft.actor.account_id)
        .order_by(col(AuditEntry.sequence).desc())
        .limit(REMEMBERED)
    )
    return next((entry.details for entry in draft.session.exec(query) if entry.details.get("click") == click), None)


def _newest(session: Session, set_id: UUID) -> int:
    """The revision with which something was last taken out or put back; 0 where nothing was."""
    entry = session.exec(_removals(set_id).limit(1)).first()
    return int(entry.details["revision"]) if entry else 0


def _removals(set_id: UUID) -> SelectOfScalar[AuditEntry]:
    return (
        select(AuditEntry)
        .where(AuditEntry.entity_id == str(set_id), col(AuditEntry.action).in_((*TAKEN_OUT, PUT_BACK)))
        .order_by(col(AuditEntry.sequence).desc())
    )


def last_removal(session: Session, set_id: UUID) -> AuditEntry | None:
    """The entry of what would be put back next."""
    is_back: set[int] = set()
    for entry in session.exec(_removals(set_id).limit(REMEMBERED)):
        if entry.action == PUT_BACK:
            is_back.add(entry.details["of"])
        elif entry.sequence not in is_back:
            return entry
    return None


def fingerprint(text: str) -> str:
    """What tells one text of a draft from any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def _row(draft: OpenDraft, details: dict[str, Any]) -> tuple[Data, str]:
    list_address = details["address"].rpartition(".")[0]
    edit = editing.reinsert(draft.data, list_address, _data(details["before"]), details["after"])
    return edit.data, edit.address


def _whole(draft: OpenDraft, details: dict[str, Any]) -> tuple[Data, str]:
    address = details["address"]
    if place(draft.data, address).kept != plain_data(details["after"]):
        raise Conflict(f"“{details['label']}” đã được sửa tiếp sau khi bỏ nên không hoàn tác được; đồng chí nhập lại.")
    return editing.put(draft.data, address, plain_data(details["before"])).data, address


def _method(draft: OpenDraft, details: dict[str, Any]) -> tuple[Data, str]:
    address = details["address"]
    found = place(draft.data, address)
    row = editing.reworded(found.row, str(plain_data(details["before"])), _data(details["dropped"]))
    return editing.exchanged(draft.data, found.address, row).data, joined(found.address, "method")


def _file(draft: OpenDraft, details: dict[str, Any]) -> tuple[Data, str]:
    if fingerprint(draft.row.body) != details["after"]:
        raise Conflict(
            "Sau khi tải tệp lên đã có sửa đổi khác nên không hoàn tác được việc tải tệp. "
            "Bản trước khi tải vẫn nằm trong nhật ký."
        )
    return plain.read(details["before"]), ""


_WAYS: dict[str, Callable[[OpenDraft, dict[str, Any]], tuple[Data, str]]] = {
    "row": _row,
    "whole": _whole,
    "method": _method,
    "file": _file,
}


def _data(text: str) -> Data:
    data: Data = plain_data(text)  # type: ignore[assignment]
    return data
