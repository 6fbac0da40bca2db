"""Items of a form: one class per way of scoring, each of which knows what an answer to it earns."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.scoring.answers import AnswerProblem, Value
from services.scoring.choices import choice_faults
from services.scoring.computed import Counts, ShareOf
from services.scoring.faults import Fault, InvalidForm
from services.scoring.metric_conditions import When
from services.scoring.numbers import ZERO, format_points, has_too_many_places, shown_number
from services.scoring.shapes import (
    AsRows,
    OptionalNumber,
    OptionalParagraphs,
    Paragraphs,
    Points,
    PositivePoints,
    Shape,
    SignedPoints,
    Slug,
)

MOST_OCCURRENCES = 999


class NotApplicable(StrEnum):
    """What becomes of an item that does not apply to a unit or period."""

    FULL = "full"
    """It counts as if it were at its maximum (or passed)."""
    ZERO = "zero"
    """It counts as nothing (or not passed)."""
    LEAVES_MAXIMUM = "leaves_maximum"
    """It is taken out: no points, and that much less in the maximum."""


class _Item(Shape):
    id: Slug
    number: OptionalNumber = ""
    """As printed on the form, ``1.1``."""
    text: Paragraphs
    guidance: OptionalParagraphs = ""
    """How to score it, shown beside the item."""

    @property
    def name(self) -> str:
        """Its number, ``1.1``, or its id where the form prints no number."""
        return self.number or self.id

    def _problem(self, sentence: str) -> AnswerProblem:
        return AnswerProblem(self.id, sentence)


class _Countable(_Item):
    not_applicable: Annotated[NotApplicable, Field(strict=False)] | None = None
    """None: the item always applies, and saying otherwise is refused."""
    applies_when: When | None = None
    """Where it is not met the item does not apply; None: people say."""

    @model_validator(mode="after")
    def _says_what_not_applying_means(self) -> Self:
        if self.applies_when is not None and self.not_applicable is None:
            sentence = "tiêu chí có applies_when phải nói cách tính khi không áp dụng: full, zero hoặc leaves_maximum."
            raise InvalidForm((Fault("not_applicable", sentence),))
        return self


class _Counted(_Countable):
    max_points: PositivePoints


class PointsItem(_Counted):
    """Any number of points from 0 to the maximum, in steps where the form has them."""

    method: Literal["points"]
    step: PositivePoints | None = None
    share_of: ShareOf | None = None
    """Proposes points in proportion to a metric."""

    @model_validator(mode="after")
    def _step_fits(self) -> Self:
        _refuse_large_step(self)
        return self

    def earned(self, value: Value) -> Decimal:
        """The points that this answer is worth. Raises AnswerProblem."""
        return _points_within(self, value)


class YesNoItem(_Counted):
    """The maximum or nothing."""

    method: Literal["yes_no"]
    when: When | None = None
    """Proposes yes where it is met, no where it is not."""

    def earned(self, value: Value) -> Decimal:
        """The points that this answer is worth. Raises AnswerProblem."""
        if not isinstance(value, bool):
            raise self._problem(f"Tiêu chí {self.name} chỉ nhận “Có” hoặc “Không”.")
        return self.max_points if value else ZERO


class Level(Shape):
    """One of the levels of an item. The lowest may be worth more than nothing."""

    id: Slug
    label: Paragraphs
    points: Points
    when: When | None = None
    """Proposes the first level of which it is met."""
    otherwise: bool = False
    """Whether the level is the one for everything that no level before it matches."""


class LevelsItem(_Counted):
    """One of several named levels, best first as printed. All are computed, or none is."""

    method: Literal["levels"]
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=30), AsRows]

    @model_validator(mode="after")
    def _levels_fit(self) -> Self:
        ids = [level.id for level in self.levels]
        faults = [
            Fault(f"levels[{place}].id", f"“{level.id}” đã dùng ở mức khác của tiêu chí này.")
            for place, level in enumerate(self.levels)
            if level.id in ids[:place]
        ] + [
            Fault(f"levels[{place}].points", f"lớn hơn điểm tối đa {format_points(self.max_points)} của tiêu chí.")
            for place, level in enumerate(self.levels)
            if level.points > self.max_points
        ]
        faults += choice_faults(self.levels, "levels")
        if faults:
            raise InvalidForm(tuple(faults))
        return self

    def earned(self, value: Value) -> Decimal:
        """The points that this answer is worth. Raises AnswerProblem."""
        level = self.level(value)
        if level is None:
            raise self._problem(f"Tiêu chí {self.name} phải chọn một trong {len(self.levels)} mức của tiêu chí.")
        return level.points

    @property
    def is_computed(self) -> bool:
        """Whether the levels have conditions."""
        return self.levels[0].when is not None

    def level(self, value: Value) -> Level | None:
        """The level with this id."""
        return next((level for level in self.levels if level.id == value), None)


class DeductionItem(_Countable):
    """The maximum less so much per occurrence, never below the floor.

    With ``max_points: 0`` and a negative floor it is a pure penalty.
    """

    method: Literal["deduction"]
    max_points: Points
    per_occurrence: PositivePoints
    floor: SignedPoints = ZERO
    counts: Counts | None = None
    """Proposes how many times."""

    @model_validator(mode="after")
    def _deducts(self) -> Self:
        if self.floor >= self.max_points:
            raise InvalidForm((Fault("floor", "phải nhỏ hơn max_points, nếu không thì không trừ được điểm nào."),))
        return self

    def earned(self, value: Value) -> Decimal:
        """The points that this answer is worth. Raises AnswerProblem."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._problem(f"Số lần của tiêu chí {self.name} phải là một số nguyên.")
        if not 0 <= value <= MOST_OCCURRENCES:
            limits = f"từ 0 đến {MOST_OCCURRENCES}"
            shown = shown_number(Decimal(value))
            raise self._problem(f"Số lần của tiêu chí {self.name} phải {limits}; đã nhập {shown}.")
        return max(self.floor, self.max_points - self.per_occurrence * value)


