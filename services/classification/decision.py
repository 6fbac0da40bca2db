"""The decision itself: number, day, authority, and why the exceptional ratio was used. Pure, apart from the clock."""

from dataclasses import dataclass
from datetime import date

from services.clock import today
from services.errors import Invalid
from services.vietnamese import clean, clean_lines, day, number

LONGEST_NUMBER, LONGEST_AUTHORITY, LONGEST_REASON = 80, 200, 1000
SHORTEST_REASON = 10
"""Letters of a written reason: fewer are none."""


@dataclass(frozen=True)
class DecisionDraft:
    """What a person wrote about a decision."""

    number: str
    decided_on: date | None
    authority: str
    exception_reason: str = ""


@dataclass(frozen=True)
class Decision:
    """A decision that can be: nothing is missing."""

    number: str
    decided_on: date
    authority: str
    exception_reason: str = ""


def checked(draft: DecisionDraft, year: int) -> Decision:
    """The decision; Invalid with the first thing that is missing or cannot be."""
    decided_on = draft.decided_on
    if decided_on is None:
        raise Invalid("Đồng chí chọn ngày của quyết định.", field="decided_on")
    if not date(year, 1, 1) <= decided_on <= today():
        raise Invalid(f"Ngày quyết định phải từ 01/01/{year} đến hôm nay ({day(today())}).", field="decided_on")
    return Decision(
        number=_line(draft.number, LONGEST_NUMBER, "số quyết định", "number"),
        decided_on=decided_on,
        authority=_line(draft.authority, LONGEST_AUTHORITY, "cơ quan ra quyết định", "authority"),
        exception_reason=reason(draft.exception_reason, "exception_reason") if draft.exception_reason.strip() else "",
    )


def reason(text: str, field: str) -> str:
    """A written reason; Invalid when there is none, or too little of one."""
    written = clean_lines(text)
    if len(written) < SHORTEST_REASON:
        raise Invalid(f"Đồng chí ghi rõ lý do, ít nhất {SHORTEST_REASON} ký tự.", field=field)
    if len(written) > LONGEST_REASON:
        raise Invalid(f"Lý do dài {number(len(written))} ký tự, tối đa là {number(LONGEST_REASON)}.", field=field)
    return written


def _line(text: str, longest: int, what: str, field: str) -> str:
    written = clean(text)
    if not written or len(written) > longest:
        raise Invalid(f"Đồng chí ghi {what}, tối đa {longest} ký tự.", field=field)
    return written
