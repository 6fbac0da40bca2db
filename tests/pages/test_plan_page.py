"""The page of plans, and what plans and kinds change on the pages of records, as the people who use them see them."""

from datetime import time
from uuid import UUID

import pytest
from sqlmodel import select

from models import Account, Meeting, Unit, UnitEra
from models.database import read_tx, write_tx
from services import clock, meetings, months
from services.meetings import MeetingKind, MeetingRef
from tests.factories import actor_of
from ui.transactions import plain

KHUOI_NGOA, BANG_VAN = "Chi bộ Khuổi Ngọa", "Đảng bộ xã Bằng Vân"


def coming():
    return months.after(months.month_of(clock.today()))


def asked(month):
    return f"{month:%Y-%m}"


def actor(username):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.exec(select(Unit).where(Unit.id == account.unit_id)).one())


def unit_named(name):
    with read_tx() as session:
        return session.exec(select(UnitEra).where(UnitEra.name == name, UnitEra.ends_on.is_(None))).one().unit_id


def stored(ref):
    with read_tx() as session:
        query = select(Meeting).where(Meeting.unit_id == ref.unit_id, Meeting.month == ref.month)
        return session.exec(query.where(Meeting.kind == ref.kind, Meeting.number == ref.number)).one_or_none()


def field(app, kind, ref, name):
    """The widget of a field of one plan."""
    ending = f":{ref.unit_id}:{ref.month}:{ref.kind}:{ref.number}:{name}"
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(ending))


def button(app, label):
    return next(button for button in app.button if button.label == label)


def said(app):
    return [line.value.replace("\\", "") for line in [*app.markdown, *app.caption]]


def told(app):
    return [line.value for line in [*app.success, *app.error]]


def an_unplanned_cell():
    """A cell of Bằng Vân that has not planned the coming month."""
    with read_tx() as session:
        rows = meetings.plans(session, actor("xa_bangvan"), unit_named(BANG_VAN), coming(), MeetingKind.REGULAR)
    return next(row.ref for row in rows if not row.is_stored)


@pytest.fixture
def khuoi_ngoa():
    """The planned regular meeting of the coming month."""
    return MeetingRef(unit_named(KHUOI_NGOA), coming())


