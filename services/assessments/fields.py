"""The four fields of an item as the screen holds them, and what each may be.

Whatever a browser sends arrives here first; a value seen in a callback was checked by nobody before.
"""

from decimal import Decimal
from enum import StrEnum

from services import scoring
from services.errors import Invalid
from services.scoring import BonusItem, DeductionItem, Form, Item, PointsItem, UnreadablePoints, Value
from services.scoring.answers import NO, YES
from services.vietnamese import clean_lines, number

LONGEST_NOTE = 2000
MOST_DIGITS = 9

Typed = str | bool | None
"""What a field holds on the screen: points and counts as typed (``4,75``), ``yes`` or ``no``, a level's id, None
for no answer; the text of a note or a reason; whether the item applies."""


class Field(StrEnum):
    """What a person writes about one item."""

    VALUE = "value"
    NOTE = "note"
    """Why points were lost."""
    REASON = "reason"
    """Why the answer differs from what the figures propose."""
    APPLICABLE = "applicable"


CALLED = {
    Field.VALUE: "Kết quả",
    Field.NOTE: "Thuyết minh",
    Field.REASON: "Lý do chấm khác số liệu",
    Field.APPLICABLE: "Lựa chọn",
}
"""What a field is called, with “của tiêu chí 1.1” behind it."""
TEXTS = frozenset({Field.NOTE, Field.REASON})


def field_named(name: str, item: Item) -> Field:
    """The field; Invalid when there is none of that name."""
    try:
        return Field(name)
    except ValueError:
        raise Invalid("Phiếu chấm không có ô này. Đồng chí mở lại trang.", field=item.id) from None


def checked(form: Form, item: Item, field: Field, given: object) -> Typed:
    """The field's content as it will be shown again; Invalid names the item and the rule that it breaks."""
    if field is Field.VALUE:
        value = value_typed(item, given)
        scoring.validate_answer(form, item.id, scoring.Answer(value=value))
        return shown(value)
    if field in TEXTS:
        return text_typed(given, f"{CALLED[field]} của tiêu chí {item.name}", item.id)
    if not isinstance(given, bool):
        raise Invalid(f"Tiêu chí {item.name}: chỉ chọn được “Áp dụng” hoặc “Không áp dụng”.", field=item.id)
    scoring.validate_answer(form, item.id, scoring.Answer(is_applicable=given))
    return given


def value_typed(item: Item, given: object) -> Value:
    """The answer that was meant; nothing typed is no answer. Whether it fits the item is for scoring to say."""
    if given is None or given == "":
        return None
    if not isinstance(given, str):
        raise Invalid(f"Tiêu chí {item.name}: nội dung gửi lên không đọc được.", field=item.id)
    if isinstance(item, PointsItem | BonusItem):
        return _points(item, given)
    if isinstance(item, DeductionItem):
        is_count = given.strip().isascii() and given.strip().isdigit() and len(given.strip()) <= MOST_DIGITS
        return int(given) if is_count else given
    return {YES: True, NO: False}.get(given, given)


def shown(value: Value) -> str | None:
    """An answer as the screen shows it in its field: ``4,75``, ``yes``, a level's id, ``3``."""
    return scoring.format_points(value) if isinstance(value, Decimal) else scoring.spelled(value)


def _points(item: Item, given: str) -> Decimal:
    # Stored while it is typed: ``4,`` is a 4 on its way to 4,75.
    unfinished = given.strip()[:-1] if given.strip()[-1:] in {",", "."} else given
    try:
        return scoring.parse_points(unfinished or given)
    except UnreadablePoints as problem:
        raise Invalid(f"Tiêu chí {item.name}: {problem.sentence}", field=item.id) from None


def text_typed(given: object, called: str, field: str, longest: int = LONGEST_NOTE) -> str:
    """Text of several lines as it is stored; Invalid, with what it is ``called``, when it is no text or too long."""
    if given is None:
        return ""
    if not isinstance(given, str) or not _is_writable(given):
        raise Invalid(f"{called} phải là chữ.", field=field)
    text = clean_lines(clean_lines(given))
    if len(text) > longest:
        raise Invalid(f"{called} dài {number(len(text))} ký tự, tối đa là {number(longest)}.", field=field)
    return text


def _is_writable(text: str) -> bool:
    """Whether the text can be stored: half a surrogate pair cannot be written as UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
