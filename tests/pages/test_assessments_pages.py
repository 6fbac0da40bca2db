"""The unit's form and the reviewer's desk: written through, handed in, answered beside, sent back; every role."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from models import Account, Assessment, AssessmentState, CriteriaSet, CriteriaState, Meeting, Remark, Unit, UnitEra
from models.base import new_id
from models.database import read_tx, write_tx
from services import assessments, clock
from services.access import Actor
from services.assessments import AssessmentRef
from tests.factories import actor_of
from tests.factories_assessments import COMPUTED, FULL_MARKS, a_criteria_set

SELF, REVIEW = "assessments.self_assessment", "assessments.review"
SECRETARY, OFFICER, DISTRICT = "cb_khuoingoa", "xa_bangvan", "huyen"
COMMITTEE = "four_good_committee"


def actor(username: str) -> Actor:
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


def publish(username: str, **changes) -> None:
    """Put a small form in force for the unit of an account; being the nearest issuer's it is the one that holds."""
    with write_tx() as session:
        unit = session.get_one(Unit, actor(username).unit_id)
        a_criteria_set(session, unit, **({"valid_from": date(clock.today().year, 1, 1)} | changes))


@pytest.fixture
def ref(sample_engine) -> AssessmentRef:
    """This year's assessment of Khuổi Ngọa, which nobody has begun, by a form of four items."""
    publish(OFFICER, code="bon_muc")
    return AssessmentRef(actor(SECRETARY).unit_id, clock.today().year)


@pytest.fixture
def figured(sample_engine) -> AssessmentRef:
    """The same by a form that figures answer in part."""
    publish(OFFICER, code="so_lieu", text=COMPUTED)
    return AssessmentRef(actor(SECRETARY).unit_id, clock.today().year)


def sheet(ref):
    with read_tx() as session:
        return assessments.sheet(session, actor("quantri"), ref)


def item_of(ref, item_id):
    return next(row for row in sheet(ref).items if row.item.id == item_id)


def answer(ref, item_id, value, field="value", seen=None, username=SECRETARY):
    with write_tx() as session:
        assessments.answer(session, actor(username), ref, item_id, field, value, seen)


def fill(ref, username=SECRETARY, **differently):
    """Full marks for every item, except as said."""
    for item_id, value in (FULL_MARKS | differently).items():
        answer(ref, item_id, value, username=username)


def complete(ref):
    """What the figures leave open, and a note wherever something was lost."""
    answer(ref, "c4", "6")
    if item_of(ref, "c5").score.is_open:
        answer(ref, "c5", "yes")
    for row in sheet(ref).items:
        if row.own.has_lost:
            answer(ref, row.item.id, "Có đồng chí vắng.", "note", "")


def hand_in(ref, username=SECRETARY):
    with write_tx() as session:
        assessments.submit(session, actor(username), ref)


def field(app, ref, name, stage="assessment"):
    key = f"{stage}:{ref.name}:{name}"
    return next(
        widget
        for kind in ("text_input", "text_area", "radio", "toggle", "button_group", "date_input")
        for widget in app.get(kind)
        if widget.key == key
    )


def has_field(app, ref, name, stage="assessment") -> bool:
    try:
        return bool(field(app, ref, name, stage))
    except StopIteration:
        return False


def opened(app, key):
    """The page with a popover or expander open."""
    app.session_state[key] = True
    return app.run()


def button(app, label):
    return next(button for button in app.button if button.label.replace("\\", "") == label)


def area(app, label):
    return next(widget for widget in app.text_area if widget.label.startswith(label))


def choice(app, label):
    return next(widget for widget in app.selectbox if widget.label == label)


def said(app) -> str:
    """Everything the page says."""
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


@contextmanager
def statements(engine) -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def state_of(ref) -> AssessmentState | None:
    return sheet(ref).course.state


# The unit's form


