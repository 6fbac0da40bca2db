"""Entering a meeting and the meeting book, as the people who use them see them."""

from datetime import time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import Account, Expectation, Extension, Meeting, Position, PositionKind, Unit, UnitEra
from models.database import read_tx, write_tx
from services import clock, meetings, months
from services.meetings import MeetingRef, TargetOutcome
from tests.factories import actor_of
from tests.factories_meetings import a_target, fill
from tests.factories_meetings import put as write
from ui.meeting_form import name as form_name
from ui.transactions import plain

STATEMENTS = 14
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


def bang_van():
    with read_tx() as session:
        return last_era(session, "Đảng bộ xã Bằng Vân").unit_id


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


def last_month(ref):
    return MeetingRef(ref.unit_id, months.after(ref.month, -1))


def a_target_of_last_month(ref):
    """A target that the record on the screen has to look at, and no other."""
    with write_tx() as session:
        meetings.take_back(session, actor("xa_bangvan"), last_month(ref))
        for target in meetings.sheet(session, actor("xa_bangvan"), last_month(ref)).targets:
            meetings.withdraw_target(session, actor("xa_bangvan"), last_month(ref), target.target_id)
        return a_target(session, actor("xa_bangvan"), last_month(ref))


@pytest.fixture
def khuoi_ngoa(open_page):
    """The officer's screen on a cell whose record of this month nobody has begun, and whose last one is there."""
    cell, month = cell_named("Chi bộ Khuổi Ngọa"), months.month_of(clock.today())
    return open_page("xa_bangvan", "meetings.entry", cell=cell, month=f"{month:%Y-%m}")


def opened(app, part):
    """The page with a part of the record open."""
    ref = on_screen(app)
    app.session_state[f"{form_name(ref)}:{part}:open"] = True
    return app.run()


def press(app, label, part):
    """Press a button inside a part that stands open, and leave it open."""
    button(app, label).click()
    return opened(app, part)


class TestTargets:
    def test_a_refused_target_keeps_what_was_typed_and_a_given_one_empties_the_form(self, app):
        opened(app, "targets")
        form_field(app, "text_area", ":target").set_value("Sửa mương thủy lợi")
        form_field(app, "text_input", ":planned").set_value("nhiều")
        press(app, "Thêm chỉ tiêu", "targets")
        assert "không phải là một số" in errors(app)[0]
        assert form_field(app, "text_area", ":target").value == "Sửa mương thủy lợi"
        form_field(app, "text_input", ":planned").set_value("12,5")
        form_field(app, "text_input", ":unit").set_value("ha")
        press(app, "Thêm chỉ tiêu", "targets")
        assert [line.value for line in app.success] == [plain("Đã thêm chỉ tiêu.")]
        assert form_field(app, "text_input", ":planned").value == ""
        assert "**1. Sửa mương thủy lợi**  \nđề ra 12,5 ha" in said(app)

    def test_a_target_can_be_taken_back(self, app):
        opened(app, "targets")
        form_field(app, "text_area", ":target").set_value("Sửa mương thủy lợi")
        press(app, "Thêm chỉ tiêu", "targets")
        assert "**1. Sửa mương thủy lợi**  \nkhông nêu mức" in said(app)
        press(app, "Bỏ", "targets")
        assert not any("Sửa mương thủy lợi" in line for line in said(app))

    def test_the_share_is_shown_before_the_result_is_chosen_and_the_figure_stored_with_it(self, khuoi_ngoa):
        app = khuoi_ngoa
        target_id = a_target_of_last_month(on_screen(app))
        app.run()
        assert any("Trồng rừng mới" in line and "đề ra 20 ha" in line for line in said(app))
        put(app, "text_input", f"achieved:{target_id}", "12,5")
        assert "Bằng **62,5 %** mức đề ra" in said(app)
        assert "sẽ được lưu khi đồng chí chọn kết quả" in errors(app)[0]
        put(app, "button_group", f"target_outcome:{target_id}", TargetOutcome.PARTLY_MET)
        assert errors(app) == []
        put(app, "text_input", f"target_note:{target_id}", "Thiếu cây giống")
        assert reviewed(on_screen(app), target_id) == (TargetOutcome.PARTLY_MET, Decimal("12.5"), "Thiếu cây giống")

    def test_a_target_that_nobody_looked_at_is_missing_and_what_was_found_is_read_in_the_record(self, khuoi_ngoa):
        app, ref = khuoi_ngoa, on_screen(khuoi_ngoa)
        target_id = a_target_of_last_month(ref)
        fill_in(ref)
        with write_tx() as session:
            write(session, actor("xa_bangvan"), ref, f"target_outcome:{target_id}", None)
        app.run()
        assert any("Chưa kiểm điểm chỉ tiêu “Trồng rừng mới”" in line for line in said(app))
        put(app, "button_group", f"target_outcome:{target_id}", TargetOutcome.EXCEEDED)
        put(app, "text_input", f"achieved:{target_id}", "25")
        button(app, "Nộp biên bản").click().run()
        assert any("1. Trồng rừng mới: đề ra 20 ha, đạt được 25 ha (125,0 %): vượt" in line for line in said(app))


