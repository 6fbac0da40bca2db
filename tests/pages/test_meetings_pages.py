"""Entering a meeting and the meeting book, as the people who use them see them."""

from datetime import time
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import Account, Meeting, Unit, UnitEra
from models.database import read_tx, write_tx
from services import clock, meetings, months
from services.meetings import MeetingRef
from tests.factories import actor_of
from tests.factories_meetings import fill
from ui.transactions import plain

STATEMENTS = 12
"""What a rerun may ask of the database."""


def field(app, kind, name):
    """The widget of a field of the record on the screen."""
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(f":{name}"))


def button(app, label):
    return next(button for button in app.button if button.label == label)


def put(app, kind, name, value):
    """Type into a field and leave it."""
    return field(app, kind, name).set_value(value).run()


def errors(app):
    return [error.value for error in app.error]


def on_screen(app):
    """The record that the page shows."""
    box = {select.key: select.value for select in app.selectbox}
    month = clock.today().fromisoformat(f"{box['filter:month']}-01")
    return MeetingRef(UUID(box["filter:cell"]), month)


def stored(ref):
    with read_tx() as session:
        query = select(Meeting).where(Meeting.unit_id == ref.unit_id, Meeting.month == ref.month)
        return session.exec(query.where(Meeting.kind == ref.kind)).one_or_none()


def a_day_in(month):
    return min(clock.today(), months.last_day(month))


def roll_ids(app):
    """The members due at the meeting on the screen."""
    with read_tx() as session:
        sheet = meetings.sheet(session, actor("huyen"), on_screen(app))
    return [entry.member_id for entry in sheet.roll if entry.is_due]


def actor(username):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.exec(select(Unit).where(Unit.id == account.unit_id)).one())


def fill_in(ref, **changes):
    """Everything that a record needs, written by the officer."""
    with write_tx() as session:
        fill(session, actor("xa_bangvan"), ref, held_on=a_day_in(ref.month), **changes)


def cell_named(name):
    with read_tx() as session:
        return last_era(session, name).unit_id


def last_era(session, name):
    return session.exec(select(UnitEra).where(UnitEra.name == name, UnitEra.ends_on.is_(None))).one()


@pytest.fixture
def app(open_page):
    """The officer's screen on a cell whose record nobody has begun."""
    return open_page("xa_bangvan", "meetings.entry")


