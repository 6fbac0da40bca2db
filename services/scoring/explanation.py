"""A score in Vietnamese sentences, written from its derivation and nothing else."""

from collections.abc import Iterator

from services.scoring.conditions import condition
from services.scoring.form import Form
from services.scoring.items import DeductionItem, Item, KnockOutItem, LevelsItem, PassFailItem
from services.scoring.numbers import ZERO, format_points
from services.scoring.score import ItemState, NextGrade, NoGrade, Rule, Score, Step
from services.vietnamese import listing

_NOT_APPLICABLE = {
    "full": "không áp dụng, tính như đạt đủ",
    "zero": "không áp dụng, tính như không đạt",
    "leaves_maximum": "không áp dụng, không tính vào điểm tối đa",
}


def headline(form: Form, score: Score) -> str:
    """One sentence: the grade, and why not the next one up; or why there is no grade."""
    if score.grade is None:
        return _without_grade(form, score)
    if score.next_grade is None:
        return f"{score.grade.label}: {_points(score)}." if score.total is not None else f"{score.grade.label}."
    return f"{score.grade.label}: {_short_of(form, score, score.next_grade)}."


def explanation(form: Form, score: Score) -> tuple[str, ...]:
    """The headline, then each section, each item that is open, lost points or was left out, and every cut."""
    return (headline(form, score), *_sections(form, score), *_remarks(form, score))


def _without_grade(form: Form, score: Score) -> str:
    if score.no_grade is NoGrade.INCOMPLETE:
        return f"Chưa xếp loại: {_open(score)}."
    if score.no_grade is NoGrade.NOTHING_APPLIES:
        return "Không xếp loại được: không có tiêu chí nào áp dụng."
    if score.no_grade is NoGrade.NO_BAND:
        return f"Không xếp loại được: {_points(score)} không thuộc mức nào của bộ tiêu chí."
    if score.no_grade is NoGrade.SEVERAL_BANDS:
        labels = listing(grade.label for grade in form.grades if grade.id in score.candidates)
        return f"Không xếp loại được: {_points(score)} thuộc cùng lúc các mức {labels}."
    reasons = "; ".join(_conditions(form, score, score.next_grade)) if score.next_grade else ""
    return f"Không xếp loại được: chưa đủ điều kiện của mức nào; {reasons}."


def _open(score: Score) -> str:
    refused = sum(item.state is ItemState.REFUSED for item in score.items)
    counts = [(len(score.unanswered), "tiêu chí chưa chấm"), (refused, "tiêu chí nhập chưa đúng")]
    return f"còn {listing(f'{count} {what}' for count, what in counts if count)}"


def _points(score: Score) -> str:
    return f"{format_points(score.total_so_far)} điểm"


def _short_of(form: Form, score: Score, better: NextGrade) -> str:
    conditions = "; ".join(_conditions(form, score, better))
    if score.total is None:
        return f"{conditions} nên chưa được xếp {better.label}"
    if better.has_enough_points:
        return f"đủ {_points(score)} nhưng {conditions}"
    also = f"; ngoài ra {conditions}" if conditions else ""
    return f"{_points(score)}{_missing_points(better)}{also}"


def _missing_points(better: NextGrade) -> str:
    if better.is_bound_inclusive:
        return f", thiếu {format_points(better.missing_points)} điểm để đạt {better.label}"
    # No number of points is "missing" for a bound that must be passed.
    return f", phải trên {format_points(better.bound or ZERO)} điểm mới đạt {better.label}"


def _conditions(form: Form, score: Score, grade: NextGrade) -> Iterator[str]:
    gates = next(known.requires for known in form.grades if known.id == grade.id)
    for unmet in grade.unmet:
        yield condition(form, score, gates[unmet.place], unmet.at_fault)


def _sections(form: Form, score: Score) -> Iterator[str]:
    if form.scoring_mode == "pass_fail":
        return
    for section in score.sections:
        named = form.section_by_id[section.id]
        name = f"{named.number}. {named.title}" if named.number else named.title
        extra = f" (trong đó {format_points(section.extra)} điểm cộng)" if section.extra else ""
        yield f"{name}: {format_points(section.points_so_far)}/{format_points(section.max_points)} điểm{extra}."


def _remarks(form: Form, score: Score) -> Iterator[str]:
    steps = {step.target: step for step in score.derivation if step.rule in {Rule.ITEM, Rule.NOT_APPLICABLE}}
    for item in score.items:
        if item.id in score.unanswered:
            yield f"Tiêu chí {form.items[item.id].name}: chưa chấm."
        elif item.id in steps and (reason := _reason(form.items[item.id], steps[item.id], lost=item.lost > ZERO)):
            yield f"Tiêu chí {form.items[item.id].name}: {reason}."
    yield from (problem.sentence for problem in score.problems)
    yield from (_cut(form, step) for step in score.derivation if step.rule in _CUTS)


def _reason(item: Item, step: Step, *, lost: bool) -> str:
    """Why the item has the points that it has; nothing where there is nothing to say."""
    if step.rule is Rule.NOT_APPLICABLE:
        return _NOT_APPLICABLE[step.said]
    if isinstance(item, PassFailItem | KnockOutItem):
        failed = "chưa đạt" if isinstance(item, PassFailItem) else "có xảy ra (điều kiện loại trừ)"
        return failed if step.is_met is False else ""
    if item.method == "bonus":
        return f"cộng {format_points(step.points)} điểm" if step.points else ""
    return f"{format_points(step.points)}/{format_points(item.max_points)} điểm{_how(item, step)}" if lost else ""


def _how(item: Item, step: Step) -> str:
    if isinstance(item, DeductionItem):
        return f" ({step.said} lần, mỗi lần trừ {format_points(item.per_occurrence)} điểm)"
    level = item.level(step.said) if isinstance(item, LevelsItem) else None
    return f" (mức “{level.label}”)" if level else ""


_CUTS = {Rule.SECTION_MAXIMUM, Rule.REBASE, Rule.TOTAL_MAXIMUM}


def _cut(form: Form, step: Step) -> str:
    points = format_points(abs(step.points))
    if step.rule is Rule.SECTION_MAXIMUM:
        return f"Mục “{form.section_by_id[step.target].title}” vượt điểm tối đa nên không tính {points} điểm."
    if step.rule is Rule.TOTAL_MAXIMUM:
        return f"Tổng điểm vượt {format_points(form.max_points)} nên không tính {points} điểm."
    left, whole = step.said.replace(".", ",").split("/")
    return f"Quy đổi từ điểm tối đa {left} sang {whole}: {'thêm' if step.points >= ZERO else 'bớt'} {points} điểm."