class TestPreparation:
    def test_a_combined_meeting_asks_for_its_theme(self, app):
        assert not [box for box in app.text_input if str(box.key).endswith(":theme")]
        field(app, "toggle", "is_combined").set_value(True).run()
        put(app, "text_input", "theme", "Phát triển kinh tế rừng")
        record = stored(on_screen(app))
        assert (record.is_combined, record.theme) == (True, "Phát triển kinh tế rừng")

    @pytest.mark.parametrize("kind", ["thematic", "extraordinary"])
    def test_only_a_regular_meeting_can_be_combined(self, open_page, kind):
        app = open_page("cb_khuoingoa", "meetings.entry", kind=kind)
        assert field(app, "text_input", "theme")
        assert not [box for box in app.toggle if str(box.key).endswith(":is_combined")]

    def test_days_are_stored_as_they_are_chosen(self, app):
        day = a_day_in(on_screen(app).month)
        for name in ("premeeting_on", "documents_on", "minutes_on"):
            put(app, "date_input", name, day)
        record = stored(on_screen(app))
        assert (record.premeeting_on, record.documents_on, record.minutes_on) == (day, day, day)

    def test_a_day_that_contradicts_the_meeting_waits_for_the_other_one(self, app):
        day = a_day_in(on_screen(app).month)
        put(app, "date_input", "held_on", day)
        put(app, "date_input", "minutes_on", day - timedelta(days=1))
        assert "không được trước ngày họp" in errors(app)[0]
        put(app, "date_input", "held_on", None)
        assert errors(app) == []
        assert stored(on_screen(app)).minutes_on == day - timedelta(days=1)

    def test_a_secretary_alone_is_not_asked_for_a_premeeting(self, app):
        with write_tx() as session:
            cell = on_screen(app).unit_id
            for office in session.exec(select(Position).where(Position.unit_id == cell)):
                if office.kind is not PositionKind.SECRETARY:
                    session.delete(office)
        app.run()
        assert "Chi bộ chỉ có bí thư nên không họp chi ủy." in said(app)
        assert not [box for box in app.date_input if str(box.key).endswith("premeeting_on")]

    def test_minutes_are_filed_after_the_record_was_handed_in(self, app):
        ref = on_screen(app)
        fill_in(ref)
        app.run()
        button(app, "Nộp biên bản").click().run()
        put(app, "date_input", "minutes_on", a_day_in(ref.month) - timedelta(days=1))
        assert "không được trước ngày họp" in errors(app)[0]
        put(app, "date_input", "minutes_on", a_day_in(ref.month))
        assert errors(app) == []
        record = stored(ref)
        assert (record.minutes_on, record.submitted_at is not None) == (a_day_in(ref.month), True)
        assert any("Ngày đăng tải tài liệu: **chưa ghi**" in line for line in said(app))


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


def expect_nothing(session, unit_id):
    """As if the cell had not been there when the periods were opened: what was frozen then does not follow its era."""
    expected = select(Expectation.id).where(Expectation.unit_id == unit_id)
    session.execute(sa.delete(Extension).where(Extension.expectation_id.in_(expected)))
    session.execute(sa.delete(Expectation).where(Expectation.unit_id == unit_id))


class TestBook:
    def test_it_lists_the_months_with_state_day_and_rates(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.book")
        assert app.title[0].value == "Sổ sinh hoạt"
        assert [heading.value[:5] for heading in app.subheader] == ["Tháng"] * 3
        assert any("Đã nộp" in line.value and "dự " in line.value for line in app.markdown)

    def test_a_line_leads_to_its_record(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.book")
        assert f"cell={cell_named('Chi bộ Khuổi Ngọa')}" in app.get("page_link")[0].proto.query_string

    @pytest.mark.parametrize(("state", "is_open"), [("submitted", True), ("draft", False), ("missing", False)])
    def test_those_who_do_not_write_open_what_was_handed_in_and_nothing_else(self, open_page, state, is_open):
        app = open_page("lanhdao", "meetings.book", unit=bang_van(), state=state)
        assert not app.exception
        assert app.subheader
        assert bool(app.get("page_link")) is is_open

    def test_a_state_nobody_is_in_says_so(self, open_page):
        month = months.after(months.month_of(clock.today()), -6)
        span = {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}
        app = open_page("cb_khuoingoa", "meetings.book", state="draft", **span)
        assert "Không có buổi sinh hoạt nào" in app.info[0].value

    def test_a_time_in_which_no_cell_was_there_says_so(self, open_page):
        month = months.after(months.month_of(clock.today()), -3)
        with write_tx() as session:
            era = last_era(session, "Chi bộ Khuổi Ngọa")
            era.starts_on = months.month_of(clock.today())
            expect_nothing(session, era.unit_id)
        span = {"first": f"{month:%Y-%m}", "last": f"{month:%Y-%m}"}
        assert "không có chi bộ nào" in open_page("cb_khuoingoa", "meetings.book", **span).info[0].value

    @pytest.mark.parametrize("page", ["meetings.book", "meetings.entry"])
    def test_a_cell_that_is_no_more_leaves_nothing_to_show_and_says_so(self, open_page, page):
        with write_tx() as session:
            era = last_era(session, "Chi bộ Khuổi Ngọa")
            era.ends_on = months.after(months.month_of(clock.today()), -1)
            expect_nothing(session, era.unit_id)
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


def said(app):
    """What the page says, as it is read."""
    return [line.value.replace("\\", "") for line in app.markdown]


def reviewed(ref, target_id):
    with read_tx() as session:
        rows = meetings.sheet(session, actor("huyen"), ref).target_reviews
    return next((row.outcome, row.achieved, row.note) for row in rows if row.target_id == target_id)