class BonusItem(_Item):
    """Extra points that nobody has to claim: unanswered is nothing, not incomplete.

    ``inside``: they can make up for lost points, up to the section's maximum; ``outside``: they come on top.
    """

    method: Literal["bonus"]
    max_points: PositivePoints
    step: PositivePoints | None = None
    counted: Literal["inside", "outside"]
    applies_when: When | None = None
    """Where it is not met the bonus gives nothing."""
    counts: Counts | None = None
    """Proposes so many times ``per_occurrence``, up to the maximum."""
    per_occurrence: PositivePoints | None = None

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        _refuse_large_step(self)
        if (self.counts is None) != (self.per_occurrence is None):
            field = "counts" if self.counts is None else "per_occurrence"
            raise InvalidForm((Fault(field, "counts và per_occurrence của điểm cộng phải đi cùng nhau."),))
        return self

    def earned(self, value: Value) -> Decimal:
        """The points that this answer is worth. Raises AnswerProblem."""
        return _points_within(self, value)


class PassFailItem(_Countable):
    """Passed or not; no points."""

    method: Literal["pass_fail"]
    when: When | None = None
    """Proposes passed where it is met, not passed where it is not."""

    def earned(self, value: Value) -> Decimal:
        """Nothing: passing is looked at by the grades. Raises AnswerProblem."""
        if not isinstance(value, bool):
            raise self._problem(f"Tiêu chí {self.name} chỉ nhận “Đạt” hoặc “Không đạt”.")
        return ZERO


class KnockOutItem(_Item):
    """A fact that rules out grades (điều kiện loại trừ): answered yes when it happened; no points."""

    method: Literal["knock_out"]
    when: When | None = None
    """Proposes that it happened where it is met, that it did not where it is not."""

    def earned(self, value: Value) -> Decimal:
        """Nothing: what happened is looked at by the grades. Raises AnswerProblem."""
        if not isinstance(value, bool):
            raise self._problem(f"Tiêu chí {self.name} chỉ nhận “Có xảy ra” hoặc “Không xảy ra”.")
        return ZERO


CountedItem = PointsItem | YesNoItem | LevelsItem | DeductionItem
"""Items whose points make up the section's maximum."""
Item = Annotated[CountedItem | BonusItem | PassFailItem | KnockOutItem, Field(discriminator="method")]


def _refuse_large_step(item: PointsItem | BonusItem) -> None:
    if item.step and item.step > item.max_points:
        raise InvalidForm((Fault("step", "không được lớn hơn max_points."),))


def _points_within(item: PointsItem | BonusItem, value: Value) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise AnswerProblem(item.id, f"Điểm của tiêu chí {item.name} phải là một số.")
    points = Decimal(value)
    if rule := _broken_rule(item, points):
        raise AnswerProblem(item.id, f"Điểm của tiêu chí {item.name} {rule}; đã nhập {shown_number(points)}.")
    return points


def _broken_rule(item: PointsItem | BonusItem, points: Decimal) -> str:
    if not points.is_finite() or not ZERO <= points <= item.max_points:
        return f"phải từ 0 đến {format_points(item.max_points)}"
    if has_too_many_places(points):
        return "chỉ có nhiều nhất hai chữ số sau dấu phẩy"
    if item.step and points % item.step:
        return f"phải là bội số của {format_points(item.step)}"
    return ""
