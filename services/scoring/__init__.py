"""Criteria sets and their scores: values in, values out, no database and no clock.

``load`` a form, ``score`` it, say it with ``headline`` and ``explanation``.
"""

from services.scoring.answers import Answer, AnswerProblem, Value, spelled
from services.scoring.engine import score, validate_answer
from services.scoring.explanation import explanation, headline
from services.scoring.faults import Fault, InvalidForm
from services.scoring.file_format import dump, load, validated
from services.scoring.form import AppliesTo, Form, Grade, Rebase, Section
from services.scoring.items import (
    BonusItem,
    DeductionItem,
    Item,
    KnockOutItem,
    Level,
    LevelsItem,
    NotApplicable,
    PassFailItem,
    PointsItem,
    YesNoItem,
)
from services.scoring.lint import Finding, Severity, lint
from services.scoring.numbers import UnreadablePoints, format_points, parse_points
from services.scoring.score import (
    AwardedGrade,
    ItemScore,
    ItemState,
    NextGrade,
    NoGrade,
    ProblemFound,
    Rule,
    Score,
    SectionScore,
    Step,
    UnmetGate,
)
from services.scoring.spelling import value_from

__all__ = [
    "Answer",
    "AnswerProblem",
    "AppliesTo",
    "AwardedGrade",
    "BonusItem",
    "DeductionItem",
    "Fault",
    "Finding",
    "Form",
    "Grade",
    "InvalidForm",
    "Item",
    "ItemScore",
    "ItemState",
    "KnockOutItem",
    "Level",
    "LevelsItem",
    "NextGrade",
    "NoGrade",
    "NotApplicable",
    "PassFailItem",
    "PointsItem",
    "ProblemFound",
    "Rebase",
    "Rule",
    "Score",
    "Section",
    "SectionScore",
    "Severity",
    "Step",
    "UnmetGate",
    "UnreadablePoints",
    "Value",
    "YesNoItem",
    "dump",
    "explanation",
    "format_points",
    "headline",
    "lint",
    "load",
    "parse_points",
    "score",
    "spelled",
    "validate_answer",
    "validated",
    "value_from",
]
