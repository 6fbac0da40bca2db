"""docs/criteria-format.md: its example is a form, and gives what the page says that it gives."""

from decimal import Decimal
from typing import get_args

from services.scoring import Answer, Form, dump, headline, lint, load, score
from services.scoring.gates import Gate
from services.scoring.items import Item, NotApplicable
from services.scoring.shapes import Shape
from settings import HOME

PAGE = (HOME / "docs" / "criteria-format.md").read_text(encoding="utf-8")


def example() -> Form:
    return load(PAGE.split("```yaml\n")[1].split("```")[0])


def test_the_example_gives_the_result_on_the_page():
    form = example()
    answers = {
        "i1": Answer(Decimal("7.5")),
        "i2": Answer(2),
        "i3": Answer(is_applicable=False),
        "i4": Answer(value=False),
    }
    found = score(form, answers)
    assert [one.points for one in found.items] == [Decimal("7.5"), 1, 0, 0]
    assert found.max_points == 13
    assert headline(form, found) in PAGE


def test_the_example_is_sound():
    form = example()
    assert lint(form) == ()
    assert load(dump(form)) == form


def test_the_page_names_every_way_of_scoring_and_every_condition():
    named = [
        get_args(shape.model_fields["method"].annotation)[0]
        for union in get_args(Item)[:1]
        for shape in get_args(union)
    ]
    named += [get_args(shape.model_fields["gate"].annotation)[0] for shape in get_args(get_args(Gate)[0])]
    named += [rule.value for rule in NotApplicable]
    assert len(named) == 14
    assert [name for name in named if f"`{name}`" not in PAGE and f"gate: {name}" not in PAGE] == []


def shapes(parent: type[Shape] = Shape) -> list[type[Shape]]:
    children = parent.__subclasses__()
    return [*children, *(deeper for child in children for deeper in shapes(child))]


def test_the_page_names_every_field():
    fields = {name for shape in shapes() for name in shape.model_fields}
    assert {"sections", "per_occurrence", "at_least"} <= fields
    assert [name for name in sorted(fields) if name not in PAGE] == []
