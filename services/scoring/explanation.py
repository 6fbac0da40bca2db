"""A score in Vietnamese sentences, written from its derivation and nothing else."""

from collections.abc import Iterator

from services.scoring.fact_words import missing_in_words
from services.scoring.form import Form
from services.scoring.gate_words import unmet
from services.scoring.item_words import item_in_words
from services.scoring.metric import NO_METRICS, Metrics
from services.scoring.numbers import ZERO, format_points
from services.scoring.score import ItemState, NextGrade, NoGrade, Rule, Score, Step
from services.vietnamese import listing


def headline(form: Form, score: Score, metrics: Metrics = NO_METRICS) -> str:
    """One sentence: the grade, and why not the next one up; or why there is no grade.

    Metrics are called by their names in the catalogue; without one, by their ids.
    """
    if score.grade is None:
        return _without_grade(form, score, metrics)
    if score.next_grade is None:
        return f"{score.grade.label}: {_points(score)}." if score.total is not None else f"{score.grade.label}."
    return f"{score.grade.label}: {_short_of(form, score, score.next_grade, metrics)}."


def explanation(form: Form, score: Score, metrics: Metrics = NO_METRICS) -> tuple[str, ...]:
    """The headline; each section; each item that is open, computed, lost points or was left out; every cut."""
    return (headline(form, score, metrics), *_sections(form, score), *_remarks(form, score, metrics))


def _without_grade(form: Form, score: Score, metrics: Metrics) -> str:
    match score.no_grade:
        case NoGrade.INCOMPLETE:
            return f"Chưa xếp loại: {_open(score)}."
        case NoGrade.NOTHING_APPLIES:
            return "Không xếp loại được: không có tiêu chí nào áp dụng."
        case NoGrade.NO_BAND:
            return f"Không xếp loại được: {_points(score)} không thuộc mức nào của bộ tiêu chí."
        case NoGrade.SEVERAL_BANDS:
            labels = listing(grade.label for grade in form.grades if grade.id in score.candidates)
            return f"Không xếp loại được: {_points(score)} thuộc cùng lúc các mức {labels}."
        case NoGrade.NO_DATA:
            return _left_open(score, metrics)
        case _:
            reasons = "; ".join(_conditions(form, score, score.next_grade, metrics)) if score.next_grade else ""
            return f"Không xếp loại được: chưa đủ điều kiện của mức nào; {reasons}."


def _open(score: Score) -> str:
    refused = sum(item.state is ItemState.REFUSED for item in score.items)
    counts = [(len(score.unanswered), "tiêu chí chưa chấm"), (refused, "tiêu chí nhập chưa đúng")]
    return f"còn {listing(f'{count} {what}' for count, what in counts if count)}"


def _left_open(score: Score, metrics: Metrics) -> str:
    grade = score.next_grade
    missing = dict.fromkeys(metric for gate in grade.unknown for metric in gate.at_fault) if grade else {}
    reached = f"{_points(score)} nhưng " if score.total is not None else ""
    return f"Chưa xếp loại: {reached}chưa có số liệu về {missing_in_words(missing, metrics)} để xét mức {grade.label if grade else ''}."


def _points(score: Score) -> str:
    return f"{format_points(score.total_so_far)} điểm"


def _short_of(form: Form, score: Score, better: NextGrade, metrics: Metrics) -> str:
    conditions = "; ".join(_conditions(form, score, better, metrics))
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


def _conditions(form: Form, score: Score, grade: NextGrade, metrics: Metrics) -> Iterator[str]:
    gates = next(known.requires for known in form.grades if known.id == grade.id)
    for gate in grade.unmet:
        yield unmet(form, score, gates[gate.place], gate.at_fault, metrics)


def _sections(form: Form, score: Score) -> Iterator[str]:
    if form.scoring_mode == "pass_fail":
        return
    for section in score.sections:
        named = form.section_by_id[section.id]
        name = f"{named.number}. {named.title}" if named.number else named.title
        extra = f" (trong đó {format_points(section.extra)} điểm cộng)" if section.extra else ""
        yield f"{name}: {format_points(section.points_so_far)}/{format_points(section.max_points)} điểm{extra}."


def _remarks(form: Form, score: Score, metrics: Metrics) -> Iterator[str]:
    steps: dict[str, dict[Rule, Step]] = {}
    for step in score.derivation:
        steps.setdefault(step.target, {})[step.rule] = step
    for item in score.items:
        if said := item_in_words(form.items[item.id], item, steps.get(item.id, {}), metrics):
            yield f"Tiêu chí {form.items[item.id].name}: {said}."
    yield from (problem.sentence for problem in score.problems)
    yield from (_cut(form, step) for step in score.derivation if step.rule in _CUTS)


_CUTS = {Rule.SECTION_MAXIMUM, Rule.REBASE, Rule.TOTAL_MAXIMUM}


def _cut(form: Form, step: Step) -> str:
    points = format_points(abs(step.points))
    if step.rule is Rule.SECTION_MAXIMUM:
        return f"Mục “{form.section_by_id[step.target].title}” vượt điểm tối đa nên không tính {points} điểm."
    if step.rule is Rule.TOTAL_MAXIMUM:
        return f"Tổng điểm vượt {format_points(form.max_points)} nên không tính {points} điểm."
    left, whole = step.said.replace(".", ",").split("/")
    return f"Quy đổi từ điểm tối đa {left} sang {whole}: {'thêm' if step.points >= ZERO else 'bớt'} {points} điểm."
