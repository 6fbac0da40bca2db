"""What a metric is compared with: a number, or one that depends on another metric."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from services.scoring.facts import Facts, Ratio, quantity
from services.scoring.faults import Fault, InvalidForm
from services.scoring.shapes import AsRows, Bound, Shape, Slug


class SizeStep(Shape):
    """A threshold for sizes below ``below``; the last step has no end."""

    below: Bound | None = None
    value: Bound


class BySize(Shape):
    """A threshold that depends on another metric, such as the number of members."""

    by: Slug
    steps: Annotated[tuple[SizeStep, ...], Field(min_length=2, max_length=20), AsRows]

    @model_validator(mode="after")
    def _steps_ascend(self) -> Self:
        *ends, last = [step.below for step in self.steps]
        before = [None, *ends]
        faults = [
            Fault(f"steps[{place}].below", "mọi bậc trừ bậc cuối phải có below, từ nhỏ đến lớn.")
            for place, (lower, end) in enumerate(zip(before, ends, strict=False))
            if end is None or (lower is not None and end <= lower)
        ]
        if last is not None:
            faults.append(Fault(f"steps[{len(ends)}].below", "bậc cuối là “còn lại”, không ghi below."))
        if faults:
            raise InvalidForm(tuple(faults))
        return self

    def step(self, facts: Facts) -> SizeStep | None:
        """The step for the size at hand; None where the size has no data."""
        size = quantity(facts.get(self.by))
        if size is None:
            return None
        inside = (
            step
            for step in self.steps
            if step.below is not None and difference(size, step.below.as_integer_ratio()) < 0
        )
        return next(inside, self.steps[-1])

    def bound(self, facts: Facts) -> Ratio | None:
        """The threshold for the size at hand."""
        step = self.step(facts)
        return None if step is None else step.value.as_integer_ratio()


def _threshold_kind(value: object) -> str:
    return "=by_size" if isinstance(value, Mapping | BySize) else "=number"


Threshold = Annotated[
    Annotated[Bound, Tag("=number")] | Annotated[BySize, Tag("=by_size")], Discriminator(_threshold_kind)
]


def difference(value: Ratio, bound: Ratio) -> int:
    """Negative, zero or positive as the value is below, at or above the bound; whole numbers, so exact."""
    return value[0] * bound[1] - bound[0] * value[1]
