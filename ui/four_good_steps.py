"""How one unit stands in a four-good year, as badges, and the ways to whatever can be done for it now."""

import streamlit as st

from services import four_good
from services.access import Actor, Permission
from services.assessments import STATE_NAMES, AssessmentState
from services.clock import today
from services.four_good import OF_SUPERIORS, BoardRow, Owed, RecognitionRow, Stage, StageState
from services.scoring import format_points
from services.vietnamese import day
from ui import assessment_choice, navigation
from ui.four_good_calendar import badge
from ui.transactions import plain

ASSESSED = {
    AssessmentState.DRAFT: StageState.OPEN,
    AssessmentState.SUBMITTED: StageState.OPEN,
    AssessmentState.RETURNED: StageState.LATE,
    AssessmentState.ACCEPTED: StageState.DONE,
}
"""Which colour the state of an assessment has."""
NEEDED = {
    Owed.REGISTER: Permission.ASSESSMENTS_WRITE,
    Owed.CHECK: Permission.ASSESSMENTS_WRITE,
    Owed.ASSESS: Permission.ASSESSMENTS_WRITE,
    Owed.REVIEW: Permission.ASSESSMENTS_REVIEW,
    Owed.RECOGNISE: Permission.ASSESSMENTS_REVIEW,
}
"""What a link leads to wants this permission there."""
BELOW_RECOGNITION = "Không thuộc mức được công nhận"
PAGES = {
    Owed.CHECK: ("assessments.self_assessment", "Tự kiểm tra"),
    Owed.ASSESS: ("assessments.self_assessment", "Tự chấm"),
    Owed.REVIEW: ("assessments.review", "Thẩm định"),
    Owed.RECOGNISE: ("assessments.recognition", "Công nhận"),
}


def badges(row: BoardRow) -> str:
    """Everything that is known of a unit in the year, in Markdown."""
    found = [_registered(row), _checked(row), _assessed(row), *decided(row.recognition)]
    if row.may_be_recognised:
        found.append(badge(StageState.OPEN, "Chờ công nhận"))
    if row.is_below_recognition:
        found.append(badge(StageState.NOT_YET, BELOW_RECOGNITION))
    return " ".join(filter(None, found))


def decided(found: RecognitionRow | None) -> list[str]:
    """The decision on a unit, its reward and its revocation, in Markdown."""
    if found is None:
        return []
    said = [badge(StageState.DONE, f"Công nhận: QĐ {found.decision_number}, {day(found.decided_on)}")]
    if found.reward:
        said.append(badge(StageState.DONE, f"Khen thưởng: {found.reward}"))
    if found.revoked_on:
        words = f"Thu hồi: QĐ {found.revocation_decision_number}, {day(found.revoked_on)}"
        said = [badge(StageState.LATE, words), *said[1:]]
    return said


def ways(row: BoardRow, actor: Actor) -> None:
    """Draw a link to each thing that can be done now, as far as the actor may do it."""
    is_own = row.ref.unit_id == actor.unit_id
    for what in four_good.owed(row, today()):
        if actor.may(NEEDED[what]) and not (is_own and what in OF_SUPERIORS):
            _way(row, what)


def decision(found: RecognitionRow) -> None:
    """Draw the decision on a unit in whole sentences."""
    st.markdown(
        f"Được công nhận theo Quyết định số **{plain(found.decision_number)}** ngày {day(found.decided_on)} của "
        f"{plain(found.authority)}."
    )
    if found.rewarded_on:
        st.markdown(
            f"Khen thưởng: {plain(found.reward)}, Quyết định số {plain(found.reward_decision_number)} ngày "
            f"{day(found.rewarded_on)}."
        )
    if found.revoked_on:
        st.error(
            f"Đã thu hồi công nhận ngày {day(found.revoked_on)} theo Quyết định số "
            f"{plain(found.revocation_decision_number)}. Lý do: {plain(found.revocation_reason)}",
            icon=":material/block:",
        )


def _way(row: BoardRow, what: Owed) -> None:
    unit_id = row.ref.unit_id
    if what is Owed.REGISTER:
        navigation.step("Đăng ký", "how_to_reg", type="tertiary", view="register", pick=unit_id, cell=None)
        return
    ref = row.owed_checks(today())[0].ref if what is Owed.CHECK else row.ref
    about = assessment_choice.address(ref)
    if what is Owed.RECOGNISE:
        about = {"year": ref.year, "kind": ref.kind, "pick": unit_id}
    page, label = PAGES[what]
    words = f"{label} {ref.when}" if what is Owed.CHECK else label
    navigation.link(page, words, icon=None, **about)


def result(row: BoardRow) -> str:
    """State, grade and points of the year's assessment, in words."""
    return " · ".join(filter(None, [STATE_NAMES[row.state], graded(row)]))


def graded(row: BoardRow) -> str:
    """Grade and points of the year's assessment, in words."""
    points = f"{format_points(row.total)} điểm" if row.total is not None else ""
    return " · ".join(filter(None, [row.grade, points]))


def _registered(row: BoardRow) -> str:
    if row.registered_on is None:
        return badge(_or_grey(row.stands(Stage.REGISTER, today())), "Chưa đăng ký")
    if row.is_registered_late:
        return f":orange-badge[Đăng ký muộn {day(row.registered_on)}]"
    return badge(StageState.DONE, f"Đăng ký {day(row.registered_on)}")


def _checked(row: BoardRow) -> str:
    done, of = row.checked(today())
    if not of:
        return ""
    return badge(StageState.DONE if done == of else StageState.LATE, f"Tự kiểm tra {done}/{of}")


def _assessed(row: BoardRow) -> str:
    if row.state is None:
        return badge(_or_grey(row.stands(Stage.ASSESS, today())), STATE_NAMES[None])
    return badge(ASSESSED[row.state], result(row))


def _or_grey(state: StageState) -> StageState:
    """What may still be done in time is no alarm."""
    return StageState.LATE if state is StageState.LATE else StageState.NOT_YET
