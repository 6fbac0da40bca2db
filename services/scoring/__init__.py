"""Criteria sets and their scores: values in, values out, no database and no clock.

``load`` a form, ``score`` it with answers and facts, say it with ``headline`` and ``explanation``; ``lint`` finds its
mistakes, ``differences`` compares two versions, ``rolled_up`` grades a year of months, ``allowed`` caps the best grade.
"""

from services.scoring.answers import Answer, AnswerProblem, Value, spelled
from services.scoring.cap import Cap, allowed, head_room, refusal, share
from services.scoring.comparison import Change, Difference, differences
from services.scoring.condition_words import in_words
from services.scoring.engine import score, validate_answer
from services.scoring.explanation import explanation, headline
from services.scoring.fact_words import fact_in_words, facts_in_words
from services.scoring.facts import Facts, FactValue, InvalidFacts, Share, facts_from, spelled_facts
from services.scoring.faults import Fault, InvalidForm
from services.scoring.file_format import dump, load, validated
from services.scoring.form import AppliesTo, Form, Grade, Rebase, Review, Section
from services.scoring.gate_words import gate_in_words
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
from services.scoring.metric import Domain, Metric, MetricKind, Metrics
from services.scoring.metric_conditions import Condition, Evaluated, evaluated
from services.scoring.numbers import UnreadablePoints, format_points, parse_points
from services.scoring.proposal import Obstacle, Proposal
from services.scoring.proposal_words import proposal_in_words
from services.scoring.proposing import metrics_used, proposals
from services.scoring.roll_up import rolled_up
from services.scoring.roll_up_rule import RollUpRule
from services.scoring.score import (
    AwardedGrade,
    ItemScore,
    ItemState,
    NextGrade,
    NoGrade,
    Origin,
    ProblemFound,
    Rule,
    Score,
    SectionScore,
    Step,
    UnmetGate,
)
from services.scoring.spelling import value_from
from services.scoring.year import MonthResult, MonthState, NoRollUp, RollUp, YearOfMonths

__all__ = [
    "Answer",
    "AnswerProblem",
    "AppliesTo",
    "AwardedGrade",
    "BonusItem",
    "Cap",
    "Change",
    "Condition",
    "DeductionItem",
    "Difference",
    "Domain",
    "Evaluated",
    "FactValue",
    "Facts",
    "Fault",
    "Finding",
    "Form",
    "Grade",
    "InvalidFacts",
    "InvalidForm",
    "Item",
    "ItemScore",
    "ItemState",
    "KnockOutItem",
    "Level",
    "LevelsItem",
    "Metric",
    "MetricKind",
    "Metrics",
    "MonthResult",
    "MonthState",
    "NextGrade",
    "NoGrade",
    "NoRollUp",
    "NotApplicable",
    "Obstacle",
    "Origin",
    "PassFailItem",
    "PointsItem",
    "ProblemFound",
    "Proposal",
    "Rebase",
    "Review",
    "RollUp",
    "RollUpRule",
    "Rule",
    "Score",
    "Section",
    "SectionScore",
    "Severity",
    "Share",
    "Step",
    "UnmetGate",
    "UnreadablePoints",
    "Value",
    "YearOfMonths",
    "YesNoItem",
    "allowed",
    "differences",
    "dump",
    "evaluated",
    "explanation",
    "fact_in_words",
    "facts_from",
    "facts_in_words",
    "format_points",
    "gate_in_words",
    "head_room",
    "headline",
    "in_words",
    "lint",
    "load",
    "metrics_used",
    "parse_points",
    "proposal_in_words",
    "proposals",
    "refusal",
    "rolled_up",
    "score",
    "share",
    "spelled",
    "spelled_facts",
    "validate_answer",
    "validated",
    "value_from",
]