def test_a_secretary_opens_the_own_form_empty(open_page, ref):
    app = open_page(SECRETARY, SELF)
    assert app.title[0].value == "Tự chấm chi bộ bốn tốt"
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value.replace("\\", "")
    assert "Chưa xếp loại: còn 4 tiêu chí chưa chấm." in said(app)
    assert {widget.value for widget in app.text_input if widget.key.startswith("assessment:")} == {""}
    assert {widget.value for widget in app.radio} == {None}
    assert state_of(ref) is None


def test_what_is_typed_is_stored_and_counted_at_once(open_page, ref):
    app = open_page(SECRETARY, SELF)
    field(app, ref, "i1.value").input("9,5").run()
    assert item_of(ref, "i1").typed == "9,5"
    assert "Tốt 1: 9,5/15 điểm" in said(app)
    assert "9,5/10" in said(app)
    assert "Đã lưu lúc" in said(app)


def test_a_refused_value_stays_beside_its_sentence(open_page, ref):
    app = open_page(SECRETARY, SELF)
    field(app, ref, "i1.value").input("11").run()
    assert field(app, ref, "i1.value").value == "11"
    assert "phải từ 0 đến 10; đã nhập 11" in said(app)
    assert state_of(ref) is None
    field(app, ref, "i1.value").input("10").run()
    assert not app.error


def test_a_lost_point_asks_for_its_note(open_page, ref):
    app = open_page(SECRETARY, SELF)
    assert not app.text_area
    field(app, ref, "i1.value").input("9,5").run()
    field(app, ref, "i1.note").input("Thiếu một chỉ tiêu.").run()
    assert item_of(ref, "i1").answer.note == "Thiếu một chỉ tiêu."


def second_section(app, ref):
    return opened(app, f"assessment:{ref.name}:good_2:write")


def test_only_what_stands_open_is_drawn(open_page, ref):
    app = open_page(SECRETARY, SELF)
    assert has_field(app, ref, "i2.value")
    assert not has_field(app, ref, "i3.value")
    assert has_field(second_section(app, ref), ref, "i3.value")


def test_what_does_not_apply_hides_its_field(open_page, ref):
    app = second_section(open_page(SECRETARY, SELF), ref)
    field(app, ref, "i4.left_out").set_value(True).run()
    assert item_of(ref, "i4").answer.is_applicable is False
    assert not has_field(app, ref, "i4.value")
    field(app, ref, "i4.left_out").set_value(False).run()
    assert item_of(ref, "i4").answer.is_applicable is True
    assert field(app, ref, "i4.value").value == ""


def test_an_incomplete_form_is_refused_with_a_list(open_page, ref):
    app = open_page(SECRETARY, SELF)
    field(app, ref, "i1.value").input("9,5").run()
    button(app, "Nộp bản tự chấm").click().run()
    assert re.search(r"còn 4 việc phải làm\\?\.\n- Tiêu chí", app.error[0].value)
    assert "Tiêu chí 1.1 bị trừ 0,5 điểm nhưng chưa có thuyết minh." in said(app)
    assert state_of(ref) is AssessmentState.DRAFT


def test_a_complete_form_is_handed_in_and_taken_back(open_page, ref):
    fill(ref)
    app = open_page(SECRETARY, SELF)
    button(app, "Nộp bản tự chấm").click().run()
    assert "Đã nộp bản tự chấm." in said(app)
    assert "Tốt: 20 điểm." in said(app)
    assert not has_field(app, ref, "i1.value")
    assert state_of(ref) is AssessmentState.SUBMITTED
    button(app, "Rút lại để sửa").click().run()
    assert state_of(ref) is AssessmentState.DRAFT
    assert has_field(app, ref, "i1.value")


def test_the_reason_stands_in_words(open_page, ref):
    fill(ref, i1="7,5")
    assert "Khá: 17,5 điểm, thiếu 0,5 điểm để đạt Tốt." in said(open_page(SECRETARY, SELF))


