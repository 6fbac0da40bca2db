"""Words that the screens of assessments share: answers, points, who hands in."""

import re
from datetime import datetime
from typing import Any

from services.assessments import Sheet, Standing, SubjectKind
from services.clock import local
from services.scoring import (
    BonusItem,
    DeductionItem,
    Item,
    ItemScore,
    ItemState,
    KnockOutItem,
    LevelsItem,
    PassFailItem,
    PointsItem,
    format_points,
)
from ui.transactions import plain

YES_NO = {"yes": "Có", "no": "Không"}
PASS_FAIL = {"yes": "Đạt", "no": "Không đạt"}
HAPPENED = {"yes": "Có xảy ra", "no": "Không xảy ra"}
WHO = {
    SubjectKind.CELL: "chi bộ",
    SubjectKind.COMMITTEE: "đảng bộ",
    SubjectKind.MEETING: "chi bộ",
    SubjectKind.MEMBER: "chi bộ",
}
"""Who hands an assessment in, by what it is about."""

_USUAL_NAME = re.compile(r"[^\W_]+(?:[._][^\W_]+)*\.?")


def who(sheet: Sheet) -> str:
    """Who hands it in, inside a sentence."""
    return WHO[sheet.subject_kind]


def title(sheet: Sheet) -> str:
    """Who or what is assessed, and when."""
    named = sheet.unit_name if sheet.name == sheet.unit_name else f"{sheet.name}, {sheet.unit_name}"
    return f"{plain(named)}, {sheet.ref.when}"


def lines(text: str) -> str:
    """Text of several lines for Markdown, in which nothing else has a meaning."""
    return plain(text).replace("\n", "  \n")


def moment(at: datetime) -> str:
    """``09:05 ngày 22/11/2026``."""
    return f"{local(at):%H:%M ngày %d/%m/%Y}"


def capital(text: str) -> str:
    """A sentence that begins with a capital letter."""
    return f"{text[:1].upper()}{text[1:]}"


def options(item: Item) -> dict[str, str]:
    """What can be chosen where there are two answers."""
    if isinstance(item, PassFailItem):
        return PASS_FAIL
    return HAPPENED if isinstance(item, KnockOutItem) else YES_NO


def answer_in_words(item: Item, standing: Standing) -> str:
    """What counts as the answer, without its points; empty for plain points."""
    typed = standing.typed
    if not standing.is_applicable:
        return "Không áp dụng"
    if typed is None:
        return "Chưa chấm"
    if isinstance(item, LevelsItem):
        level = item.level(typed)
        return level.label if level else typed
    if isinstance(item, DeductionItem):
        return f"{typed} lần"
    return "" if isinstance(item, PointsItem | BonusItem) else options(item)[typed]


def result(item: Item, score: ItemScore) -> str:
    """What it comes to, in Markdown: points of the maximum, and what was lost."""
    if isinstance(item, PassFailItem | KnockOutItem):
        return ""
    if score.state is ItemState.UNANSWERED:
        return f":gray[tối đa {format_points(item.max_points)} điểm]"
    lost = f" :red[(trừ {format_points(score.lost)})]" if score.lost else ""
    of = f"/{format_points(score.max_points)}" if score.max_points else ""
    return f"**{format_points(score.points)}{of}** điểm{lost}"


def loss(item: Item, score: ItemScore) -> str:
    """What a note is about."""
    if score.lost:
        return "điểm trừ"
    return "việc đã xảy ra" if isinstance(item, KnockOutItem) else "kết quả"


def in_label(item: Item) -> str:
    """The item's name in the label of a field.

    A usual number stays as it is: what reads the screen aloud takes a label letter by letter, backslashes too.
    """
    return item.name if _USUAL_NAME.fullmatch(item.name) else plain(item.name)


def level(label: str, points: Any) -> str:
    """A level with its points, in Markdown."""
    return f"{plain(label)} · **{format_points(points)}** điểm"
