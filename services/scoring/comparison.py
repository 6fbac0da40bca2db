"""Two versions of a criteria set beside each other: every difference in Vietnamese, part by part."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from services.scoring.field_words import CONDITIONS, FIELDS, NOTHING, field_value_in_words
from services.scoring.form import Form, Grade, Section
from services.scoring.gate_words import gate_in_words
from services.scoring.items import Item, Level, LevelsItem
from services.scoring.metric import NO_METRICS, Metrics
from services.scoring.roll_up_rule import YearGrade
from services.scoring.shapes import Shape

Part = Section | Item | Level | Grade | YearGrade
AnyPart = TypeVar("AnyPart", Section, Item, Level, Grade, YearGrade)

_BY_PARTS = {"sections", "items", "levels", "grades", "requires"}
"""Fields that are compared part by part, by the ids of the parts."""
_LONGEST_QUOTE = 120


class Change(StrEnum):
    """What happened to a part or a field."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """To another section, or to another place in its list."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. ``path`` goes by ids: ``sections.s1.items.i1.max_points``."""

    change: Change
    path: str
    sentence: str
    """``Tiêu chí 1.2: điểm tối đa 5 → 8``"""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part stands, what it is called in sentences, and what metrics are called."""

    path: str
    name: str
    metrics: Metrics


def differences(old: Form, new: Form, metrics: Metrics = NO_METRICS) -> tuple[Difference, ...]:
    """Everything in which the forms differ, in the order of the form; nothing for equal forms."""

    def graded(before: Grade, after: Grade, path: str) -> Iterator[Difference]:
        place = _Place(path, _named(after), metrics)
        yield from _fields(before, after, place)
        yield from _gates((old, before), (new, after), place)

    def plain(before: Section | YearGrade, after: Section | YearGrade, path: str) -> Iterator[Difference]:
        yield from _fields(before, after, _Place(path, _named(after), metrics))

    return (
        *_fields(old, new, _Place("", "Bộ tiêu chí", metrics)),
        *_parts(old.sections, new.sections, "sections", "mục", plain),
        *_items(old, new, metrics),
        *_parts(old.grades, new.grades, "grades", "mức xếp loại", graded),
        *_parts(_years(old), _years(new), "roll_up.grades", "mức xếp loại năm", plain),
    )


def _years(form: Form) -> tuple[YearGrade, ...]:
    return form.roll_up.grades if form.roll_up else ()


def _items(old: Form, new: Form, metrics: Metrics) -> Iterator[Difference]:
    """Items go by their ids, whatever section they stand in."""
    before, after = _homes(old), _homes(new)
    for item_id in before | after:
        home = after.get(item_id) or before[item_id]
        path = f"sections.{home.id}.items.{item_id}"
        if item_id not in before or item_id not in after:
            yield _come_or_gone((new if item_id in after else old).items[item_id], path, is_new=item_id in after)
            continue
        item = new.items[item_id]
        if before[item_id].id != home.id:
            left, entered = _named(before[item_id]), _named(home)
            sentence = f"{_named(item)}: chuyển từ {_lower(left)} sang {_lower(entered)}"
            yield Difference(Change.MOVED, path, sentence, left, entered)
        yield from _item(old.items[item_id], item, path, metrics)
    for section in new.sections:
        known = old.section_by_id.get(section.id)
        if known is not None:
            what = f"{_named(section)}: thứ tự các tiêu chí"
            yield from _reordered(known.items, section.items, f"sections.{section.id}.items", what)


def _item(old: Item, new: Item, path: str, metrics: Metrics) -> Iterator[Difference]:
    name = _named(new)
    yield from _fields(old, new, _Place(path, name, metrics))

    def level(before: Level, after: Level, place: str) -> Iterator[Difference]:
        yield from _fields(before, after, _Place(place, _named(after), metrics))

    for difference in _parts(_levels(old), _levels(new), f"{path}.levels", "mức", level):
        yield replace(difference, sentence=f"{name}, {_lower(difference.sentence)}")


def _levels(item: Item) -> tuple[Level, ...]:
    return item.levels if isinstance(item, LevelsItem) else ()


def _parts(
    old: Sequence[AnyPart],
    new: Sequence[AnyPart],
    path: str,
    kind: str,
    inside: Callable[[AnyPart, AnyPart, str], Iterator[Difference]],
) -> Iterator[Difference]:
    before, after = {part.id: part for part in old}, {part.id: part for part in new}
    for part_id, part in (before | after).items():
        if part_id in before and part_id in after:
            yield from inside(before[part_id], after[part_id], f"{path}.{part_id}")
        else:
            yield _come_or_gone(part, f"{path}.{part_id}", is_new=part_id in after)
    yield from _reordered(old, new, path, f"Thứ tự các {kind}")


def _fields(old: Shape | None, new: Shape | None, at: _Place, group: str = "") -> Iterator[Difference]:
    """The fields that differ, those of groups of fields included."""
    shapes = [type(shape) for shape in (old, new) if shape is not None]
    aliases = {field: info.alias or field for shape in shapes for field, info in shape.model_fields.items()}
    for field, alias in aliases.items():
        was, is_now = getattr(old, field, None), getattr(new, field, None)
        known = f"{group}{alias}"
        if field in _BY_PARTS or was == is_now:
            continue
        if _is_group(was) or _is_group(is_now):
            yield from _fields(was, is_now, at, f"{known}.")
        else:
            before, after = (field_value_in_words(known, value, at.metrics) for value in (was, is_now))
            if before == after == NOTHING:
                continue
            sentence = f"{at.name}: {FIELDS[known]} {_arrow(before, after)}"
            yield Difference(Change.CHANGED, f"{at.path}.{known}".strip("."), sentence, before, after)


def _is_group(value: object) -> bool:
    return isinstance(value, Shape) and not isinstance(value, CONDITIONS)


def _arrow(before: str, after: str) -> str:
    left, right = _shortened(before), _shortened(after)
    # Where the difference lies beyond the quote, or only in the spelling, an arrow would show nothing.
    return f"{left} → {right}" if left != right else f"thay đổi, nay là {right}"


def _gates(old: tuple[Form, Grade], new: tuple[Form, Grade], at: _Place) -> Iterator[Difference]:
    (old_form, was), (new_form, is_now) = old, new
    path = f"{at.path}.requires"
    for gate in (gate for gate in was.requires if gate not in is_now.requires):
        said = gate_in_words(old_form, gate, at.metrics)
        yield Difference(Change.REMOVED, path, f"{at.name}: bỏ điều kiện {said}", old=said)
    for gate in (gate for gate in is_now.requires if gate not in was.requires):
        said = gate_in_words(new_form, gate, at.metrics)
        yield Difference(Change.ADDED, path, f"{at.name}: thêm điều kiện {said}", new=said)
    if set(was.requires) == set(is_now.requires) and was.requires != is_now.requires:
        yield Difference(Change.MOVED, path, f"{at.name}: thứ tự các điều kiện thay đổi")


def _homes(form: Form) -> dict[str, Section]:
    return {item.id: section for section in form.sections for item in section.items}


def _come_or_gone(part: Part, path: str, *, is_new: bool) -> Difference:
    name = _named(part)
    if is_new:
        return Difference(Change.ADDED, path, f"{name}: thêm mới", new=name)
    return Difference(Change.REMOVED, path, f"{name}: đã bỏ", old=name)


def _reordered(old: Sequence[Part], new: Sequence[Part], path: str, what: str) -> Iterator[Difference]:
    """Only what stands on both sides can have changed places."""
    before, after = [part.id for part in old], [part.id for part in new]
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield Difference(Change.MOVED, path, f"{what} thay đổi", ", ".join(before), ", ".join(after))


def _named(part: Part) -> str:
    match part:
        case Section():
            return f"Mục {part.number}" if part.number else f"Mục “{_shortened(part.title)}”"
        case Level() | Grade():
            return f"Mức “{_shortened(part.label)}”"
        case YearGrade():
            return f"Mức năm “{_shortened(part.label)}”"
        case _:
            return f"Tiêu chí {part.name}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