def test_the_form_says_which_set_it_uses_and_why(open_page, ref):
    app = open_page(SECRETARY, SELF)
    assert "Bộ tiêu chí thử" in said(app)
    assert "cấp gần đơn vị nhất" in said(app)


def test_an_officer_chooses_among_the_cells_of_the_commune(open_page, ref):
    app = open_page(OFFICER, SELF, cell=ref.unit_id, year=ref.year)
    assert "Khuổi Ngọa" in app.subheader[0].value
    assert len(choice(app, "Chi bộ").options) == 19


def test_the_address_of_a_foreign_cell_opens_an_own_one(open_page, ref):
    app = open_page(SECRETARY, SELF, cell=UUID(int=7), year=ref.year)
    assert "Khuổi Ngọa" in app.subheader[0].value


def test_last_year_is_there_to_be_read(open_page, ref):
    app = open_page(SECRETARY, SELF, year=ref.year - 1)
    assert f"năm {ref.year - 1}" in app.subheader[0].value


def test_a_year_without_forms_says_whom_to_ask(open_page, ref):
    with write_tx() as session:
        session.exec(sa.update(CriteriaSet).values(state=CriteriaState.DRAFT))
    for username, page in ((SECRETARY, SELF), (OFFICER, REVIEW)):
        assert "chưa có bộ tiêu chí nào có hiệu lực" in said(open_page(username, page))


# Figures


def test_figures_stand_beside_their_item_and_count_without_a_click(open_page, figured):
    app = open_page(SECRETARY, SELF)
    facts = sheet(figured).facts["attendance_rate"]
    assert "Số liệu: tỷ lệ dự họp" in said(app)
    assert f"({facts.part}/{facts.whole}) → đề xuất mức" in said(app)
    assert "Theo số liệu" in said(app)
    assert field(app, figured, "c1.value").value == item_of(figured, "c1").typed is not None
    assert state_of(figured) is None


def other_level(ref) -> str:
    return next(level.id for level in item_of(ref, "c1").item.levels if level.id != item_of(ref, "c1").typed)


def test_another_choice_wants_a_reason_and_is_taken_back_by_a_click(open_page, figured):
    proposed, other = item_of(figured, "c1").typed, other_level(figured)
    app = open_page(SECRETARY, SELF)
    assert not has_field(app, figured, "c1.reason")
    field(app, figured, "c1.value").set_value(other).run()
    assert (item_of(figured, "c1").typed, item_of(figured, "c1").own.is_overridden) == (other, True)
    assert "Chấm khác số liệu" in said(app)
    field(app, figured, "c1.reason").input("Sổ điểm danh ghi khác.").run()
    assert item_of(figured, "c1").answer.reason == "Sổ điểm danh ghi khác."
    button(app, "Theo số liệu").click().run()
    assert item_of(figured, "c1").answer.value is None
    assert field(app, figured, "c1.value").value == proposed
    assert not has_field(app, figured, "c1.reason")
    assert "Đã bỏ phần chấm riêng." in said(app)
    assert "Đã bỏ phần chấm riêng." not in said(app.run())


def test_choosing_what_the_figures_propose_follows_the_figures_again(open_page, figured):
    proposed, other = item_of(figured, "c1").typed, other_level(figured)
    app = open_page(SECRETARY, SELF)
    for value in (other, proposed, other, proposed):
        field(app, figured, "c1.value").set_value(value).run()
        assert not app.error
    assert item_of(figured, "c1").answer.value is None


def test_an_emptied_number_shows_what_the_figures_say_again(open_page, figured):
    app = open_page(SECRETARY, SELF)
    proposed = field(app, figured, "c2.value").value
    assert proposed == item_of(figured, "c2").typed
    field(app, figured, "c2.value").input("7").run()
    assert item_of(figured, "c2").typed == "7"
    field(app, figured, "c2.value").input("").run()
    assert item_of(figured, "c2").answer.value is None
    assert field(app, figured, "c2.value").value == proposed