class TestPlanning:
    def test_the_officer_plans_a_cell_among_the_others_of_the_commune(self, open_page):
        ref = an_unplanned_cell()
        app = open_page("xa_bangvan", "meetings.plan", month=asked(coming()), view="plan")
        assert len([box for box in app.date_input if str(box.key).endswith(":planned_on")]) == 19
        field(app, "date_input", ref, "planned_on").set_value(coming().replace(day=8)).run()
        field(app, "time_input", ref, "planned_at").set_value(time(19, 30)).run()
        field(app, "text_input", ref, "place").set_value("Trường học").run()
        assert told(app) == []
        meeting = stored(ref)
        assert (meeting.planned_on, meeting.planned_at, meeting.place) == (
            coming().replace(day=8),
            time(19, 30),
            "Trường học",
        )
        assert meeting.chair_id

    def test_two_people_on_one_plan_see_each_others_change(self, open_page, khuoi_ngoa):
        about = {"month": asked(coming()), "view": "plan"}
        app = open_page("xa_bangvan", "meetings.plan", **about)
        other = open_page("cb_khuoingoa", "meetings.plan", **about)
        field(app, "text_input", khuoi_ngoa, "place").set_value("Nhà bí thư").run()
        field(other, "text_input", khuoi_ngoa, "place").set_value("Trường học").run()
        assert "Nhà bí thư" in told(other)[0]
        assert stored(khuoi_ngoa).place == "Nhà bí thư"

    def test_a_cell_leads_to_all_of_its_plan_and_back(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", "meetings.plan", month=asked(coming()), view="plan")
        button(app, plain(KHUOI_NGOA)).click().run()
        assert app.selectbox(key="filter:unit").value == str(khuoi_ngoa.unit_id)
        field(app, "toggle", khuoi_ngoa, "is_combined").set_value(True).run()
        field(app, "text_input", khuoi_ngoa, "theme").set_value("Đất đai").run()
        assert (stored(khuoi_ngoa).is_combined, stored(khuoi_ngoa).theme) == (True, "Đất đai")
        assert "Chuyên đề: Đất đai" in app.code[0].value
        button(app, f"Xem cả {plain(BANG_VAN)}").click().run()
        assert app.selectbox(key="filter:unit").value == str(unit_named(BANG_VAN))

    def test_a_secretary_plans_the_own_cell_only(self, open_page, khuoi_ngoa):
        app = open_page("cb_khuoingoa", "meetings.plan", month=asked(coming()), view="plan")
        assert app.selectbox(key="filter:unit").options == [KHUOI_NGOA]
        assert meetings.KINDS[MeetingKind.BRIEFING] not in app.selectbox(key="filter:kind").options
        field(app, "time_input", khuoi_ngoa, "planned_at").set_value(time(8, 0)).run()
        assert stored(khuoi_ngoa).planned_at == time(8, 0)

    def test_a_briefing_of_the_commune_is_planned_and_then_one_more(self, open_page):
        ref = MeetingRef(unit_named(BANG_VAN), coming(), MeetingKind.BRIEFING)
        app = open_page("xa_bangvan", "meetings.plan", month=asked(coming()), view="plan", kind="briefing")
        field(app, "date_input", ref, "planned_on").set_value(coming().replace(day=10)).run()
        assert stored(ref).planned_on == coming().replace(day=10)
        following = MeetingRef(ref.unit_id, ref.month, ref.kind, 2)
        assert field(app, "date_input", following, "planned_on").value is None

    def test_staff_of_the_district_start_with_one_commune(self, open_page):
        app = open_page("huyen", "meetings.plan", month=asked(coming()), view="plan")
        assert 0 < len([box for box in app.date_input if str(box.key).endswith(":planned_on")]) <= 20

    @pytest.mark.parametrize("username", ["lanhdao", "quantri"])
    def test_who_reads_has_no_fields(self, open_page, username):
        app = open_page(username, "meetings.plan", month=asked(coming()), view="plan", unit=unit_named(BANG_VAN))
        assert [*app.date_input, *app.text_input, *app.toggle] == []
        assert any(KHUOI_NGOA in line for line in said(app))

    def test_a_month_that_is_over_is_not_planned(self, open_page):
        over = months.after(months.month_of(clock.today()), -1)
        app = open_page("xa_bangvan", "meetings.plan", month=asked(over), view="plan")
        assert list(app.date_input) == []


class TestPuttingOff:
    @pytest.fixture
    def app(self, open_page, khuoi_ngoa):
        return open_page("cb_khuoingoa", "meetings.plan", month=asked(coming()), view="plan")

    def put_off(self, app, on, reason):
        """Fill in the form and press its button."""
        next(box for box in app.date_input if box.label == "Ngày mới").set_value(on)
        next(box for box in app.text_input if box.label == "Lý do hoãn").set_value(reason)
        button(app, "Hoãn buổi này").click().run()

    def test_to_another_day_with_a_reason(self, app, khuoi_ngoa):
        before = stored(khuoi_ngoa).planned_on
        self.put_off(app, coming().replace(day=20), "Mưa lũ")
        assert "Đã hoãn buổi này sang" in told(app)[0]
        meeting = stored(khuoi_ngoa)
        assert (meeting.planned_on, meeting.postponed_from) == (coming().replace(day=20), before)
        assert field(app, "date_input", khuoi_ngoa, "planned_on").value == coming().replace(day=20)
        assert "hoãn từ ngày" in app.code[0].value

    def test_without_a_reason_nothing_moves_and_what_was_chosen_stays(self, app, khuoi_ngoa):
        before = stored(khuoi_ngoa).planned_on
        self.put_off(app, coming().replace(day=20), "")
        assert told(app) == [plain("Đồng chí ghi lý do.")]
        assert stored(khuoi_ngoa).planned_on == before
        assert next(box for box in app.date_input if box.label == "Ngày mới").value == coming().replace(day=20)

    def test_calling_off_says_what_that_means_and_can_be_taken_back(self, app, khuoi_ngoa):
        assert any("sẽ không có buổi thường kỳ nào khác" in line for line in said(app))
        next(box for box in app.text_input if box.label == "Lý do hủy").set_value("Mưa lũ")
        button(app, "Hủy buổi này").click().run()
        assert told(app) == [plain("Đã hủy buổi này.")]
        assert (stored(khuoi_ngoa).is_cancelled, stored(khuoi_ngoa).cancelled_reason) == (True, "Mưa lũ")
        assert any("Đã hủy" in line and "Mưa lũ" in line for line in said(app))
        assert list(app.date_input) == []
        button(app, "Khôi phục buổi này").click().run()
        assert not stored(khuoi_ngoa).is_cancelled
        assert field(app, "date_input", khuoi_ngoa, "planned_on").value


class TestSchedule:
    def test_the_month_is_read_with_its_clashes_and_copied(self, open_page):
        app = open_page("lanhdao", "meetings.plan", month=asked(coming()), unit=unit_named(BANG_VAN))
        assert any("Lịch có 2 điểm trùng" in line for line in said(app))
        assert any("trùng địa điểm “Hội trường Đảng ủy xã”" in line for line in said(app))
        assert any(line.startswith("Tổng cộng: 19 chi bộ") for line in (text.strip("*") for text in said(app)))

    def test_the_table_is_offered_to_those_who_may_take_it(self, open_page):
        app = open_page("xa_bangvan", "meetings.plan", month=asked(coming()), view="schedule")
        assert any("/downloads/tables/lich-sinh-hoat.xlsx" in line for line in said(app))


class TestRecords:
    def test_the_officer_writes_down_a_briefing_of_the_commune(self, open_page):
        commune = unit_named(BANG_VAN)
        app = open_page("xa_bangvan", "meetings.entry", cell=commune, kind="briefing")
        assert app.selectbox(key="filter:cell").value == str(commune)
        assert app.selectbox(key="filter:kind").options == ["Họp cấp ủy", "Giao ban"]
        ref = MeetingRef(commune, months.month_of(clock.today()), MeetingKind.BRIEFING)
        next(box for box in app.text_area if str(box.key).endswith(":content")).set_value("Việc trong tháng").run()
        assert told(app) == []
        assert stored(ref).content == "Việc trong tháng"

    def test_a_secretary_is_offered_what_a_cell_holds(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.entry")
        assert app.selectbox(key="filter:kind").options == [
            meetings.KINDS[kind] for kind in meetings.held_by(is_cell=True)
        ]
        assert app.selectbox(key="filter:cell").options == [KHUOI_NGOA]

    def test_staff_of_the_district_may_write_down_a_meeting_of_their_own_committee(self, open_page):
        own = actor("huyen").unit_id
        app = open_page("huyen", "meetings.entry", cell=own, kind="committee")
        assert UUID(app.selectbox(key="filter:cell").value) == own

    def test_only_kinds_that_are_scored_are_offered_for_scoring(self, open_page):
        app = open_page("cb_khuoingoa", "meetings.quality")
        assert app.selectbox(key="filter:kind").options == [meetings.KINDS[kind] for kind in meetings.SCORED]

    def test_a_cancelled_meeting_has_no_form_but_the_way_back(self, open_page):
        ref = MeetingRef(unit_named(KHUOI_NGOA), months.month_of(clock.today()))
        with write_tx() as session:
            meetings.cancel(session, actor("cb_khuoingoa"), ref, "Mưa lũ")
        app = open_page("cb_khuoingoa", "meetings.entry", cell=ref.unit_id, month=asked(ref.month))
        assert any("đã hủy" in line.value for line in app.info)
        assert list(app.date_input) == []


class TestBook:
    def test_a_cancelled_regular_meeting_says_so_with_its_reason(self, open_page):
        ref = MeetingRef(unit_named(KHUOI_NGOA), months.month_of(clock.today()))
        with write_tx() as session:
            meetings.cancel(session, actor("cb_khuoingoa"), ref, "Mưa lũ")
        app = open_page("cb_khuoingoa", "meetings.book")
        assert any("Đã hủy" in line and "lý do hủy: Mưa lũ" in line for line in said(app))

    def test_a_planned_meeting_is_missing_with_its_day(self, open_page):
        ref = MeetingRef(unit_named(KHUOI_NGOA), months.month_of(clock.today()))
        with write_tx() as session:
            on = months.last_day(ref.month)
            meetings.plan(session, actor("cb_khuoingoa"), ref, "planned_on", on, None)
        app = open_page("cb_khuoingoa", "meetings.book")
        assert any("Chưa nhập" in line and f"dự kiến họp {on:%d/%m/%Y}" in line for line in said(app))

    def test_a_leader_finds_the_briefings_of_a_commune_without_empty_rates(self, open_page):
        app = open_page("lanhdao", "meetings.book", unit=unit_named(BANG_VAN))
        lines = [line for line in said(app) if "Giao ban" in line]
        assert lines
        assert not any("phát biểu" in line for line in lines)
