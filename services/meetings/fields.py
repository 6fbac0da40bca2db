"""The fields of a meeting's record: what each may hold. Whatever a browser sends arrives here first.

Values seen in a callback are not validated by the framework, so a wrong type is refused with a sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from models import TargetOutcome, TaskOutcome
from services.errors import Invalid
from services.meetings import amounts
from services.meetings.rows import Value
from services.meetings.words import FIELDS
from services.vietnamese import clean, clean_lines, number

LINE = 300
NOTE = 500
GIST = 2_000
POINT = 500
TEXT = 20_000


@dataclass(frozen=True)
class FieldName:
    """A field's name taken apart: ``reason:<member id>`` is the ``reason`` of that member."""

    whole: str
    kind: str
    subject: UUID | None

    @property
    def label(self) -> str:
        """What the screen calls it."""
        return FIELDS[self.kind]


def named(whole: str) -> FieldName:
    """The field of that name; raises Invalid when there is none."""
    kind, _, subject = whole.partition(":")
    about_one = kind in ABOUT_ONE
    if kind not in FIELDS or bool(subject) is not about_one:
        raise _unknown(whole)
    return FieldName(whole, kind, _id(whole, subject) if about_one else None)


def parsed(name: FieldName, value: object) -> Value:
    """The value as it is stored and compared; raises Invalid when it is not of the field's kind."""
    return _PARSERS[name.kind](name, value)


def _day(name: FieldName, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise _wrong(name, "phải là một ngày, ví dụ 05/11/2026")


def _time(name: FieldName, value: object) -> time | None:
    if value is None:
        return None
    if isinstance(value, time):
        return time(value.hour, value.minute)
    raise _wrong(name, "phải là giờ và phút, ví dụ 14:30")


def _text(longest: int, tidy: Callable[[str], str]) -> Callable[[FieldName, object], str]:
    def text(name: FieldName, value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str) or not _is_writable(value):
            raise _wrong(name, "phải là chữ")
        tidied = tidy(value)
        if len(tidied) > longest:
            raise _wrong(name, f"dài {number(len(tidied))} ký tự, tối đa là {number(longest)}")
        return tidied

    return text


def _is_writable(text: str) -> bool:
    """Half of a surrogate pair is a letter to Python and nothing to a database."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _member(name: FieldName, value: object) -> UUID | None:
    return None if value is None else _id(name.whole, value)


def _members(name: FieldName, value: object) -> frozenset[UUID]:
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        raise _wrong(name, "phải là danh sách đảng viên")
    return frozenset(_id(name.whole, item) for item in value)


def _one_of(options: type[TaskOutcome | TargetOutcome]) -> Callable[[FieldName, object], Value]:
    def one(name: FieldName, value: object) -> Value:
        if value is None:
            return None
        try:
            return options(str(value))
        except ValueError:
            raise _wrong(name, "phải là một trong các kết quả đã nêu") from None

    return one


def _switch(name: FieldName, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(name, "phải là có hoặc không")


def _amount(name: FieldName, value: object) -> Decimal | None:
    if value is None or isinstance(value, str):
        return amounts.amount(value or "", field=name.whole)
    raise _wrong(name, "phải là một số, ví dụ 12,5")


def _id(whole: str, value: object) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        raise _unknown(whole) from None


def _wrong(name: FieldName, rule: str) -> Invalid:
    return Invalid(f"“{name.label}” {rule}.", field=name.whole)


def _unknown(whole: str) -> Invalid:
    return Invalid("Mục vừa nhập không có trong biên bản này. Đồng chí tải lại trang rồi nhập lại.", field=whole)


_PARSERS: dict[str, Callable[[FieldName, object], Value]] = {
    "planned_on": _day,
    "planned_at": _time,
    "held_on": _day,
    "started_at": _time,
    "ended_at": _time,
    "place": _text(LINE, clean),
    "is_combined": _switch,
    "theme": _text(LINE, clean),
    "premeeting_on": _day,
    "documents_on": _day,
    "minutes_on": _day,
    "chair_id": _member,
    "minutes_secretary_id": _member,
    "premeeting_content": _text(TEXT, clean_lines),
    "content": _text(TEXT, clean_lines),
    "results": _text(TEXT, clean_lines),
    "weaknesses": _text(TEXT, clean_lines),
    "directions": _text(TEXT, clean_lines),
    "conclusion": _text(TEXT, clean_lines),
    "is_resolution": _switch,
    "excused": _members,
    "unexcused": _members,
    "attending": _members,
    "speakers": _members,
    "reason": _text(LINE, clean),
    "gist": _text(GIST, clean_lines),
    "agenda": _text(POINT, clean),
    "outcome": _one_of(TaskOutcome),
    "note": _text(NOTE, clean),
    "target_outcome": _one_of(TargetOutcome),
    "achieved": _amount,
    "target_note": _text(NOTE, clean),
}

ABOUT_ONE = frozenset({"reason", "gist", "outcome", "note", "target_outcome", "achieved", "target_note", "agenda"})
"""Fields that exist once per member, task, target or point of the agenda."""
