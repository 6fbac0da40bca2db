"""A four-good year as tables for a file: the board, and the decisions with their units."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from services import units
from services.access import Actor
from services.assessments import STATE_NAMES
from services.clock import local, today
from services.errors import NotFound
from services.four_good.boards import board
from services.four_good.kinds import KIND_NAMES, UNIT_WORDS
from services.four_good.rows import Board, BoardRow
from services.tables import Column, Kind, Table
from services.vietnamese import day


@dataclass(frozen=True)
class DecisionRow:
    """One decision with the units that it recognises."""

    number: str
    decided_on: date
    authority: str
    rows: tuple[BoardRow, ...]


def decisions(found: Board) -> list[DecisionRow]:
    """The decisions of a year, the newest first, each with its units in their order."""
    by_decision: dict[tuple[date, str, str], list[BoardRow]] = {}
    for row in found.rows:
        if row.recognition:
            key = row.recognition.decided_on, row.recognition.decision_number, row.recognition.authority
            by_decision.setdefault(key, []).append(row)
    keys = sorted(by_decision, key=lambda key: (-key[0].toordinal(), *key[1:]))
    return [
        DecisionRow(number, on, authority, tuple(by_decision[on, number, authority])) for on, number, authority in keys
    ]


def board_table(session: Session, actor: Actor, unit_id: UUID, kind: str, year: int) -> Table:
    """The board of a year, a line a unit; NotFound for a kind or year that is none, and out of reach."""
    found = _found(session, actor, unit_id, kind, year)
    columns = (
        Column("Đảng bộ", Kind.TEXT, 28),
        Column(UNIT_WORDS[kind].capitalize(), Kind.TEXT, 28),
        Column("Ngày đăng ký", Kind.DATE, 12),
        Column("Đăng ký muộn", Kind.TEXT, 10),
        Column("Tự kiểm tra đã nộp", Kind.INTEGER, 10),
        Column("Tự kiểm tra phải nộp", Kind.INTEGER, 10),
        Column("Tự chấm", Kind.TEXT, 16),
        Column("Ngày nộp", Kind.DATE, 12),
        Column("Điểm", Kind.POINTS, 8),
        Column("Mức", Kind.TEXT, 12),
        Column("Quyết định công nhận", Kind.TEXT, 18),
        Column("Ngày quyết định", Kind.DATE, 12),
        Column("Khen thưởng", Kind.TEXT, 16),
        Column("Ngày thu hồi", Kind.DATE, 12),
    )
    title, notes = _head(session, actor, "Theo dõi", found, unit_id)
    return Table(title, notes, columns, tuple(_board_line(row) for row in found.rows))


def decisions_table(session: Session, actor: Actor, unit_id: UUID, kind: str, year: int) -> Table:
    """The decisions of a year, a line a unit; NotFound for a kind or year that is none, and out of reach."""
    found = _found(session, actor, unit_id, kind, year)
    columns = (
        Column("Số quyết định", Kind.TEXT, 16),
        Column("Ngày", Kind.DATE, 12),
        Column("Cơ quan ban hành", Kind.TEXT, 28),
        Column("Đảng bộ", Kind.TEXT, 28),
        Column(UNIT_WORDS[kind].capitalize(), Kind.TEXT, 28),
        Column("Mức", Kind.TEXT, 12),
        Column("Khen thưởng", Kind.TEXT, 16),
        Column("Quyết định khen thưởng", Kind.TEXT, 16),
        Column("Ngày khen thưởng", Kind.DATE, 12),
        Column("Ngày thu hồi", Kind.DATE, 12),
        Column("Quyết định thu hồi", Kind.TEXT, 16),
        Column("Lý do thu hồi", Kind.TEXT, 30),
    )
    title, notes = _head(session, actor, "Quyết định công nhận", found, unit_id)
    lines = tuple(line for decision in decisions(found) for line in _decision_lines(decision))
    return Table(title, notes, columns, lines)


def _found(session: Session, actor: Actor, unit_id: UUID, kind: str, year: int) -> Board:
    if kind not in KIND_NAMES or not 1 < year <= today().year + 1:
        raise NotFound
    return board(session, actor, unit_id, kind, year)


def _head(session: Session, actor: Actor, what: str, found: Board, unit_id: UUID) -> tuple[str, tuple[str, ...]]:
    name = units.unit(session, actor, unit_id).name
    return f"{what} “{KIND_NAMES[found.kind].lower()}” năm {found.year}", (f"{name}, tính đến ngày {day(today())}.",)


def _board_line(row: BoardRow) -> tuple[object, ...]:
    done, of = row.checked(today())
    decision = row.recognition
    return (
        row.group_name,
        row.name,
        row.registered_on,
        "X" if row.is_registered_late else "",
        done if row.checks else None,
        of if row.checks else None,
        STATE_NAMES[row.state],
        local(row.submitted_at).date() if row.submitted_at else None,
        row.total,
        row.grade,
        decision.decision_number if decision else "",
        decision.decided_on if decision else None,
        decision.reward if decision else "",
        decision.revoked_on if decision else None,
    )


def _decision_lines(decision: DecisionRow) -> Iterable[tuple[object, ...]]:
    for row in decision.rows:
        found = row.recognition
        if found:
            yield (
                *(decision.number, decision.decided_on, decision.authority, row.group_name, row.name, row.grade),
                *(found.reward, found.reward_decision_number, found.rewarded_on),
                *(found.revoked_on, found.revocation_decision_number, found.revocation_reason),
            )