class TestOpening:
    def test_the_officer_starts_with_a_cell_that_has_no_record_and_looking_stores_none(self, app):
        assert stored(on_screen(app)) is None
        assert "Chưa lưu gì" in app.caption[-1].value
        assert field(app, "selectbox", "chair_id").value is not None

    def test_a_secretary_has_the_own_cell_only(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.entry")
        assert app.selectbox(key="filter:cell").options == ["Chi bộ Khuổi Ngọa"]

    def test_staff_of_the_district_read_the_commune_beside_each_cell(self, open_page):
        app = open_page("huyen", "meetings.entry")
        assert "Chi bộ Khuổi Ngọa · Đảng bộ xã Bằng Vân" in app.selectbox(key="filter:cell").options

    def test_the_address_opens_a_cell_and_a_month(self, open_page):
        cell, month = cell_named("Chi bộ Khuổi Ngọa"), months.after(months.month_of(clock.today()), -3)
        app = open_page("xa_bangvan", "meetings.entry", cell=cell, month=f"{month:%Y-%m}")
        assert on_screen(app) == MeetingRef(cell, month)

    @pytest.mark.parametrize("month", ["2999-01", "0001-01", "nonsense", ""])
    def test_an_address_that_asks_for_nothing_sensible_opens_what_is_due(self, open_page, month):
        app = open_page("cb_khuoingoa", "meetings.entry", cell="nonsense", month=month, kind="x", number="-1")
        assert on_screen(app).unit_id == cell_named("Chi bộ Khuổi Ngọa")

    def test_a_cell_out_of_reach_is_not_opened(self, open_page):
        with read_tx() as session:
            elsewhere = next(row for row in meetings.due(session, actor("huyen"), months.month_of(clock.today())))
        app = open_page("cb_khuoingoa", "meetings.entry", cell=elsewhere.ref.unit_id)
        assert on_screen(app).unit_id == cell_named("Chi bộ Khuổi Ngọa")

    @pytest.mark.parametrize("username", ["lanhdao", "quantri"])
    def test_those_who_do_not_write_are_led_to_their_first_page(self, open_page, username):
        assert open_page(username, "meetings.entry").title[0].value != "Nhập biên bản"


class TestTyping:
    def test_what_was_typed_is_there_after_a_reload(self, app, open_page):
        ref = on_screen(app)
        put(app, "date_input", "held_on", a_day_in(ref.month))
        put(app, "time_input", "started_at", time(14, 0))
        put(app, "text_input", "place", "Nhà văn hóa thôn")
        put(app, "text_area", "content", "Dòng một\nDòng hai")
        again = open_page("xa_bangvan", "meetings.entry", cell=ref.unit_id, month=f"{ref.month:%Y-%m}")
        assert field(again, "date_input", "held_on").value == a_day_in(ref.month)
        assert field(again, "time_input", "started_at").value == time(14, 0)
        assert field(again, "text_input", "place").value == "Nhà văn hóa thôn"
        assert field(again, "text_area", "content").value == "Dòng một\nDòng hai"
        assert "Đã lưu lúc" in again.caption[-1].value

    def test_rates_follow_at_once(self, app):
        due = len(roll_ids(app))
        first = roll_ids(app)[0]
        put(app, "button_group", "excused", [first])
        assert app.metric[0].value.endswith(f"({due - 1}/{due})")
        put(app, "button_group", "speakers", [roll_ids(app)[1]])
        assert app.metric[1].value.endswith(f"(1/{due - 1})")

    def test_an_excused_member_gets_a_field_for_the_reason(self, app):
        member_id = roll_ids(app)[0]
        put(app, "button_group", "excused", [member_id])
        put(app, "text_input", f"reason:{member_id}", "Đi viện")
        assert any("Lý do vắng" in box.label and box.value == "Đi viện" for box in app.text_input)

    def test_a_refused_value_stays_with_its_sentence_and_is_stored_when_its_cause_is_gone(self, app):
        put(app, "time_input", "ended_at", time(9, 0))
        put(app, "time_input", "started_at", time(14, 0))
        assert errors(app) == [plain("Giờ kết thúc (09:00) phải sau giờ bắt đầu (14:00).")]
        assert field(app, "time_input", "started_at").value == time(14, 0)
        assert stored(on_screen(app)).started_at is None
        put(app, "time_input", "ended_at", time(16, 0))
        assert errors(app) == []
        assert stored(on_screen(app)).started_at == time(14, 0)

    def test_a_member_counted_twice_is_refused_below_the_list(self, app):
        member_id = roll_ids(app)[0]
        put(app, "button_group", "excused", [member_id])
        put(app, "button_group", "unexcused", [member_id])
        assert "mỗi người chỉ được tính một lần" in errors(app)[0]

    def test_two_people_on_one_record_see_each_others_change(self, app, open_page):
        ref = on_screen(app)
        other = open_page("huyen", "meetings.entry", cell=ref.unit_id, month=f"{ref.month:%Y-%m}")
        put(app, "text_input", "place", "Nhà văn hóa")
        put(other, "text_input", "place", "Trường học")
        assert "Cán bộ Đảng ủy xã Bằng Vân" in errors(other)[0]
        assert "Nhà văn hóa" in errors(other)[0]
        assert stored(ref).place == "Nhà văn hóa"
        put(other, "text_input", "place", "Trường học thôn")
        assert stored(ref).place == "Trường học thôn"


class TestTasks:
    def test_a_refused_task_keeps_what_was_typed_and_a_given_one_empties_the_form(self, app):
        form_field(app, "text_area", ":text").set_value("Vận động làm đường")
        button(app, "Thêm nhiệm vụ").click().run()
        assert "chọn đảng viên" in errors(app)[0]
        assert form_field(app, "text_area", ":text").value == "Vận động làm đường"
        form_field(app, "selectbox", ":owner").set_value(roll_ids(app)[0])
        button(app, "Thêm nhiệm vụ").click().run()
        assert [line.value for line in app.success] == [plain("Đã thêm nhiệm vụ.")]
        assert form_field(app, "text_area", ":text").value == ""
        assert any("Vận động làm đường" in line.value for line in app.markdown)

    def test_a_task_can_be_taken_back(self, app):
        form_field(app, "text_area", ":text").set_value("Vận động làm đường")
        form_field(app, "selectbox", ":owner").set_value(roll_ids(app)[0])
        button(app, "Thêm nhiệm vụ").click().run()
        button(app, "Bỏ").click().run()
        assert not any("Vận động làm đường" in line.value for line in app.markdown)


class TestHandingIn:
    def test_what_is_missing_is_listed_and_the_record_stays_open(self, app):
        button(app, "Nộp biên bản").click().run()
        assert "chưa ghi ngày họp" in errors(app)[0]
        assert any("Chưa ghi ngày họp" in line.value for line in app.markdown)

    def test_a_full_record_is_handed_in_read_and_taken_back(self, app, open_page):
        ref = on_screen(app)
        fill_in(ref, conclusion="Nhất trí *100 %*")
        app.run()
        button(app, "Nộp biên bản").click().run()
        assert "Đã nộp biên bản lúc" in app.success[0].value
        assert not list(app.text_area)
        assert any(r"Nhất trí \*100 %\*" in line.value for line in app.markdown)
        assert any("Biên bản tiếp theo cần nộp" in line.value for line in app.markdown)
        (onward,) = [each for each in app.button if str(each.key).startswith("step-")]
        assert str(ref.unit_id) not in str(onward.key)
        button(app, "Rút lại để sửa").click().run()
        assert field(app, "text_area", "conclusion").value == "Nhất trí *100 %*"

    def test_something_refused_on_the_screen_keeps_the_record_from_being_handed_in(self, app):
        ref = on_screen(app)
        fill_in(ref)
        app.run()
        put(app, "time_input", "ended_at", time(13, 0))
        button(app, "Nộp biên bản").click().run()
        assert any("Có mục chưa lưu được" in sentence for sentence in errors(app))
        assert stored(ref).submitted_at is None

    def test_a_record_that_was_handed_in_elsewhere_meanwhile_is_not_changed(self, app):
        ref = on_screen(app)
        fill_in(ref)
        app.run()
        with write_tx() as session:
            meetings.submit(session, actor("huyen"), ref)
        put(app, "text_input", "place", "Nơi khác")
        assert stored(ref).place == "Nhà văn hóa thôn Khuổi Ngọa"
        assert not list(app.text_area)


class TestOtherKinds:
    def test_a_thematic_meeting_has_a_theme_and_leaves_the_regular_one_alone(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.entry", kind="thematic")
        put(app, "text_input", "theme", "Học tập và làm theo Bác")
        ref = on_screen(app)
        assert stored(MeetingRef(ref.unit_id, ref.month, meetings.MeetingKind.THEMATIC)) is not None


class TestBook:
    def test_it_lists_the_months_with_state_day_and_rates(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.book")
        assert app.title[0].value == "Sổ sinh hoạt"
        assert [heading.value[:5] for heading in app.subheader] == ["Tháng"] * 3
        assert any("Đã nộp" in line.value and "dự " in line.value for line in app.markdown)

    def test_a_line_leads_to_its_record(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.book")
        assert f"cell={cell_named('Chi bộ Khuổi Ngọa')}" in app.get("page_link")[0].proto.query_string

    def test_those_who_do_not_write_read_without_links(self, open_page):
        app = open_page("lanhdao", "meetings.book")
        assert not app.exception
        assert not list(app.get("page_link"))

    def test_a_state_nobody_is_in_says_so(self, open_page):
        month = months.after(months.month_of(clock.today()), -6)
        span = {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}
        app = open_page("cb_khuoingoa", "meetings.book", state="draft", **span)
        assert "Không có buổi sinh hoạt nào" in app.info[0].value

    def test_a_time_in_which_no_cell_was_there_says_so(self, open_page):
        month = months.after(months.month_of(clock.today()), -3)
        with write_tx() as session:
            last_era(session, "Chi bộ Khuổi Ngọa").starts_on = months.month_of(clock.today())
        span = {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}
        assert "không có chi bộ nào" in open_page("cb_khuoingoa", "meetings.book", **span).info[0].value

    @pytest.mark.parametrize("page", ["meetings.book", "meetings.entry"])
    def test_a_cell_that_is_no_more_leaves_nothing_to_show_and_says_so(self, open_page, page):
        with write_tx() as session:
            last_era(session, "Chi bộ Khuổi Ngọa").ends_on = months.after(months.month_of(clock.today()), -1)
        assert "trong phạm vi của đồng chí" in open_page("cb_khuoingoa", page).info[0].value

    def test_a_large_reach_is_shown_a_page_at_a_time(self, open_page):
        app = open_page("huyen", "meetings.book", unit=actor("huyen").unit_id)
        assert len(app.get("page_link")) <= 40


@pytest.mark.parametrize("username", ["cb_khuoingoa", "xa_bangvan", "huyen"])
@pytest.mark.parametrize("page", ["meetings.entry", "meetings.book"])
def test_a_rerun_asks_the_database_little(open_page, sample_engine, username, page):
    app = open_page(username, page)
    sent = []
    sa.event.listen(sample_engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    app.run()
    asked = [statement for statement in sent if statement != "BEGIN"]
    assert len(asked) <= STATEMENTS, asked


def form_field(app, kind, ending):
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(ending))
