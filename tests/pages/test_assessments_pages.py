"""The cell's form and the reviewer's desk: written through, handed in, read, sent back; every role, phone-long lists."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import Account, Answer, Assessment, AssessmentState, Unit, UnitEra
from models.database import read_tx, write_tx
from services import assessments, clock
from services.access import Actor
from services.assessments import AssessmentRef
from services.scoring import LevelsItem, PointsItem, format_points
from tests.factories import actor_of

SELF, REVIEW = "assessments.self_assessment", "assessments.review"


def actor(username: str) -> Actor:
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.get_one(Unit, account.unit_id))


@pytest.fixture
def ref(sample_engine) -> AssessmentRef:
    """This year's assessment of Khuổi Ngọa, which nobody has begun."""
    return AssessmentRef(actor("cb_khuoingoa").unit_id, clock.today().year)


def sheet(ref):
    with read_tx() as session:
        return assessments.sheet(session, actor("quantri"), ref)


def best(item) -> str:
    if isinstance(item, PointsItem):
        return format_points(item.max_points)
    return item.levels[0].id if isinstance(item, LevelsItem) else "yes"


def fill(ref, **differently):
    """Full marks for every item, except as said."""
    with write_tx() as session:
        secretary = actor("cb_khuoingoa")
        for item in assessments.sheet(session, secretary, ref).form.items.values():
            value = differently.get(item.id, best(item))
            assessments.answer(session, secretary, ref, item.id, "value", value, None)


def hand_in(ref):
    with write_tx() as session:
        assessments.submit(session, actor("cb_khuoingoa"), ref)


def field(app, ref, name):
    key = f"assessment:{ref.unit_id}:{ref.year}:{name}"
    return next(
        widget
        for kind in ("text_input", "text_area", "radio", "toggle", "button_group")
        for widget in app.get(kind)
        if widget.key == key
    )


def button(app, label):
    return next(button for button in app.button if button.label == label)


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


