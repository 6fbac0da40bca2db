"""Reading criteria sets: the list of them, one to read, one to work on, two beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Account, AuditEntry, CriteriaSet, CriteriaState, SubjectKind, Unit, UnitEra
from services import scoring
from services.access import Actor, Permission, below, within_reach
from services.clock import local
from services.criteria import plain
from services.criteria.addresses import Data
from services.criteria.checking import AcceptedRow, accepted
from services.criteria.drafts import OPEN
from services.criteria.examining import Examined, examined
from services.criteria.figures import offered
from services.criteria.keeping import publishing_refusal
from services.criteria.kinds import above, name_of, subject_of
from services.criteria.undoing import last_removal
from services.errors import NotFound
from services.metrics import METRICS
from services.scoring import Difference, Metrics
from services.vietnamese import day, sort_key

MEETING_QUALITY = "meeting_quality"
OUT = (CriteriaState.PUBLISHED, CriteriaState.RETIRED)


@dataclass(frozen=True)
class SetRow:
    """One version of one set, as a list shows it."""

    set_id: UUID
    code: str
    version: int
    kind: str
    kind_name: str
    title: str
    issuer: str
    document_number: str
    document_date: date | None
    valid_from: date
    valid_to: date | None
    unit_id: UUID
    unit_name: str
    state: CriteriaState
    retired_reason: str
    is_kept_here: bool
    """Whether the actor may work on it: it lies in reach, and their role keeps sets."""

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state in OPEN


@dataclass(frozen=True)
class SetView:
    """A set to read: its form where it is one, and the warnings that were accepted."""

    row: SetRow
    examined: Examined
    accepted: dict[str, AcceptedRow]


@dataclass(frozen=True)
class DraftRow(SetView):
    """A set to work on. ``remarks`` are told, ``undoable`` is what would be put back next, empty for nothing."""

    revision: int
    changed_at: datetime | None
    subject: SubjectKind | None
    remarks: tuple[str, ...]
    undoable: str
    reopened: str
    """Why a set that had been checked is a draft again; empty where it is not."""
    publishing_refusal: str
    """Why the actor may not publish it; empty: they may."""
    month_grades: Mapping[str, str]
    """The grades that meetings get (id → label) by the sets that the actor can read: what months can be counted by."""

    @property
    def figures(self) -> Metrics:
        """The figures that its conditions may look at."""
        return offered(self.subject, self.month_grades)

    @property
    def data(self) -> Data:
        """The plain data; shared, so nobody changes it."""
        return self.examined.data


@dataclass(frozen=True)
class Comparison:
    """Two sets and everything in which they differ; None: one of them is no form yet.

    ``unfinished`` are those that are none, with what each of them lacks.
    """

    old: SetRow
    new: SetRow
    differences: tuple[Difference, ...] | None
    unfinished: tuple[SetView, ...] = ()


@dataclass(frozen=True)
class UploadRow:
    """What a file would make of a draft: what is wrong in it, and what it changes where both are forms."""

    examined: Examined
    differences: tuple[Difference, ...] | None


def readable(actor: Actor) -> sa.ColumnElement[bool]:
    """The sets that the actor may read: what is out in reach and above it, and drafts in reach for those who keep them."""
    is_out = col(CriteriaSet.state).in_(OUT)
    is_above = col(CriteriaSet.unit_id).in_(select(Unit.id).where(col(Unit.path).in_(above(actor.unit_path))))
    in_reach = within_reach(actor, CriteriaSet.unit_id)
    if not actor.may(Permission.CRITERIA_WRITE):
        in_reach = sa.and_(in_reach, is_out)
    return sa.or_(in_reach, sa.and_(is_out, is_above))


def sets(session: Session, actor: Actor) -> list[SetRow]:
    """Every set that the actor may read: by kind, then by unit and title, the newest version first."""
    rows = _set_rows(session, actor, readable(actor))
    return sorted(rows, key=lambda row: (sort_key(row.kind_name), sort_key(row.unit_name), row.code, -row.version))


def view(session: Session, actor: Actor, set_id: UUID) -> SetView:
    """One set to read; NotFound where the actor may not."""
    [row], stored = _one(session, actor, set_id)
    found = examined(stored.body, subject_of(session, stored.kind))
    return SetView(row, found, accepted(session, set_id))


def draft(session: Session, actor: Actor, set_id: UUID) -> DraftRow:
    """One set to work on. Raises NotFound out of reach, NotAllowed for those who keep no sets."""
    [row], stored = _one(session, actor, set_id, within_reach(actor, CriteriaSet.unit_id))
    actor.require(Permission.CRITERIA_WRITE)
    subject = subject_of(session, stored.kind)
    removal = last_removal(session, set_id) if row.is_open else None
    return DraftRow(
        row=row,
        examined=examined(stored.body, subject),
        accepted=accepted(session, set_id),
        revision=stored.revision,
        changed_at=stored.changed_at,
        subject=subject,
        remarks=_overlaps(session, stored),
        undoable=str(removal.details["label"]) if removal else "",
        reopened=_reopened(session, stored) if stored.state is CriteriaState.DRAFT else "",
        publishing_refusal=publishing_refusal(actor, stored.kind),
        month_grades=_month_grades(session, actor),
    )


def _month_grades(session: Session, actor: Actor) -> dict[str, str]:
    """Newest sets first, so that their words win."""
    query = (
        select(CriteriaSet.body)
        .join(Unit, col(Unit.id) == CriteriaSet.unit_id)
        .where(readable(actor), CriteriaSet.kind == MEETING_QUALITY, col(CriteriaSet.state).in_(OUT))
        .order_by(col(CriteriaSet.valid_from).desc(), col(CriteriaSet.version).desc())
    )
    grades: dict[str, str] = {}
    for body in session.exec(query):
        for grade in scoring.load(body).grades:
            grades.setdefault(grade.id, grade.label)
    return grades


def text(session: Session, actor: Actor, set_id: UUID) -> tuple[SetRow, str]:
    """A set as the text of its file."""
    [row], stored = _one(session, actor, set_id)
    return row, stored.body


def compared(session: Session, actor: Actor, old_id: UUID, new_id: UUID) -> Comparison:
    """Two sets beside each other; NotFound where one may not be read."""
    old, new = view(session, actor, old_id), view(session, actor, new_id)
    unfinished = tuple(one for one in (old, new) if one.examined.form is None)
    return Comparison(old.row, new.row, _differences(old.examined, new.examined), unfinished)


def upload(session: Session, actor: Actor, set_id: UUID, file_text: str) -> UploadRow:
    """What a file would make of a draft, without doing it. Raises InvalidForm when no draft can be made of it."""
    standing = draft(session, actor, set_id)
    data = plain.read(file_text) | {"id": standing.row.code, "version": standing.row.version}
    found = examined(plain.text_of(data), standing.subject)
    return UploadRow(found, _differences(standing.examined, found))


def _differences(old: Examined, new: Examined) -> tuple[Difference, ...] | None:
    if old.form is None or new.form is None:
        return None
    return scoring.differences(old.form, new.form, METRICS)


def _one(
    session: Session, actor: Actor, set_id: UUID, *conditions: sa.ColumnElement[bool]
) -> tuple[list[SetRow], CriteriaSet]:
    rows = _set_rows(session, actor, col(CriteriaSet.id) == set_id, *(conditions or (readable(actor),)))
    if not rows:
        raise NotFound
    return rows, session.get_one(CriteriaSet, set_id)


def _set_rows(session: Session, actor: Actor, *conditions: sa.ColumnElement[bool]) -> list[SetRow]:
    is_today = sa.and_(col(UnitEra.unit_id) == col(CriteriaSet.unit_id), col(UnitEra.ends_on).is_(None))
    keeps = sa.case((below(actor.unit_path), True), else_=False)
    query = (
        select(CriteriaSet, UnitEra.name, keeps)
        .join(Unit, col(Unit.id) == CriteriaSet.unit_id)
        .join(UnitEra, is_today, isouter=True)
        .where(*conditions)
    )
    found: Sequence[tuple[CriteriaSet, str | None, bool]] = session.exec(query).all()
    names = {kind: name_of(session, kind) for kind in {row.kind for row, _, _ in found}}
    may_keep = actor.may(Permission.CRITERIA_WRITE)
    return [
        _set_row(row, names[row.kind], unit_name or "", is_kept_here=is_in and may_keep)
        for row, unit_name, is_in in found
    ]


def _set_row(row: CriteriaSet, kind_name: str, unit_name: str, *, is_kept_here: bool) -> SetRow:
    return SetRow(
        set_id=row.id,
        code=row.code,
        version=row.version,
        kind=row.kind,
        kind_name=kind_name,
        title=row.title,
        issuer=row.issuer,
        document_number=row.document_number,
        document_date=row.document_date,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        unit_id=row.unit_id,
        unit_name=unit_name,
        state=row.state,
        retired_reason=row.retired_reason,
        is_kept_here=is_kept_here,
    )


def _overlaps(session: Session, row: CriteriaSet) -> tuple[str, ...]:
    """Other versions of the same set that hold while this one does: the one that begins last is used."""
    later = sa.or_(col(CriteriaSet.valid_to).is_(None), col(CriteriaSet.valid_to) > row.valid_from)
    query = (
        select(CriteriaSet)
        .where(CriteriaSet.code == row.code, CriteriaSet.id != row.id, later)
        .where(CriteriaSet.state == CriteriaState.PUBLISHED)
        .order_by(col(CriteriaSet.version))
    )
    others = [other for other in session.exec(query) if row.valid_to is None or other.valid_from < row.valid_to]
    return tuple(_overlap(row, other) for other in others)


def _overlap(row: CriteriaSet, other: CriteriaSet) -> str:
    span = f"từ {day(other.valid_from)}" + (f" đến trước {day(other.valid_to)}" if other.valid_to else ", chưa hết hạn")
    newer = (row.valid_from, row.version) > (other.valid_from, other.version)
    used = f"bản {row.version} này" if newer else f"phiên bản {other.version}"
    starts = max(row.valid_from, other.valid_from)
    return f"Phiên bản {other.version} đang có hiệu lực {span}; trùng thời gian từ {day(starts)} thì {used} được dùng."


def _reopened(session: Session, row: CriteriaSet) -> str:
    """Said where nothing was checked since a change took the check away."""
    actions = ("criteria_set:reopened", "criteria_set:checked")
    query = (
        select(AuditEntry, Account.display_name)
        .join(Account, col(Account.id) == AuditEntry.account_id)
        .where(AuditEntry.entity_id == str(row.id), col(AuditEntry.action).in_(actions))
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    )
    found = session.exec(query).one_or_none()
    if found is None or found[0].action != "criteria_set:reopened":
        return ""
    at = local(found[0].at)
    return f"Bộ này đã kiểm tra, nhưng {found[1]} sửa lúc {at:%H:%M} ngày {day(at.date())} nên phải kiểm tra lại."
