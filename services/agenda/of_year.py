"""What is to be done of a four-good year."""

from models import Role
from services.access import Actor
from services.agenda.rows import Duty, DutyKind, shares
from services.assessments import AssessmentRef, AssessmentState
from services.clock import today
from services.four_good import CELL, KIND_NAMES, UNIT_WORDS, Outstanding, Owed, Stage, StageState
from services.vietnamese import number

SHOWN_CHECKS = 3


_OWN_KINDS = {Owed.REGISTER: DutyKind.REGISTER, Owed.CHECK: DutyKind.CHECK, Owed.ASSESS: DutyKind.ASSESS}
_KINDS = {
    Owed.REGISTER: DutyKind.REGISTER,
    Owed.CHECK: DutyKind.FOLLOW_CHECKS,
    Owed.ASSESS: DutyKind.FOLLOW_ASSESSMENTS,
    Owed.REVIEW: DutyKind.REVIEW,
    Owed.RECOGNISE: DutyKind.RECOGNISE,
}


def duty(actor: Actor, waiting: Outstanding) -> Duty:
    """One thing of a four-good year: about the own unit, or about how many of those below."""
    kind, first = _KINDS[waiting.owed], waiting.rows[0]
    if waiting.is_own:
        kind = _OWN_KINDS[waiting.owed]
    elif waiting.owed is Owed.ASSESS and actor.role is Role.COMMUNE_OFFICER:
        kind = DutyKind.ASSESS
    is_own_check = waiting.is_own and waiting.owed is Owed.CHECK
    everybody = AssessmentRef(actor.unit_id, waiting.year, waiting.kind)
    return Duty(
        kind,
        _own_sentence(waiting) if waiting.is_own else _sentence(waiting),
        waiting.due_on,
        cell_id=actor.unit_id if waiting.is_own else None,
        assessment=first.owed_checks(today())[0].ref if is_own_check else everybody,
        shares=() if waiting.is_own else shares([row.group_name for row in waiting.rows]),
    )


def _own_sentence(waiting: Outstanding) -> str:
    [row], year = waiting.rows, waiting.year
    who, named = UNIT_WORDS[waiting.kind].capitalize(), f"“{KIND_NAMES[waiting.kind].lower()}”"
    if waiting.owed is Owed.REGISTER:
        return f"{who} chưa đăng ký {named} năm {year}."
    if waiting.owed is Owed.CHECK:
        spans = [check.ref.when for check in row.owed_checks(today())]
        more = f" và {number(len(spans) - SHOWN_CHECKS)} kỳ khác" if len(spans) > SHOWN_CHECKS else ""
        return f"{who} chưa nộp bản tự kiểm tra {named} {', '.join(spans[:SHOWN_CHECKS])}{more}."
    sentences = {
        AssessmentState.DRAFT: f"Bản tự chấm {named} năm {year} đang chấm dở, chưa nộp.",
        AssessmentState.RETURNED: f"Bản tự chấm {named} năm {year} được trả lại để sửa, chưa nộp lại.",
    }
    unbegun = f"{who} chưa tự chấm {named} năm {year}."
    return sentences.get(row.state, unbegun) if row.state else unbegun


def _sentence(waiting: Outstanding) -> str:
    year, count = waiting.year, number(len(waiting.rows))
    who, named = UNIT_WORDS[waiting.kind], f"“{KIND_NAMES[waiting.kind].lower()}”"
    some = f"Còn {count}/{number(waiting.of)} {who}"
    of_kind = "" if waiting.kind == CELL else f" {named}"
    return {
        Owed.REGISTER: f"{some} chưa đăng ký {named} năm {year}.",
        Owed.CHECK: f"{some} chưa nộp đủ các bản tự kiểm tra {named} năm {year}.",
        Owed.ASSESS: _assessing(waiting, some, of_kind),
        Owed.REVIEW: f"{count} bản tự chấm{of_kind} năm {year} đang chờ thẩm định.",
        Owed.RECOGNISE: f"{count} bản tự chấm{of_kind} năm {year} đã thông qua, đang chờ quyết định công nhận.",
    }[waiting.owed]


def _assessing(waiting: Outstanding, some: str, of_kind: str) -> str:
    """How many are not handed in; out of season only those that were sent back are counted."""
    year, who = waiting.year, UNIT_WORDS[waiting.kind]
    returned = sum(row.state is AssessmentState.RETURNED for row in waiting.rows)
    is_season = any(row.stands(Stage.ASSESS, today()) is not StageState.NOT_YET for row in waiting.rows)
    if year < today().year or not is_season:
        return f"{number(returned)} bản tự chấm{of_kind} năm {year} đã trả lại để sửa, {who} chưa nộp lại."
    back = f" ({number(returned)} bản trả lại để sửa)" if returned else ""
    return f"{some} chưa nộp bản tự chấm{of_kind} năm {year}{back}."