def test_the_rows_behind_a_figure_are_read_when_they_are_asked_for(open_page, sample_engine, figured):
    app = open_page(SECRETARY, SELF)
    assert "Ngày họp" not in said(app)
    key = f"figures:{figured.name}:c1"
    with statements(sample_engine) as closed:
        app.run()
    with statements(sample_engine) as sent:
        opened(app, key)
    assert len(sent) > len(closed)
    assert "Tỷ lệ dự họp" in said(app)
    assert "| --- |" in said(app)


# The vote


def test_the_vote_is_written_beside_its_base(open_page, ref):
    app = open_page(SECRETARY, SELF)
    field(app, ref, "voted_on", "vote").set_value(clock.today()).run()
    assert "Căn cứ tính:" in said(app)
    for name, typed in (("votes_present", "9"), ("votes_for", "8"), ("votes_against", "1"), ("votes_abstained", "0")):
        field(app, ref, name, "vote").input(typed).run()
    assert not app.error
    assert "8/" in sheet(ref).vote.result
    assert sheet(ref).vote.result in said(app)


def test_a_vote_that_cannot_be_stays_with_its_sentence(open_page, ref):
    app = open_page(SECRETARY, SELF)
    field(app, ref, "votes_present", "vote").input("5").run()
    field(app, ref, "votes_for", "vote").input("6").run()
    assert "nhiều hơn 5 đảng viên chính thức có mặt" in said(app)
    assert field(app, ref, "votes_for", "vote").value == "6"
    field(app, ref, "votes_present", "vote").input("9").run()
    assert not app.error
    assert dict(sheet(ref).vote.numbers)["votes_for"] == 6


# Evidence


def test_a_file_is_kept_offered_dated_and_taken_away_again(open_page, ref):
    app = opened(open_page(SECRETARY, SELF), f"evidence:{ref.name}:i1:open")
    app.get("file_uploader")[0].upload("Nghị quyết.pdf", b"%PDF-1.7").run()
    file = item_of(ref, "i1").evidence[0]
    assert f"[Nghị quyết.pdf](/files/evidence/{file.evidence_id})" in said(app)
    assert f"SHA-256 {file.digest}" in said(app)
    day = next(widget for widget in app.date_input if widget.key == f"evidence:{file.evidence_id}:effective_on")
    day.set_value(date(ref.year, 1, 5)).run()
    assert item_of(ref, "i1").evidence[0].effective_on == date(ref.year, 1, 5)
    assert f"ngày 05/01/{ref.year}" in said(app)
    button(app, "Bỏ Nghị quyết.pdf").click().run()
    assert item_of(ref, "i1").evidence == ()
    assert "Đã bỏ minh chứng." in said(app)


def test_a_file_of_another_kind_is_refused_in_words(open_page, ref):
    app = opened(open_page(SECRETARY, SELF), f"evidence:{ref.name}:i1:open")
    app.get("file_uploader")[0].upload("virus.pdf", b"MZ").run()
    assert "Chỉ nhận tệp PDF" in said(app)
    assert state_of(ref) is None


def test_a_meeting_of_the_year_is_pointed_to_and_leads_to_its_record(open_page, ref):
    app = opened(open_page(SECRETARY, SELF), f"evidence:{ref.name}:i1:open")
    with read_tx() as session:
        held = select(Meeting.id).where(Meeting.unit_id == ref.unit_id, col(Meeting.month) >= ref.starts_on)
        meeting_id = session.exec(held.order_by(col(Meeting.month))).first()
    button(app, "Dẫn làm minh chứng").click().run()
    assert "Đồng chí chọn nội dung cần dẫn." in said(app)
    choice(app, "Dẫn dữ liệu trên cổng cho tiêu chí 1.1").set_value(str(meeting_id)).run()
    button(app, "Dẫn làm minh chứng").click().run()
    [link] = item_of(ref, "i1").beside.links
    assert f"[{link.label}](/nhap-bien-ban?cell={ref.unit_id}&month={link.place.month:%Y-%m}" in said(app)
    button(app, f"Bỏ {link.label}").click().run()
    assert item_of(ref, "i1").beside.links == ()


