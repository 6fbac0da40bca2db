"""How many units of a group may have the best grade: the ratio, its denominator and its rounding as data.

HD 21-HD/BTCTW (2019) and QĐ 366-QĐ/TW (2025): at most 20 %, exceptionally 25 %; whether of those that are good, or
of those that are good or better, is read differently, so the set says it: 3 excellent beside 16 good are 18,75 % or
15,8 %.
"""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.scoring.fact_words import percent_words
from services.scoring.facts import HUNDRED
from services.scoring.faults import Fault, InvalidForm
from services.scoring.shapes import AsRows, Percent, Shape, Slug

Likeness = Literal["parent", "cell_type"]


class Cap(Shape):
    """At most so many units with the grade, for every group of similar units."""

    grade: Slug
    ratio: Percent
    exceptional_ratio: Percent | None = None
    """What may be allowed exceptionally."""
    denominator: Literal["good_only", "good_or_better"]
    good: Slug
    """The grade below, whose units are the denominator, alone or together with those of ``grade``."""
    rounding: Literal["down", "half_up", "up"]
    group: Annotated[tuple[Likeness, ...], Field(max_length=2), AsRows] = ()
    """What makes units similar; empty: all units are one group."""

    @model_validator(mode="after")
    def _ratios_fit(self) -> Self:
        if self.ratio == 0:
            raise InvalidForm((Fault("ratio", "phải lớn hơn 0."),))
        if self.exceptional_ratio is not None and self.exceptional_ratio <= self.ratio:
            raise InvalidForm((Fault("exceptional_ratio", "phải lớn hơn ratio."),))
        if len(set(self.group)) < len(self.group):
            raise InvalidForm((Fault("group", "không ghi hai lần một đặc điểm."),))
        return self

    def ratio_of_one(self, *, is_exceptional: bool = False) -> Fraction:
        """The ratio as a fraction of 1; exceptionally the higher one, where the set has one."""
        ratio = self.exceptional_ratio if is_exceptional and self.exceptional_ratio is not None else self.ratio
        return Fraction(ratio) / HUNDRED


def allowed(cap: Cap, good_or_better: int, *, is_exceptional: bool = False) -> int:
    """The greatest number of excellent units among so many that are good or better.

    Excellent units are taken from the good ones, so with ``good_only`` each of them also lowers the denominator.
    """
    ratio = cap.ratio_of_one(is_exceptional=is_exceptional)
    most = int(ratio * good_or_better / (1 + ratio if cap.denominator == "good_only" else 1))
    while most < good_or_better and most + 1 <= _limit(cap, ratio, good_or_better, most + 1):
        most += 1
    return most


def head_room(cap: Cap, excellent: int, good: int, *, is_exceptional: bool = False) -> int:
    """How many more of the good units may become excellent; negative: how many are too many."""
    return allowed(cap, excellent + good, is_exceptional=is_exceptional) - excellent


def share(cap: Cap, excellent: int, good: int) -> Fraction | None:
    """The share that the ratio is compared with, before any rounding; None without a denominator."""
    base = _base(cap, excellent + good, excellent)
    return Fraction(excellent, base) if base else None


def refusal(cap: Cap, label: str, excellent: int, good: int, *, is_exceptional: bool = False) -> str:
    """Why so many excellent units are too many, as a sentence; empty where they are not.

    ``label`` is what the grade is called.
    """
    most = allowed(cap, excellent + good, is_exceptional=is_exceptional)
    if excellent <= most:
        return ""
    base, reached = _base(cap, excellent + good, excellent), share(cap, excellent, good)
    shown = f", bằng {percent_words(reached)} ({excellent}/{base})" if reached is not None else ""
    ratio = percent_words(cap.ratio_of_one(is_exceptional=is_exceptional))
    return f"Xếp {excellent} đơn vị mức “{label}”{shown}, vượt tỷ lệ {ratio}; nhóm này được nhiều nhất {most} đơn vị."


def _base(cap: Cap, good_or_better: int, excellent: int) -> int:
    return good_or_better - excellent if cap.denominator == "good_only" else good_or_better


def _limit(cap: Cap, ratio: Fraction, good_or_better: int, excellent: int) -> int:
    exact = ratio * _base(cap, good_or_better, excellent)
    if cap.rounding == "up":
        return -(-exact.numerator // exact.denominator)
    return int(exact + Fraction(1, 2)) if cap.rounding == "half_up" else int(exact)
