"""What is to be done about records of meetings: entering them, following them, reading and grading them."""

from datetime import date

from sqlmodel import Session

from models import ExpectedKind, Role
from services import approvals, boards, months
from services.access import Actor, Permission
from services.agenda.rows import Duty, DutyKind, Standing, shares
from services.boards import Board, BoardRow, BoardState
from services.clock import today
from services.periods import dues
from services.vietnamese import month as written
from services.vietnamese import number


def followed(session: Session, actor: Actor) -> tuple[Standing | None, list[Duty]]:
    """The records of last month and this one, for those who look after many cells. Four statements."""
    this = months.month_of(today())
    last = months.after(this, -1)
    board = boards.board(session, actor, actor.unit_id, last, this)
    places = {column.starts_on: place for place, column in enumerate(board.columns)}
    standing = Standing(last, board.columns[places[last]].due_on, board.counts_of(places[last]))
    return standing, [duty for month, place in places.items() for duty in _open(actor, board, month, place)]


def own(session: Session, actor: Actor) -> list[Duty]:
    """The records of last month and this one, for a cell: by its own day, more time included. Five statements."""
    this = months.month_of(today())
    last = months.after(this, -1)
    board = boards.board(session, actor, actor.unit_id, last, this)
    frozen = dues.frozen(session, actor.unit_path, ExpectedKind.REGULAR_MEETING, last, this)
    return [
        _own(row, column.starts_on, row.state(place), frozen.due_on(row.unit_id, column.starts_on, column.due_on))
        for row in board.rows
        for place, column in enumerate(board.columns)
        if row.state(place) in boards.OPEN
    ]


def to_review(session: Session, actor: Actor) -> list[Duty]:
    """The records that wait to be read. One statement."""
    count = approvals.count(session, actor) if actor.may(Permission.MEETINGS_REVIEW) else 0
    sentence = f"{number(count)} biên bản sinh hoạt đang chờ đồng chí duyệt."
    return [Duty(DutyKind.REVIEW_RECORDS, sentence, None)] if count else []


def to_grade(month: date, count: int) -> Duty:
    """Self-assessments of meetings that wait for the superior."""
    sentence = f"{number(count)} bản chấm chất lượng sinh hoạt tháng {written(month)} đang chờ đánh giá."
    return Duty(DutyKind.REVIEW_QUALITY, sentence, None, month=month)


def _open(actor: Actor, board: Board, month: date, place: int) -> list[Duty]:
    """What is not handed in of one month; nothing where all is."""
    rows = [row for row in board.rows if row.state(place) in boards.OPEN]
    if not rows:
        return []
    drafts = sum(row.state(place) in boards.BEGUN for row in rows)
    begun = f" ({number(drafts)} đang nhập dở)" if drafts else ""
    share = f"{number(len(rows))}/{number(board.counts_of(place).expected)}"
    return [
        Duty(
            DutyKind.ENTER_MEETING if actor.role is Role.COMMUNE_OFFICER else DutyKind.FOLLOW_MEETINGS,
            f"Còn {share} chi bộ chưa nộp biên bản sinh hoạt tháng {written(month)}{begun}.",
            board.columns[place].due_on,
            month=month,
            drafts=drafts,
            shares=shares([row.commune_name for row in rows]),
        )
    ]


def _own(row: BoardRow, month: date, state: BoardState, due_on: date) -> Duty:
    sentence = f"Chi bộ chưa nhập biên bản sinh hoạt tháng {written(month)}."
    if state in boards.BEGUN:
        sentence = f"Biên bản sinh hoạt tháng {written(month)} đang nhập dở, chưa nộp."
    if state in {BoardState.RETURNED, BoardState.RETURNED_OVERDUE}:
        sentence = f"Biên bản sinh hoạt tháng {written(month)} được trả lại để sửa, chưa nộp lại."
    return Duty(DutyKind.ENTER_MEETING, sentence, due_on, cell_id=row.unit_id, month=month)