# The reviewer's desk


def test_the_queue_opens_on_what_waits(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = open_page(OFFICER, REVIEW)
    assert app.title[0].value == "Thẩm định chi bộ bốn tốt"
    button(app, "Chi bộ Khuổi Ngọa").click().run()
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value.replace("\\", "")
    assert "Tốt: 20 điểm." in said(app)
    button(app, "Về danh sách thẩm định").click().run()
    assert button(app, "Chi bộ Khuổi Ngọa")


def test_a_state_without_rows_says_so(open_page, ref):
    with write_tx() as session:
        for row in session.exec(select(Assessment).where(Assessment.state == AssessmentState.RETURNED)):
            row.state = AssessmentState.SUBMITTED
    assert "Không có bản tự chấm nào" in said(open_page(OFFICER, REVIEW, state="returned"))


@pytest.fixture
def handed_in(ref):
    """Full marks, 20 points, waiting for the commune."""
    fill(ref)
    hand_in(ref)
    return ref


def desk(open_page, ref, username=OFFICER, **query):
    return open_page(username, REVIEW, cell=ref.unit_id, year=ref.year, **query)


def test_the_superiors_answer_stands_beside_the_units(open_page, handed_in):
    app = desk(open_page, handed_in)
    assert field(app, handed_in, "i1.value", "review").value == "10"
    field(app, handed_in, "i1.value", "review").input("7").run()
    assert "Thẩm định: **7/10** điểm" in said(app)
    assert "Tự chấm: Tốt: 20 điểm." in said(app)
    assert "Thẩm định: Khá: 17 điểm" in said(app)
    field(app, handed_in, "i1.note", "review").input("Thiếu ba chỉ tiêu.").run()
    row = item_of(handed_in, "i1")
    assert (row.typed, row.reviewed.typed, row.review.note) == ("10", "7", "Thiếu ba chỉ tiêu.")
    button(app, "Như đơn vị chấm").click().run()
    assert item_of(handed_in, "i1").review is None
    assert field(app, handed_in, "i1.value", "review").value == "10"


def test_what_is_being_reviewed_is_not_shown_to_the_unit_yet(open_page, handed_in):
    with write_tx() as session:
        assessments.review(session, actor(OFFICER), handed_in, "i1", "value", "7", None)
        assessments.review(session, actor(OFFICER), handed_in, "i1", "note", "Thiếu.", "")
    assert "Thẩm định:" not in said(open_page(SECRETARY, SELF))
    with write_tx() as session:
        course = assessments.sheet(session, actor(OFFICER), handed_in).course
        assessments.accept(session, actor(OFFICER), handed_in, course.submitted_at, course.reviewed_at)
    shown = said(open_page(SECRETARY, SELF))
    assert "Tự chấm: Tốt: 20 điểm." in shown
    assert "Thẩm định: Khá: 17 điểm" in shown


def test_a_difference_asks_for_its_reason_before_acceptance(open_page, figured):
    complete(figured)
    hand_in(figured)
    with write_tx() as session:
        for name, value, seen in (("value", "2", None), ("note", "Chưa hoàn thành.", "")):
            assessments.review(session, actor(OFFICER), figured, "c4", name, value, seen)
    app = desk(open_page, figured)
    button(app, "Thông qua").click().run()
    assert "Điểm thẩm định chênh 4 điểm so với điểm tự chấm" in said(app)
    area(app, "Lý do điểm thẩm định chênh 4 điểm").input("Bốn việc chưa xong.").run()
    button(app, "Thông qua").click().run()
    assert state_of(figured) is AssessmentState.ACCEPTED
    assert "Bốn việc chưa xong." in said(open_page(SECRETARY, SELF))


def test_answers_against_the_figures_are_marked_for_the_reviewer(open_page, figured):
    answer(figured, "c1", other_level(figured))
    answer(figured, "c1", "Sổ điểm danh ghi khác.", "reason", "")
    complete(figured)
    hand_in(figured)
    app = desk(open_page, figured)
    assert "1 tiêu chí chấm khác số liệu: 1." in said(app)
    assert "Chấm khác số liệu" in said(app)
    assert "Sổ điểm danh ghi khác." in said(app)


def test_sending_back_without_a_word_is_refused(open_page, handed_in):
    app = desk(open_page, handed_in)
    button(app, "Trả lại chi bộ").click().run()
    assert "phải ghi rõ nội dung đơn vị cần sửa" in app.error[0].value
    assert state_of(handed_in) is AssessmentState.SUBMITTED


def test_a_refused_note_stays_to_be_mended(open_page, handed_in):
    app = desk(open_page, handed_in)
    area(app, "Nội dung chi bộ cần sửa").input("\u200b \u200b")
    button(app, "Trả lại chi bộ").click().run()
    assert "phải ghi rõ" in app.error[0].value
    assert area(app, "Nội dung chi bộ cần sửa").value == "\u200b \u200b"


def test_the_cell_finds_the_note_on_top_and_hands_in_again(open_page, handed_in):
    app = desk(open_page, handed_in)
    area(app, "Nội dung chi bộ cần sửa").input("Bổ sung minh chứng tiêu chí 1.1.")
    button(app, "Trả lại chi bộ").click().run()
    assert "Đã trả lại chi bộ." in said(app)
    cell = open_page(SECRETARY, SELF)
    assert "Bổ sung minh chứng tiêu chí 1.1." in cell.warning[0].value.replace("\\", "")
    button(cell, "Nộp bản tự chấm").click().run()
    assert state_of(handed_in) is AssessmentState.SUBMITTED
    assert "Bổ sung minh chứng tiêu chí 1.1." in said(desk(open_page, handed_in))


def test_a_remark_is_written_read_dealt_with_and_seen_again(open_page, handed_in):
    app = opened(desk(open_page, handed_in), f"remarks:{handed_in.name}:i1:open")
    button(app, "Lưu ghi chú").click().run()
    assert "ghi nội dung cần sửa ở tiêu chí 1.1" in said(app)
    area(app, "Nội dung cần sửa ở tiêu chí 1.1").input("Đính kèm nghị quyết.")
    button(app, "Lưu ghi chú").click().run()
    assert "1 ghi chú thẩm định, còn 1 chưa xử lý." in said(app)
    assert "- Tiêu chí 1.1: Đính kèm nghị quyết." in said(app)
    assert area(app, "Nội dung cần sửa ở tiêu chí 1.1").value == ""
    button(app, "Trả lại chi bộ").click().run()
    assert state_of(handed_in) is AssessmentState.RETURNED
    cell = open_page(SECRETARY, SELF)
    assert "Đính kèm nghị quyết." in said(cell)
    button(cell, "Đã sửa xong").click().run()
    assert "còn 0 chưa xử lý" in said(cell)
    button(cell, "Nộp bản tự chấm").click().run()
    assert "Đã sửa xong" in said(desk(open_page, handed_in))


def test_a_remark_is_taken_away_by_a_click(open_page, handed_in):
    with write_tx() as session:
        assessments.remark(session, actor(OFFICER), handed_in, "i1", "Nhầm.", new_id())
    app = desk(open_page, handed_in)
    button(app, "Bỏ ghi chú").click().run()
    with read_tx() as session:
        assert session.exec(select(Remark)).all() == []


def test_an_acceptance_is_taken_back_with_a_reason(open_page, handed_in):
    app = desk(open_page, handed_in)
    button(app, "Thông qua").click().run()
    assert "Đã thông qua bản tự chấm." in said(app)
    assert [button.label for button in app.button] == ["Về danh sách thẩm định"]
    assert state_of(handed_in) is AssessmentState.ACCEPTED
    opened(app, f"assessment:{handed_in.name}:withdrawal")
    button(app, "Rút kết quả").click().run()
    assert "Đồng chí ghi lý do rút kết quả thẩm định." in said(app)
    area(app, "Lý do rút kết quả").input("Cộng nhầm điểm.")
    button(app, "Rút kết quả").click().run()
    assert state_of(handed_in) is AssessmentState.SUBMITTED
    assert "Rút kết quả thẩm định: Cộng nhầm điểm." in said(app)


def test_what_was_handed_in_anew_since_is_not_accepted_unseen(open_page, handed_in):
    app = desk(open_page, handed_in)
    with write_tx() as session:
        assessments.take_back(session, actor(SECRETARY), handed_in)
    hand_in(handed_in)
    button(app, "Thông qua").click().run()
    assert "Đơn vị vừa nộp lại lúc" in said(app)
    assert state_of(handed_in) is AssessmentState.SUBMITTED


def test_who_handed_it_in_is_told_that_somebody_else_judges(open_page, ref):
    fill(ref, username=OFFICER)
    hand_in(ref, username=OFFICER)
    app = desk(open_page, ref)
    button(app, "Thông qua").click().run()
    assert "cần một đồng chí khác thẩm định" in said(app)


def test_the_form_of_a_foreign_cell_is_not_found(open_page, ref):
    with read_tx() as session:
        own = actor(OFFICER)
        cells = select(Unit).join(UnitEra, UnitEra.unit_id == Unit.id).where(UnitEra.kind == "cell")
        foreign = next(unit for unit in session.exec(cells) if not unit.path.startswith(own.unit_path))
    app = open_page(OFFICER, REVIEW, cell=foreign.id, year=ref.year)
    assert "Không tìm thấy" in app.error[0].value
    assert not app.subheader


# Other kinds and spans


@pytest.fixture
def committee(sample_engine) -> AssessmentRef:
    """The commune's own assessment as a committee, by a form of the district."""
    publish(DISTRICT, code="dang_bo", kind=COMMITTEE)
    return AssessmentRef(actor(OFFICER).unit_id, clock.today().year, COMMITTEE)


def test_an_officer_assesses_the_own_committee(open_page, committee):
    app = open_page(OFFICER, SELF, kind=COMMITTEE, year=committee.year)
    assert app.title[0].value == "Tự chấm đảng bộ bốn tốt"
    assert "Đảng bộ xã Bằng Vân, năm" in app.subheader[0].value.replace("\\", "")
    assert len(choice(app, "Đảng bộ").options) == 1
    field(app, committee, "i1.value").input("9").run()
    assert item_of(committee, "i1").typed == "9"


def test_a_secretary_is_offered_no_committee(open_page, committee):
    app = open_page(SECRETARY, SELF, kind=COMMITTEE, year=committee.year)
    assert app.title[0].value == "Tự chấm chi bộ bốn tốt"


def test_a_committee_is_reviewed_from_above_only(open_page, committee):
    fill(committee, username=OFFICER)
    hand_in(committee, username=OFFICER)
    own = desk(open_page, committee, kind=COMMITTEE)
    assert "tài khoản thuộc chính đơn vị được chấm không tự thẩm định được" in said(own)
    assert not has_field(own, committee, "i1.value", "review")
    assert "Thông qua" not in {button.label for button in own.button}
    app = desk(open_page, committee, DISTRICT, kind=COMMITTEE)
    button(app, "Thông qua").click().run()
    assert state_of(committee) is AssessmentState.ACCEPTED
    assert button(desk(open_page, committee, DISTRICT, kind=COMMITTEE), "Về danh sách thẩm định")


def test_a_span_of_the_address_opens_its_own_form(open_page, ref):
    publish(OFFICER, code="theo_quy", more="self_check: quarterly", valid_from=date(ref.year, 1, 2))
    quarter = AssessmentRef(ref.unit_id, ref.year, months=(1, 3))
    app = open_page(SECRETARY, SELF, year=ref.year, months=quarter.span)
    assert f"quý I/{ref.year}" in app.subheader[0].value
    field(app, quarter, "i1.value").input("9").run()
    assert item_of(quarter, "i1").typed == "9"
    assert state_of(ref) is None
    choice(app, "Kỳ").set_value("1-12").run()
    assert f"năm {ref.year}" in app.subheader[0].value


def test_meetings_are_reviewed_at_the_same_desk(open_page, ref):
    publish(OFFICER, code="buoi", kind="meeting_quality")
    with read_tx() as session:
        is_graded = col(Meeting.id).in_(select(Assessment.meeting_id).where(col(Assessment.meeting_id).is_not(None)))
        held = select(Meeting).where(Meeting.unit_id == ref.unit_id, col(Meeting.month) >= ref.starts_on, ~is_graded)
        meeting = session.exec(held.order_by(col(Meeting.month))).first()
    span = (meeting.month.month, meeting.month.month)
    of_meeting = AssessmentRef(ref.unit_id, ref.year, "meeting_quality", span, meeting.id)
    fill(of_meeting)
    hand_in(of_meeting)
    name = sheet(of_meeting).name
    app = open_page(OFFICER, REVIEW, kind="meeting_quality", year=ref.year, months=of_meeting.span)
    assert app.title[0].value == "Thẩm định chất lượng sinh hoạt chi bộ"
    button(app, f"{name}, Chi bộ Khuổi Ngọa").click().run()
    assert name in app.subheader[0].value.replace("\\", "")
    field(app, of_meeting, "i1.value", "review").input("9").run()
    assert item_of(of_meeting, "i1").reviewed.typed == "9"


def test_the_queue_shows_both_results_once_they_differ(open_page, handed_in):
    with write_tx() as session:
        for name, value, seen in (("value", "7", None), ("note", "Thiếu chỉ tiêu.", "")):
            assessments.review(session, actor(OFFICER), handed_in, "i1", name, value, seen)
        course = assessments.sheet(session, actor(OFFICER), handed_in).course
        assessments.accept(session, actor(OFFICER), handed_in, course.submitted_at, course.reviewed_at)
    app = open_page(OFFICER, REVIEW, state="accepted")
    assert "Khá · 17 điểm · tự chấm Tốt 20 điểm" in said(app)


# Who sees what


@pytest.mark.parametrize("username", ["quantri", "lanhdao"])
@pytest.mark.parametrize("page", [SELF, REVIEW])
def test_who_neither_fills_in_nor_judges_is_led_to_the_first_page(open_page, username, page):
    assert open_page(username, page).title[0].value == "Việc cần làm"


def test_a_secretary_does_not_review(open_page):
    assert open_page(SECRETARY, REVIEW).title[0].value == "Việc cần làm"


def test_a_role_that_was_taken_away_writes_nothing_more(open_page, ref):
    """A field's callback runs before any page: the service must refuse by itself."""
    app = open_page(SECRETARY, SELF)
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == SECRETARY)).one()
        account.role = "lanh_dao"
    field(app, ref, "i1.value").input("5").run()
    assert state_of(ref) is None


@pytest.mark.parametrize(
    ("username", "page", "is_opened"), [(DISTRICT, SELF, True), (DISTRICT, REVIEW, False), (DISTRICT, REVIEW, True)]
)
def test_a_run_costs_sixteen_statements_at_most(open_page, sample_engine, ref, username, page, is_opened):
    fill(ref)
    hand_in(ref)
    app = open_page(username, page, **({"cell": ref.unit_id, "year": ref.year} if is_opened else {}))
    with statements(sample_engine) as sent:
        app.run()
    assert 0 < len([statement for statement in sent if statement.startswith(("SELECT", "WITH"))]) <= 16
