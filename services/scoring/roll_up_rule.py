"""How the grades of twelve months give the grade of a year, as a criteria set writes it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from services.scoring.choices import choice_faults
from services.scoring.faults import Fault, InvalidForm
from services.scoring.metric_conditions import When
from services.scoring.shapes import AsRows, Label, Shape, Slug

MONTHS = 12
MONTHS_GRADED = "months_graded"
"""The tally of the months by grade; the other facts of a year are counts."""
MONTHS_EXPECTED, MONTHS_HELD, MONTHS_MISSING = "months_expected", "months_held", "months_missing"


class YearGrade(Shape):
    """A grade of the year: given where its condition on the months is the first that is met."""

    id: Slug
    label: Label
    when: When | None = None
    otherwise: bool = False
    """Whether it is the grade for everything that no grade before it matches."""


class RollUpRule(Shape):
    """From the grades of months to the grade of the year."""

    missing_month: Literal["counts_as", "left_out", "no_grade"] | None = None
    """A month without a meeting: counted as the grade ``as``, left out, or no grade of the year; None: no grade."""
    counts_as: Annotated[Slug | None, Field(alias="as")] = None
    founded_mid_year: Literal["scaled", "as_written", "no_grade"]
    """A unit of which fewer than twelve months are expected: bounds on ``months_graded`` in proportion, rounded up."""
    other_sets: Literal["left_out", "no_grade"] = "no_grade"
    """Months graded by a set whose grades this rule does not know, in a year in which the set changed.

    Left out, they are as months that are not expected; else the year has no grade.
    """
    fewest_months: Annotated[int, Field(ge=1, le=12)] | None = None
    """Months with a grade (or counted as one) below which there is no grade of the year."""
    grades: Annotated[tuple[YearGrade, ...], Field(min_length=1, max_length=20), AsRows]
    """Best first."""

    @model_validator(mode="after")
    def _fields_fit(self) -> Self:
        faults = choice_faults(self.grades, "grades")
        if all(grade.when is None for grade in self.grades):
            faults = [Fault("grades[0].when", "mức của năm phải có điều kiện when.")]
        if (self.missing_month == "counts_as") != (self.counts_as is not None):
            faults.append(Fault("as", "ghi as khi và chỉ khi missing_month là counts_as."))
        for name in ("id", "label"):
            known = [getattr(grade, name) for grade in self.grades]
            faults += [
                Fault(f"grades[{place}].{name}", f"“{value}” đã dùng ở mức khác của năm.")
                for place, value in enumerate(known)
                if value in known[:place]
            ]
        if faults:
            raise InvalidForm(tuple(faults))
        return self