def test_a_secretary_opens_the_own_form_empty(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    assert app.title[0].value == "Tự chấm chi bộ bốn tốt"
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value
    assert "Chưa xếp loại: còn 19 tiêu chí chưa chấm." in said(app)
    assert {widget.value for widget in app.text_input} == {""}
    assert {widget.value for widget in app.radio} == {None}
    with read_tx() as session:
        assert (
            session.exec(
                select(Assessment).where(
                    Assessment.unit_id == ref.unit_id, Assessment.period_starts_on == ref.starts_on
                )
            ).all()
            == []
        )


def test_what_is_typed_is_stored_and_counted_at_once(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    field(app, ref, "i1_1.value").input("9,5").run()
    assert sheet(ref).sections[0].items[0].typed == "9,5"
    assert "Tốt 1: 9,5/30 điểm" in said(app)
    assert "9,5/10" in said(app)
    assert "Đã lưu lúc" in said(app)


def test_a_refused_value_stays_beside_its_sentence(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    field(app, ref, "i1_1.value").input("11").run()
    assert field(app, ref, "i1_1.value").value == "11"
    assert "phải từ 0 đến 10; đã nhập 11" in said(app)
    assert sheet(ref).course.state is None
    field(app, ref, "i1_1.value").input("10").run()
    assert not app.error


def test_a_lost_point_asks_for_its_note(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    assert not app.text_area
    field(app, ref, "i1_1.value").input("9,5").run()
    field(app, ref, "i1_1.note").input("Thiếu một chỉ tiêu.").run()
    assert sheet(ref).sections[0].items[0].answer.note == "Thiếu một chỉ tiêu."


def test_what_does_not_apply_hides_its_field(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    field(app, ref, "i1_4.left_out").set_value(True).run()
    assert sheet(ref).sections[0].items[3].answer.is_applicable is False
    with pytest.raises(StopIteration):
        field(app, ref, "i1_4.value")
    field(app, ref, "i1_4.left_out").set_value(False).run()
    assert sheet(ref).sections[0].items[3].answer.is_applicable is True
    assert field(app, ref, "i1_4.value").value == ""


def test_an_incomplete_form_is_refused_with_a_list(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    field(app, ref, "i1_1.value").input("9,5").run()
    button(app, "Nộp bản tự chấm").click().run()
    assert re.search(r"còn 19 việc phải làm\\?\.\n- Tiêu chí", app.error[0].value)
    assert "Tiêu chí 1.1 bị trừ 0,5 điểm nhưng chưa có thuyết minh." in said(app)
    assert state_of(ref) is AssessmentState.DRAFT


def test_a_file_is_kept_offered_and_taken_away_again(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    app.get("file_uploader")[0].upload("Nghị quyết.pdf", b"%PDF-1.7").run()
    file = sheet(ref).sections[0].items[0].evidence[0]
    assert f"[Nghị quyết.pdf](/files/evidence/{file.evidence_id})" in said(app)
    button(app, "Bỏ Nghị quyết\\.pdf").click().run()
    assert sheet(ref).sections[0].items[0].evidence == ()
    assert "Đã bỏ tệp." in said(app)


def test_a_file_of_another_kind_is_refused_in_words(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    app.get("file_uploader")[0].upload("virus.pdf", b"MZ").run()
    assert "Chỉ nhận tệp PDF" in said(app)
    assert sheet(ref).course.state is None


def test_a_complete_form_is_handed_in_and_taken_back(open_page, ref):
    fill(ref)
    app = open_page("cb_khuoingoa", SELF)
    button(app, "Nộp bản tự chấm").click().run()
    assert "Đã nộp bản tự chấm." in said(app)
    assert "Tốt: 100 điểm." in said(app)
    assert not app.text_input
    assert state_of(ref) is AssessmentState.SUBMITTED
    button(app, "Rút lại để sửa").click().run()
    assert state_of(ref) is AssessmentState.DRAFT
    assert app.text_input


def test_the_reason_stands_in_words(open_page, ref):
    fill(ref, i1_2="half", i2_3="from_80", i2_4="2", i4_2="fair")
    assert "Khá: 88,5 điểm, thiếu 1,5 điểm để đạt Tốt." in said(open_page("cb_khuoingoa", SELF))


def test_the_form_says_which_set_it_uses_and_why(open_page, ref):
    app = open_page("cb_khuoingoa", SELF)
    assert "bản mẫu" in said(app)
    assert "duy nhất có hiệu lực" in said(app)


def test_an_officer_chooses_among_the_cells_of_the_commune(open_page, ref):
    app = open_page("xa_bangvan", SELF, cell=ref.unit_id, year=ref.year)
    assert "Khuổi Ngọa" in app.subheader[0].value
    assert len(app.selectbox[1].options) == 19


def test_the_address_of_a_foreign_cell_opens_an_own_one(open_page, ref):
    app = open_page("cb_khuoingoa", SELF, cell=UUID(int=7), year=ref.year)
    assert "Khuổi Ngọa" in app.subheader[0].value


def test_last_year_is_there_to_be_read(open_page, ref):
    app = open_page("cb_khuoingoa", SELF, year=ref.year - 1)
    assert f"năm {ref.year - 1}" in app.subheader[0].value


def test_the_queue_opens_on_what_waits(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = open_page("xa_bangvan", REVIEW)
    button(app, "Chi bộ Khuổi Ngọa").click().run()
    assert "Chi bộ Khuổi Ngọa, năm" in app.subheader[0].value
    assert "Tốt: 100 điểm." in said(app)
    button(app, "Về danh sách thẩm định").click().run()
    assert button(app, "Chi bộ Khuổi Ngọa")


def test_a_state_without_rows_says_so(open_page, sample_engine):
    with write_tx() as session:
        for row in session.exec(select(Assessment).where(Assessment.state == AssessmentState.RETURNED)):
            row.state = AssessmentState.SUBMITTED
    assert "Không có bản tự chấm nào" in said(open_page("xa_bangvan", REVIEW, state="returned"))


def reviewed(open_page, ref):
    return open_page("xa_bangvan", REVIEW, cell=ref.unit_id, year=ref.year)


def test_sending_back_without_a_note_is_refused(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = reviewed(open_page, ref)
    button(app, "Trả lại chi bộ").click().run()
    assert "phải ghi rõ nội dung chi bộ cần sửa" in app.error[0].value
    assert state_of(ref) is AssessmentState.SUBMITTED


def test_a_refused_note_stays_to_be_mended(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = reviewed(open_page, ref)
    app.text_area[0].input("\u200b \u200b")
    button(app, "Trả lại chi bộ").click().run()
    assert "phải ghi rõ" in app.error[0].value
    assert app.text_area[0].value == "\u200b \u200b"


def test_the_cell_finds_the_note_on_top_and_hands_in_again(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = reviewed(open_page, ref)
    app.text_area[0].input("Bổ sung minh chứng tiêu chí 1.1.")
    button(app, "Trả lại chi bộ").click().run()
    assert "Đã trả lại chi bộ." in said(app)
    cell = open_page("cb_khuoingoa", SELF)
    assert "Bổ sung minh chứng tiêu chí 1.1." in cell.warning[0].value.replace("\\", "")
    button(cell, "Nộp bản tự chấm").click().run()
    assert state_of(ref) is AssessmentState.SUBMITTED


def test_acceptance_ends_it(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = reviewed(open_page, ref)
    button(app, "Thông qua").click().run()
    assert "Đã thông qua bản tự chấm." in said(app)
    assert [button.label for button in app.button] == ["Về danh sách thẩm định"]
    assert state_of(ref) is AssessmentState.ACCEPTED


def test_what_was_handed_in_anew_since_is_not_accepted_unseen(open_page, ref):
    fill(ref)
    hand_in(ref)
    app = reviewed(open_page, ref)
    with write_tx() as session:
        assessments.take_back(session, actor("cb_khuoingoa"), ref)
    hand_in(ref)
    button(app, "Thông qua").click().run()
    assert "Chi bộ vừa nộp lại lúc" in said(app)
    assert state_of(ref) is AssessmentState.SUBMITTED


def test_the_form_of_a_foreign_cell_is_not_found(open_page, ref):
    with read_tx() as session:
        own = actor("xa_bangvan")
        foreign = next(
            unit
            for unit in session.exec(
                select(Unit).join(UnitEra, UnitEra.unit_id == Unit.id).where(UnitEra.kind == "cell")
            )
            if not unit.path.startswith(own.unit_path)
        )
    app = open_page("xa_bangvan", REVIEW, cell=foreign.id, year=ref.year)
    assert "Không tìm thấy" in app.error[0].value
    assert not app.subheader


@pytest.mark.parametrize("username", ["quantri", "lanhdao"])
@pytest.mark.parametrize("page", [SELF, REVIEW])
def test_who_neither_fills_in_nor_judges_is_led_to_the_first_page(open_page, username, page):
    assert open_page(username, page).title[0].value == "Việc cần làm"


def test_a_secretary_does_not_review(open_page):
    assert open_page("cb_khuoingoa", REVIEW).title[0].value == "Việc cần làm"


def test_a_role_that_was_taken_away_writes_nothing_more(open_page, ref):
    """A field's callback runs before any page: the service must refuse by itself."""
    app = open_page("cb_khuoingoa", SELF)
    with write_tx() as session:
        account = session.exec(select(Account).where(Account.username == "cb_khuoingoa")).one()
        account.role = "lanh_dao"
    field(app, ref, "i1_1.value").input("5").run()
    with read_tx() as session:
        assert (
            session.exec(
                select(Answer)
                .join(Assessment)
                .where(Assessment.unit_id == ref.unit_id, Assessment.period_starts_on == ref.starts_on)
            ).all()
            == []
        )


@pytest.mark.parametrize(
    ("username", "page", "opened"), [("huyen", SELF, True), ("huyen", REVIEW, False), ("huyen", REVIEW, True)]
)
def test_a_run_costs_twelve_statements_at_most(open_page, sample_engine, ref, username, page, opened):
    fill(ref)
    hand_in(ref)
    app = open_page(username, page, **({"cell": ref.unit_id, "year": ref.year} if opened else {}))
    with statements(sample_engine) as sent:
        app.run()
    assert 0 < len([statement for statement in sent if statement.startswith(("SELECT", "WITH"))]) <= 12
