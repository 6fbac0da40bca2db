"""docs/criteria-format.md: its example is a form, and gives what the page says that it gives."""

from decimal import Decimal
from typing import get_args

from services.scoring import Answer, Form, Metric, MetricKind, dump, facts_from, headline, lint, load, score
from services.scoring.file_format import plain_data
from services.scoring.gates import Gate
from services.scoring.items import Item, NotApplicable
from services.scoring.metric_conditions import COMPARISONS
from services.scoring.shapes import Shape
from settings import HOME

PAGE = (HOME / "docs" / "criteria-format.md").read_text(encoding="utf-8")
BLOCKS = [block.split("```")[0] for block in PAGE.split("```yaml\n")[1:]]
METRICS = {
    metric.id: metric
    for metric in (
        Metric("attendance_rate", "tỷ lệ dự họp", MetricKind.SHARE, about=frozenset({"meeting"})),
        Metric("duration_shortfall", "thời lượng thiếu", MetricKind.AMOUNT, "phút", about=frozenset({"meeting"})),
        Metric("thematic_in_month", "có sinh hoạt chuyên đề", MetricKind.FLAG, about=frozenset({"meeting"})),
        Metric("unexcused_absences", "số đảng viên vắng không lý do", MetricKind.COUNT, about=frozenset({"meeting"})),
    )
}


def example() -> Form:
    return load(BLOCKS[0])


def test_the_example_gives_the_result_on_the_page():
    form = example()
    found = score(form, {"i3": Answer(Decimal("5.5"))}, facts_from(plain_data(BLOCKS[1])))
    assert [one.points for one in found.items] == [4, 2, Decimal("5.5"), 0, 0]
    assert (found.max_points, found.items[1].proposal and found.items[1].proposal.value) == (17, 2)
    assert headline(form, found, METRICS) in PAGE


def test_the_example_is_sound():
    form = example()
    assert lint(form, METRICS) == ()
    assert load(dump(form)) == form


def test_the_page_names_every_way_of_scoring_and_every_condition():
    named = [
        get_args(shape.model_fields["method"].annotation)[0]
        for union in get_args(Item)[:1]
        for shape in get_args(union)
    ]
    named += [get_args(shape.model_fields["gate"].annotation)[0] for shape in get_args(get_args(Gate)[0])]
    named += [rule.value for rule in NotApplicable]
    assert len(named) == 15
    assert [name for name in named if f"`{name}`" not in PAGE and f"gate: {name}" not in PAGE] == []
    assert [name for name in COMPARISONS if f"`{name}`" not in PAGE] == []


def shapes(parent: type[Shape] = Shape) -> list[type[Shape]]:
    children = parent.__subclasses__()
    return [*children, *(deeper for child in children for deeper in shapes(child))]


def test_the_page_names_every_field():
    fields = {info.alias or name for shape in shapes() for name, info in shape.model_fields.items()}
    assert {"sections", "per_occurrence", "at_least", "as", "is", "any", "below", "exceptional_ratio"} <= fields
    assert [name for name in sorted(fields) if f"{name}:" not in PAGE and f"`{name}`" not in PAGE] == []


def test_the_page_names_every_word_that_a_field_can_have():
    annotations = [info.annotation for shape in shapes() for info in shape.model_fields.values()]
    words = {value for annotation in annotations for value in _words(annotation)}
    assert {"counts_as", "as_written", "good_or_better", "quarterly"} <= words
    assert [word for word in sorted(words) if word not in PAGE] == []


def _words(annotation: object) -> list[str]:
    args = get_args(annotation)
    inner = [word for part in args for word in _words(part)]
    return [*inner, *(part for part in args if isinstance(part, str))]
