"""The check of a draft: what is to be mended, and the warnings that somebody takes upon themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models import AcceptedWarning, Account, CriteriaSet, CriteriaState
from services import audit
from services.access import Actor
from services.clock import now
from services.criteria.drafts import OPEN, opened
from services.criteria.examining import Examined, FindingRow, examined
from services.criteria.kinds import require_usable, subject_of
from services.errors import Conflict, Invalid, NotFound
from services.vietnamese import clean

LONGEST_REASON = 500
OPERATOR = "Người vận hành"
"""Who works at the command line, where a person with an account would be named."""


@dataclass(frozen=True)
class AcceptedRow:
    """A warning that was accepted: why, by whom and when."""

    fingerprint: str
    reason: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True)
class CheckRow:
    """What the check came to. ``open_warnings`` are those that nobody has accepted."""

    is_checked: bool
    examined: Examined
    open_warnings: tuple[FindingRow, ...]


def check(session: Session, actor: Actor, set_id: UUID) -> CheckRow:
    """Check a draft. Without faults and errors, and with every warning accepted, it may be published from now on.

    Raises Conflict for a kind of assessment that is not used in its unit.
    """
    draft = opened(session, actor, set_id)
    require_usable(session, draft.row.kind, draft.row.unit_id)
    found = examined(draft.row.body, subject_of(session, draft.row.kind))
    unaccepted = still_open(found, accepted(session, set_id))
    is_sound = found.form is not None and not found.errors and not unaccepted
    if is_sound and draft.row.state is CriteriaState.DRAFT:
        draft.row.state = CriteriaState.CHECKED
        session.flush()
        draft.note("criteria_set:checked", revision=draft.row.revision)
    return CheckRow(is_sound, found, unaccepted)


def accept_warning(session: Session, actor: Actor, set_id: UUID, fingerprint: str, reason: str) -> None:
    """Take a warning of the check upon oneself. Accepted once, it stays accepted with its first reason.

    Raises Invalid without a reason, Conflict when the check does not find this warning any more.
    """
    draft = opened(session, actor, set_id)
    found = examined(draft.row.body, subject_of(session, draft.row.kind))
    warning = next((row for row in found.warnings if row.finding.fingerprint == fingerprint), None)
    if warning is None:
        raise Conflict("Cảnh báo này không còn trong kết quả kiểm tra. Đồng chí xem lại kết quả mới.")
    if fingerprint in accepted(session, set_id):
        return
    _accept(session, actor, draft.row, warning, _reason(reason))


def answer_for_warnings(session: Session, actor: None, set_id: UUID, reason: str) -> None:
    """The operator takes every open warning of a draft upon themselves; having no account, they are told by that.

    Raises Invalid for a reason that is none. A set without open warnings, or one with errors, stays as it is:
    ``publish`` has the last word.
    """
    row = session.get(CriteriaSet, set_id)
    if row is None:
        raise NotFound
    found = examined(row.body, subject_of(session, row.kind))
    warnings = still_open(found, accepted(session, set_id))
    if row.state not in OPEN or found.errors or not warnings:
        return
    words = _reason(reason)
    for warning in warnings:
        _accept(session, actor, row, warning, words)


def _accept(session: Session, actor: Actor | None, row: CriteriaSet, warning: FindingRow, reason: str) -> None:
    fingerprint = warning.finding.fingerprint
    kept = AcceptedWarning(
        criteria_set_id=row.id,
        fingerprint=fingerprint,
        reason=reason,
        accepted_at=now(),
        accepted_by=actor.account_id if actor else None,
    )
    session.add(kept)
    session.flush()
    facts = {"fingerprint": fingerprint, "warning": warning.finding.sentence, "reason": reason}
    audit.record(session, actor, "criteria_set:warning_accepted", row, entity_id=row.id, unit_id=row.unit_id, **facts)


def accepted(session: Session, set_id: UUID) -> dict[str, AcceptedRow]:
    """The warnings that were accepted, by their fingerprint, the first accepted first. The caller has checked reach."""
    query = (
        select(AcceptedWarning, Account.display_name)
        .join(Account, col(Account.id) == AcceptedWarning.accepted_by, isouter=True)
        .where(AcceptedWarning.criteria_set_id == set_id)
        .order_by(col(AcceptedWarning.accepted_at), col(AcceptedWarning.fingerprint))
    )
    found: Sequence[tuple[AcceptedWarning, str | None]] = session.exec(query).all()
    return {
        row.fingerprint: AcceptedRow(row.fingerprint, row.reason, name or OPERATOR, row.accepted_at)
        for row, name in found
    }


def still_open(found: Examined, known: dict[str, AcceptedRow]) -> tuple[FindingRow, ...]:
    """The warnings that nobody has accepted."""
    return tuple(row for row in found.warnings if row.finding.fingerprint not in known)


def _reason(reason: str) -> str:
    words = clean(reason)
    if not words:
        raise Invalid("Đồng chí ghi lý do chấp nhận cảnh báo.", field="reason")
    if len(words) > LONGEST_REASON:
        raise Invalid(f"Lý do dài {len(words)} ký tự, tối đa là {LONGEST_REASON}.", field="reason")
    return words
