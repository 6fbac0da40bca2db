"""Whatever is done to a draft in whatever order: nothing typed is lost, and what is wrong is said at a place that exists."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models import SubjectKind
from services import scoring
from services.criteria import FIELDS, Data, editing, every_part, place, plain, value_of
from services.criteria.examining import examined
from services.criteria.fields import Choice, Day, Field, Flag, Number, Several, Shape, Whole
from services.criteria.parts import LISTS, USED, Part
from services.scoring.file_format import plain_data
from tests.services.criteria.test_building import EVERYTHING
from tests.services.scoring.strategies import computed_forms, conditions

texts = st.text(max_size=30)
numbers = st.one_of(
    st.integers(-5, 120).map(str),
    st.decimals(0, 50, places=2).map(lambda number: str(number).replace(".", ",")),
    st.sampled_from(["", "1.000", "nhiều", "12,345", "-"]),
)


def typed(field: Field) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one kind of field each
    """What a screen may send for a field: fitting or not, but of a kind that the field can hold."""
    match field:
        case Number():
            return numbers
        case Choice(options=None):
            return st.sampled_from([None, "attendance_rate", "tot", "khong_co"])
        case Choice():
            return st.sampled_from([None, *(field.options or ())])
        case Flag():
            return st.booleans()
        case Day():
            return st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1))
        case Several():
            return st.lists(st.sampled_from(["cell", "village", "regular", "parent", "khong_co"]), max_size=3)
        case Whole():
            rows = {Shape.GROUPS: st.lists(conditions(1), max_size=2), Shape.TEXTS: st.lists(texts, max_size=3)}
            return st.none() | rows.get(field.shape, st.one_of(conditions(2), st.just({})))
        case _:
            return texts


def facts_of(data: Data) -> dict[tuple[str, str], Any]:
    """Every field of every part by the part's own id, wherever the part stands; levels by their item's too."""
    found = {}
    for part in every_part(data):
        own = part.address.partition(".items.")[2] or part.address
        for name in FIELDS[part.part]:
            if (kept := value_of(part.row, name)) is not None:
                found[own, name] = kept
    return found


def lists_of(data: Data) -> list[str]:
    return [
        ".".join(filter(None, (found.address, name)))
        for found in every_part(data)
        for name in LISTS.get(found.part, {})
    ]


def below(facts: dict[tuple[str, str], Any], address: str) -> set[tuple[str, str]]:
    own = address.partition(".items.")[2] or address
    return {key for key in facts if key[0] == own or key[0].startswith(f"{own}.")}


@settings(max_examples=40)
@given(st.data(), st.one_of(st.just(EVERYTHING), computed_forms().map(scoring.dump)))
def test_random_edits_lose_nothing_and_leave_a_draft_that_can_be_shown(draws, text):
    data = plain.read(text)
    for _ in range(draws.draw(st.integers(1, 8))):
        before = facts_of(data)
        data, expected = draws.draw(edits(data, before))
        assert facts_of(data) == expected
        text = plain.text_of(data)
        assert plain_data(text) == data
        assert plain.read(text) == data
        found = examined(text, SubjectKind.MEETING)
        assert (found.form is None) is bool(found.faults)
        for address in [row.address for row in (*found.faults, *found.findings)]:
            where = place(data, address)
            assert where.rest in {"", *FIELDS[where.part], *LISTS.get(where.part, {})}


@st.composite
def edits(draw: st.DrawFn, data: Data, before: dict[tuple[str, str], Any]) -> tuple[Data, dict[tuple[str, str], Any]]:
    """A random edit: the data after it, and every fact that is to be found there."""
    parts = [found.address for found in every_part(data)]
    rows = [address for address in parts if address]
    way = draw(st.sampled_from(["put", "put", "put", "insert", "remove", "move", "move_to", "duplicate"]))
    if way == "put" or not rows:
        return draw(_puts(data, before, parts))
    address = draw(st.sampled_from(rows))
    if way == "insert":
        edit = editing.insert(
            data, draw(st.sampled_from(lists_of(data))), {}, draw(st.sampled_from([None, "", "s1", "tot"]))
        )
        new = place(edit.data, edit.address).row
        own = edit.address.partition(".items.")[2] or edit.address
        return edit.data, before | ({(own, "number"): new["number"]} if "number" in new else {})
    if way == "remove":
        gone = below(before, address)
        if ".items." not in address and address.startswith("sections."):
            gone |= {
                key for row in place(data, address).row.get("items", []) for key in below(before, f".items.{row['id']}")
            }
        return editing.remove(data, address).data, {key: kept for key, kept in before.items() if key not in gone}
    if way == "duplicate":
        edit = editing.duplicate(data, address)
        after = facts_of(edit.data)
        assert before.items() <= after.items() or before == {key: after.get(key) for key in before}
        return edit.data, after
    items = [address for address in rows if ".items." in address and ".levels." not in address]
    if way == "move" or not items:
        return editing.move(data, address, draw(st.integers(-3, 3))).data, before
    section = draw(st.sampled_from([row["id"] for row in data["sections"]]))
    return editing.move_to(data, draw(st.sampled_from(items)), section).data, before


@st.composite
def _puts(draw: st.DrawFn, data: Data, before: dict[tuple[str, str], Any], parts: list[str]) -> Any:
    address = draw(st.sampled_from(parts))
    found = place(data, address)
    name = draw(st.sampled_from(sorted(FIELDS[found.part])))
    field = FIELDS[found.part][name]
    new = field.parsed(draw(typed(field)))
    edit = editing.put(data, ".".join(filter(None, (address, name))), new)
    own = address.partition(".items.")[2] or address
    expected = {key: kept for key, kept in before.items() if key != (own, name)}
    if new is not None:
        expected[own, name] = new
    if (found.part, name) == (Part.ITEM, "method") and new is not None:
        dropped = edit.dropped or {}
        assert set(dropped).isdisjoint(USED[new])
        lost = {key for key in expected if key[0].startswith(f"{own}.")} if "levels" in dropped else set()
        lost |= {(own, field) for field in FIELDS[Part.ITEM] if field.split(".")[0] in dropped}
        expected = {key: kept for key, kept in expected.items() if key not in lost}
    return edit.data, expected


@given(
    st.recursive(
        st.one_of(texts, st.integers(-(10**8), 10**8), st.booleans(), st.none(), st.dates()),
        lambda inner: st.lists(inner, max_size=3),
    )
)
def test_whatever_a_field_keeps_is_read_back_as_it_was(value):
    kept = Whole("Ghi chú").parsed({"a": value})
    assert plain_data(plain.text_of({"x": kept}))["x"] == kept


@given(st.decimals(-(10**8), 10**8, places=2))
def test_numbers_are_shown_as_they_are_kept(number: Decimal):
    field = Number("Điểm")
    kept = field.parsed(str(number).replace(".", ","))
    assert Decimal(kept) == number
    assert field.parsed(field.shown(kept)) == kept
