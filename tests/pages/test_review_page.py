"""Approving records as reviewers and the cell see it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import FieldRemark, Meeting, MeetingState, UnitEra
from models.database import read_tx, write_tx
from services.meetings import MeetingRef
from tests.factories_meetings import a_submitted_meeting
from tests.pages.test_meetings_pages import actor, button

QUEUE = "meetings.review"


def records(**facts):
    with read_tx() as session:
        query = select(Meeting).filter_by(is_cancelled=False, **facts).order_by(Meeting.month, Meeting.unit_id)
        return session.exec(query).all()


def address(meeting):
    return {"cell": meeting.unit_id, "month": f"{meeting.month:%Y-%m}", "kind": meeting.kind, "number": meeting.number}


def test_clean_records_are_approved_together_and_the_rest_stay(open_page):
    app = open_page("huyen", QUEUE)
    before = len(records(state=MeetingState.SUBMITTED))
    every = next(button for button in app.button if button.label.startswith("Duyệt cả "))
    count = int(every.label.split()[2])
    every.click().run()
    assert any(f"Đã duyệt {count} biên bản." in said.value.replace("\\", "") for said in app.success)
    assert len(records(state=MeetingState.SUBMITTED)) == before - count
    assert not [button for button in app.button if button.label.startswith("Duyệt cả ")]


def test_a_record_is_returned_with_a_remark_and_the_cell_mends_it(open_page):
    with read_tx() as session:
        commune = session.exec(select(UnitEra).where(UnitEra.name == "Đảng bộ xã Bằng Vân")).one().unit_id
    meeting = next(row for row in records(state=MeetingState.SUBMITTED) if row.waiting_unit_id == commune)
    app = open_page("xa_bangvan", QUEUE, **address(meeting))
    button(app, "Trả lại").click().run()
    assert any("ghi rõ điều cần sửa" in error.value for error in app.error)
    next(area for area in app.text_area if str(area.key).endswith(":note")).input("Bổ sung kết luận.")
    button(app, "Trả lại").click().run()
    [returned] = [row for row in records(state=MeetingState.RETURNED) if row.id == meeting.id]
    assert returned.waiting_unit_id is None
    cell = open_page("xa_bangvan", "meetings.entry", **address(meeting))
    assert any("Bổ sung kết luận" in warning.value for warning in cell.warning)


def test_remarks_stand_at_their_field_and_are_ticked_off(open_page):
    with read_tx() as session:
        meeting_id = session.exec(select(FieldRemark.meeting_id).limit(1)).one()
        meeting = session.get(Meeting, meeting_id)
    app = open_page("huyen", "meetings.entry", **address(meeting))
    assert any("chưa nêu ai làm" in warning.value for warning in app.warning)
    ticks = [button for button in app.button if button.label == "Đã sửa"]
    assert len(ticks) == 2
    ticks[0].click().run()
    with read_tx() as session:
        resolved = select(sa.func.count()).where(FieldRemark.resolved_at.is_not(None))
        assert session.exec(resolved).one() == 1


def test_an_approved_record_is_opened_again_with_a_reason(open_page):
    meeting = records(state=MeetingState.APPROVED, kind="regular")[-1]
    app = open_page("huyen", "meetings.entry", **address(meeting))
    assert any("Đã duyệt" in text.value for text in app.markdown)
    button(app, "Mở lại để sửa").click().run()
    assert any("lý do" in error.value for error in app.error)
    next(area for area in app.text_area if str(area.key).endswith(":reason")).input("Ghi thiếu một ý kiến.")
    button(app, "Mở lại để sửa").click().run()
    assert any("đã được duyệt trước đây" in warning.value for warning in app.warning)
    with read_tx() as session:
        row = session.get(Meeting, meeting.id)
        assert (row.state, row.approved_version) == (MeetingState.DRAFT, 1)


def test_a_record_can_be_taken_back_from_approval_after_reading_what_it_affects(open_page):
    meeting = records(state=MeetingState.APPROVED, kind="regular")[-1]
    app = open_page("huyen", QUEUE, **address(meeting))
    assert any("trở lại chờ" in text.value for text in app.markdown)
    next(area for area in app.text_area if str(area.key).endswith("withdraw:note")).input("Duyệt nhầm.")
    button(app, "Rút duyệt").click().run()
    with read_tx() as session:
        assert session.get(Meeting, meeting.id).state is MeetingState.SUBMITTED


def test_what_oneself_handed_in_cannot_be_approved_and_says_whom_to_ask(open_page):
    huyen = actor("huyen")
    with write_tx() as session:
        draft = session.exec(
            select(Meeting).where(Meeting.state == MeetingState.DRAFT, Meeting.kind == "regular")
        ).first()
        ref = replace(MeetingRef(draft.unit_id, draft.month), kind=draft.kind)
        a_submitted_meeting(session, huyen, ref)
    app = open_page("huyen", QUEUE, cell=ref.unit_id, month=f"{ref.month:%Y-%m}", kind="regular", number=1)
    assert any("không tự duyệt được" in info.value for info in app.info)
    assert not [found for found in app.button if found.label == "Duyệt"]


@pytest.mark.parametrize("username", ["lanhdao", "cb_khuoingoa", "quantri"])
def test_others_have_no_such_page(open_page, username):
    app = open_page(username, QUEUE)
    assert "Duyệt biên bản" not in [title.value for title in app.title]


def test_a_link_to_a_record_out_of_reach_finds_nothing(open_page):
    with read_tx() as session:
        commune = session.exec(select(UnitEra).where(UnitEra.name == "Đảng bộ xã Bằng Vân")).one().unit_id
        other = session.exec(
            select(UnitEra.unit_id).where(UnitEra.parent_id != commune, UnitEra.kind == "cell").limit(1)
        ).one()
    app = open_page("xa_bangvan", QUEUE, cell=other, month="2026-10", kind="regular", number=1)
    assert any("Không tìm thấy" in error.value for error in app.error)
