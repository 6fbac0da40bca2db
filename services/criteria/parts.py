"""What a criteria set is made of: the kinds of parts, their fields, and the lists of parts that they hold."""

from enum import StrEnum

from models import CellType, UnitKind
from services.criteria.fields import Choice, Day, Field, Flag, Number, Several, Shape, Text, Whole
from services.meetings import SCORED
from services.scoring import (
    BonusItem,
    DeductionItem,
    KnockOutItem,
    LevelsItem,
    NotApplicable,
    PassFailItem,
    PointsItem,
    YesNoItem,
    field_words,
)
from services.scoring.shapes import Shape as ScoringShape


class Part(StrEnum):
    """A kind of part that has fields of its own."""

    FORM = "form"
    SECTION = "section"
    ITEM = "item"
    LEVEL = "level"
    GRADE = "grade"
    YEAR_GRADE = "year_grade"


LISTS: dict[Part, dict[str, Part]] = {
    Part.FORM: {"sections": Part.SECTION, "grades": Part.GRADE, "roll_up.grades": Part.YEAR_GRADE},
    Part.SECTION: {"items": Part.ITEM},
    Part.ITEM: {"levels": Part.LEVEL},
}
"""Lists of parts, each with an id, by the kind of part that holds them."""
PART_NAMES = {
    Part.FORM: "bộ tiêu chí",
    Part.SECTION: "mục",
    Part.ITEM: "tiêu chí",
    Part.LEVEL: "mức",
    Part.GRADE: "mức xếp loại",
    Part.YEAR_GRADE: "mức xếp loại năm",
}

METHODS: dict[str, type[ScoringShape]] = {
    "points": PointsItem,
    "yes_no": YesNoItem,
    "levels": LevelsItem,
    "deduction": DeductionItem,
    "bonus": BonusItem,
    "pass_fail": PassFailItem,
    "knock_out": KnockOutItem,
}
USED: dict[str, frozenset[str]] = {name: frozenset(item.model_fields) for name, item in METHODS.items()}
"""The fields of an item by its way of scoring."""

GROUPS = frozenset({"applies_to", "rebase", "review", "roll_up", "cap", "counts", "share_of"})
"""Groups of fields: there while one of their fields is."""

_NOT_APPLICABLE = tuple(rule.value for rule in NotApplicable)


def _named(field: str) -> str:
    """What a field is called where it stands alone."""
    name = field_words.FIELDS[field]
    return f"{name[0].upper()}{name[1:]}"


_WHEN = Whole(_named("when"))
_COUNTED: dict[str, Field] = {
    "counts.metric": Choice(_named("counts.metric")),
    "counts.of": Several(_named("counts.of")),
    "counts.every": Number(_named("counts.every")),
    "counts.rounding": Choice(_named("counts.rounding"), ("up", "down"), "up"),
}

FIELDS: dict[Part, dict[str, Field]] = {
    Part.FORM: {
        "title": Text("Tên bộ tiêu chí"),
        "kind": Choice(_named("kind")),
        "issuer": Text(_named("issuer")),
        "document_number": Text(_named("document_number")),
        "document_date": Day(_named("document_date")),
        "legal_basis": Whole(_named("legal_basis"), Shape.TEXTS),
        "valid_from": Day(_named("valid_from")),
        "valid_to": Day(_named("valid_to")),
        "applies_to.unit_kinds": Several(_named("applies_to.unit_kinds"), tuple(UnitKind)),
        "applies_to.cell_types": Several(_named("applies_to.cell_types"), tuple(CellType)),
        "applies_to.meeting_types": Several(_named("applies_to.meeting_types"), SCORED),
        "scoring_mode": Choice(_named("scoring_mode"), ("points", "pass_fail")),
        "max_points": Number("Tổng điểm tối đa"),
        "is_total_capped": Flag(_named("is_total_capped")),
        "rebase.places": Choice(_named("rebase.places"), (0, 1, 2)),
        "rebase.rounding": Choice(_named("rebase.rounding"), ("half_up", "down")),
        "recognises": Several(_named("recognises")),
        "self_check": Choice(_named("self_check"), ("monthly", "quarterly")),
        "vote": Choice(_named("vote"), ("optional", "required"), "optional"),
        "review.difference": Number(_named("review.difference")),
        "roll_up.missing_month": Choice(_named("roll_up.missing_month"), ("counts_as", "left_out", "no_grade")),
        "roll_up.as": Choice(_named("roll_up.as")),
        "roll_up.founded_mid_year": Choice(_named("roll_up.founded_mid_year"), ("scaled", "as_written", "no_grade")),
        "roll_up.other_sets": Choice(_named("roll_up.other_sets"), ("no_grade", "left_out"), "no_grade"),
        "roll_up.fewest_months": Number(_named("roll_up.fewest_months")),
        "cap.grade": Choice(_named("cap.grade")),
        "cap.ratio": Number(_named("cap.ratio")),
        "cap.exceptional_ratio": Number(_named("cap.exceptional_ratio")),
        "cap.denominator": Choice(_named("cap.denominator"), ("good_only", "good_or_better")),
        "cap.good": Choice(_named("cap.good")),
        "cap.rounding": Choice(_named("cap.rounding"), ("down", "half_up", "up")),
        "cap.group": Several(_named("cap.group"), ("parent", "cell_type")),
        "notes": Whole(_named("notes"), Shape.TEXTS),
    },
    Part.SECTION: {
        "number": Text(_named("number")),
        "title": Text("Tên mục"),
        "good": Choice("Thuộc “tốt” nào", (1, 2, 3, 4)),
        "max_points": Number("Điểm tối đa của mục"),
    },
    Part.ITEM: {
        "number": Text(_named("number")),
        "text": Text(_named("text"), has_lines=True),
        "guidance": Text(_named("guidance"), has_lines=True),
        "method": Choice(_named("method"), tuple(METHODS)),
        "max_points": Number(_named("max_points")),
        "step": Number(_named("step")),
        "share_of.metric": Choice(_named("share_of.metric")),
        "when": _WHEN,
        "per_occurrence": Number(_named("per_occurrence")),
        "floor": Number(_named("floor")),
        **_COUNTED,
        "counted": Choice(_named("counted"), ("inside", "outside")),
        "applies_when": Whole(_named("applies_when")),
        "not_applicable": Choice(_named("not_applicable"), _NOT_APPLICABLE),
    },
    Part.LEVEL: {
        "label": Text(_named("label"), has_lines=True),
        "points": Number(_named("points")),
        "when": _WHEN,
        "otherwise": Flag(_named("otherwise")),
    },
    Part.GRADE: {
        "label": Text(_named("label")),
        "min": Number(_named("min")),
        "min_inclusive": Flag(_named("min_inclusive"), usual=True),
        "max": Number(_named("max")),
        "max_inclusive": Flag(_named("max_inclusive")),
        "requires": Whole("Điều kiện của mức xếp loại", Shape.GROUPS),
    },
    Part.YEAR_GRADE: {
        "label": Text(_named("label")),
        "when": _WHEN,
        "otherwise": Flag(_named("otherwise")),
    },
}
"""Every field that a person edits, with what it is called; ids are proposed by the portal and stay."""
