"""Scoring a form from a file of answers and figures, and the result as plain data: docs/criteria-files.md."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services import scoring
from services.errors import Invalid
from services.metrics import METRICS
from services.scoring import (
    Answer,
    BonusItem,
    DeductionItem,
    Facts,
    Form,
    InvalidFacts,
    Item,
    ItemScore,
    LevelsItem,
    PointsItem,
    Score,
    UnreadablePoints,
    Value,
)

_FIELDS = {"value", "applicable", "note", "reason"}
_WORDS = {"yes": True, "no": False}


def trial_input(form: Form, text: str) -> tuple[dict[str, Answer], Facts]:
    """The answers and figures in a JSON text. Raises Invalid with everything that is wrong in it."""
    data = _object(text)
    reasons = [f"{name}: không có phần nào tên như vậy." for name in data if name not in {"answers", "facts"}]
    answers: dict[str, Answer] = {}
    facts: Facts = {}
    for item_id, given in _part(data, "answers").items():
        try:
            answers[item_id] = _answer(form, item_id, given)
        except Invalid as problem:
            reasons.append(f"answers.{item_id}: {problem.sentence}")
    try:
        facts = scoring.facts_from(_part(data, "facts"))
    except InvalidFacts as problem:
        reasons += [f"facts.{fault}" for fault in problem.faults]
    if reasons:
        raise Invalid("Tệp câu trả lời và số liệu có chỗ cần sửa:", reasons=tuple(reasons))
    return answers, facts


def trial_output(form: Form, score: Score) -> dict[str, Any]:
    """The result as JSON holds it: points as text, so that none is rounded."""
    return {
        "form": form.id,
        "version": form.version,
        "total": _plain(score.total),
        "total_so_far": _plain(score.total_so_far),
        "max_points": _plain(score.max_points),
        "grade": score.grade and {"id": score.grade.id, "label": score.grade.label, "rank": score.grade.rank},
        "no_grade": score.no_grade,
        "unanswered": list(score.unanswered),
        "unexplained": list(score.unexplained),
        "sections": {section.id: _plain(section.points_so_far) for section in score.sections},
        "items": {item.id: _item(item) for item in score.items},
        "explanation": list(scoring.explanation(form, score, METRICS)),
    }


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as problem:
        line = f" (dòng {problem.lineno})" if isinstance(problem, json.JSONDecodeError) else ""
        raise Invalid(f"Tệp câu trả lời và số liệu không đọc được theo cú pháp JSON{line}.") from None
    if not isinstance(data, dict):
        raise Invalid("Tệp câu trả lời và số liệu phải là một nhóm “answers” và “facts”.")
    return data


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data.get(name, {})
    if not isinstance(part, dict):
        raise Invalid(f"Phần “{name}” phải là một nhóm “mã: giá trị”.")
    return part


def _answer(form: Form, item_id: str, given: object) -> Answer:
    item = form.items.get(item_id)
    if item is None:
        raise Invalid("bộ tiêu chí không có tiêu chí này.")
    if not isinstance(given, dict):
        given = {"value": given}
    if unknown := sorted(given.keys() - _FIELDS):
        raise Invalid(f"không có trường nào tên “{unknown[0]}”.")
    note, reason, is_applicable = given.get("note", ""), given.get("reason", ""), given.get("applicable", True)
    if not isinstance(is_applicable, bool) or not isinstance(note, str) or not isinstance(reason, str):
        raise Invalid("applicable là true hoặc false; note và reason là chữ.")
    answer = Answer(_value(item, given.get("value")), is_applicable, note, reason)
    scoring.validate_answer(form, item_id, answer)
    return answer


def _value(item: Item, given: Any) -> Value:
    """A number, a word or yes and no as JSON writes it; what does not fit is for scoring to refuse."""
    if isinstance(item, PointsItem | BonusItem) and isinstance(given, str):
        try:
            return scoring.parse_points(given)
        except UnreadablePoints as problem:
            raise Invalid(problem.sentence) from None
    if isinstance(given, str) and not isinstance(item, LevelsItem | DeductionItem):
        return _WORDS.get(given, given)
    if given is None or isinstance(given, bool | int | str | Decimal):
        return given
    raise Invalid("giá trị phải là một số, một chữ, true, false hoặc null.")


def _item(item: ItemScore) -> dict[str, Any]:
    return {
        "state": item.state,
        "points": _plain(item.points),
        "max_points": _plain(item.max_points),
        "by": item.origin,
    }


def _plain(points: Decimal | None) -> str | None:
    return None if points is None else scoring.spelled(points)
