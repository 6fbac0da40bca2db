"""The states of the board as letters, colours and words: a letter tells in grey what a colour tells in the open."""

from dataclasses import dataclass

from services.boards import BoardState, Counts
from services.vietnamese import number


@dataclass(frozen=True)
class Shown:
    """A state on the screen. An exclamation mark: late or overdue."""

    letter: str
    colour: str
    words: str


SHOWN = {
    BoardState.NOT_EXPECTED: Shown("", "gray", ""),
    BoardState.EXEMPT: Shown("M", "gray", "Được miễn"),
    BoardState.NOT_DUE: Shown("–", "gray", "Chưa đến hạn"),
    BoardState.MISSING: Shown("–!", "red", "Chưa nhập, quá hạn"),
    BoardState.DRAFT: Shown("G", "gray", "Đang nhập"),
    BoardState.DRAFT_OVERDUE: Shown("G!", "red", "Đang nhập, quá hạn"),
    BoardState.RETURNED: Shown("T", "violet", "Trả lại để sửa"),
    BoardState.RETURNED_OVERDUE: Shown("T!", "red", "Trả lại để sửa, quá hạn"),
    BoardState.SUBMITTED: Shown("N", "blue", "Đã nộp"),
    BoardState.SUBMITTED_LATE: Shown("N!", "orange", "Nộp muộn"),
    BoardState.APPROVED: Shown("D", "green", "Đã duyệt"),
    BoardState.APPROVED_LATE: Shown("D!", "orange", "Đã duyệt, nộp muộn"),
}
LEGEND = (
    "D: đã duyệt · N: đã nộp · T: trả lại để sửa · G: đang nhập · –: chưa nhập · M: được miễn · "
    "dấu !: nộp muộn hoặc quá hạn · ô trống: không phải nộp."
)


def letter(state: BoardState) -> str:
    """A state as a coloured letter, in Markdown."""
    shown = SHOWN[state]
    return f":{shown.colour}-badge[{shown.letter}]" if shown.letter else ""


def words(state: BoardState) -> str:
    """A state in coloured words, in Markdown."""
    shown = SHOWN[state]
    return f":{shown.colour}-badge[{shown.words}]" if shown.letter else ""


def counts(found: Counts) -> str:
    """How many records are in and how many are missing, in coloured words, in Markdown; zeros are left out."""
    parts = [
        f"**{number(found.received)}/{number(found.expected)}** đã nộp",
        f":orange-badge[{number(found.late)} nộp muộn]" if found.late else "",
        f":red-badge[{number(found.missing)} quá hạn]" if found.missing else "",
        f":gray-badge[{number(found.waiting)} chưa nộp, còn hạn]" if found.waiting else "",
        f":gray-badge[{number(found.exempt)} được miễn]" if found.exempt else "",
    ]
    return " ".join(filter(None, parts))
