"""Tasks, ratings, pledges, presentations and absences of members, and one member's page, as each role has them."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import delete, select

from models import (
    Attendance,
    Discipline,
    Meeting,
    MeetingKind,
    MeetingState,
    MemberRating,
    Pledge,
    PledgeKind,
    PledgeReview,
    Presence,
    Presentation,
    RatingGrade,
    Task,
    TaskOutcome,
)
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, member_work, members, months
from tests.factories import a_stranger
from tests.pages.test_meetings_pages import actor, button, errors
from tests.pages.test_units_pages import links, own_unit

PAGE, MEMBER = "meetings.tasks", "units.member"
THIS_MONTH = months.month_of(clock.today())
LAST_MONTH = months.after(THIS_MONTH, -1)
STATEMENTS = {"tasks": 9, "ratings": 9, "pledges": 11, "rota": 7, "alerts": 5}


@pytest.fixture
def cell(open_page):
    """Khuổi Ngọa, whose members have pledged, presented and been rated nothing yet."""
    with write_tx() as session:
        for table in (PledgeReview, Pledge, MemberRating, Presentation):
            session.exec(delete(table))
    return own_unit("cb_khuoingoa")


@pytest.fixture
def roster(cell):
    with read_tx() as session:
        found = members.roster(session, a_stranger(cell), cell.id, clock.today())
    return [entry for entry in found if entry.is_due and not entry.is_temporary]


@pytest.fixture
def task(cell, roster):
    """A task of the first member that is late by years, and one that nobody reviews."""
    with write_tx() as session:
        meeting = session.exec(
            select(Meeting).where(Meeting.unit_id == cell.id, Meeting.state == MeetingState.SUBMITTED)
        ).first()
        session.exec(sa.update(Task).where(Task.unit_id == cell.id).values(due_on=date(clock.today().year + 1, 1, 1)))
        row = Task(
            unit_id=cell.id,
            meeting_id=meeting.id,
            owner_id=roster[0].member_id,
            text="Vận động làm đường",
            due_on=LAST_MONTH,
            created_at=clock.now(),
        )
        session.add(row)
    return row


def stored(table):
    with read_tx() as session:
        return session.exec(select(table)).all()


def texts(app):
    return [text.value.replace("\\", "") for text in [*app.markdown, *app.caption]]


def keyed(app, kind, ending):
    return next(widget for widget in app.get(kind) if str(widget.key).endswith(ending))


class TestTasks:
    def test_late_tasks_stand_first_with_words_to_send(self, open_page, cell, roster, task):
        app = open_page("cb_khuoingoa", PAGE)
        assert any("1 quá hạn" in text for text in texts(app))
        assert any("Vận động làm đường" in text for text in texts(app))
        assert links(app)[roster[0].full_name] == f"member={roster[0].member_id}"
        app.session_state[f"remind:{cell.id}:{roster[0].member_id}"] = True
        app.run()
        [words] = [code.value for code in app.code]
        assert f"Kính gửi đồng chí {roster[0].full_name}" in words
        assert "Vận động làm đường" in words

    def test_other_states_are_one_press_away(self, open_page, cell, task):
        app = open_page("cb_khuoingoa", PAGE, state="done")
        assert not any("Vận động làm đường" in text for text in texts(app))

    def test_without_any_it_says_so(self, open_page, cell, task):
        with write_tx() as session:
            session.delete(session.get(Task, task.id))
        app = open_page("cb_khuoingoa", PAGE, state="late")
        assert app.info[0].value.startswith("Không có nhiệm vụ nào")
        assert any("Không có nhiệm vụ nào quá hạn" in said.value for said in app.success)

    def test_an_officer_sees_every_cell_of_the_commune_and_a_leader_reads(self, open_page, cell, task):
        for username in ("xa_bangvan", "huyen", "lanhdao"):
            app = open_page(username, PAGE, unit=own_unit("xa_bangvan").id)
            assert any("Vận động làm đường" in text and "Chi bộ Khuổi Ngọa" in text for text in texts(app))

    def test_an_administrator_does_not_have_the_page(self, open_page):
        assert open_page("quantri", PAGE).title[0].value != "Nhiệm vụ, cam kết"


class TestRatings:
    def test_a_grade_is_stored_when_it_is_pressed_and_then_a_note(self, open_page, cell, roster, task):
        app = open_page("cb_khuoingoa", PAGE, view="ratings", month=f"{LAST_MONTH:%Y-%m}")
        member_id = roster[0].member_id
        keyed(app, "button_group", f"grade:{member_id}").set_value(RatingGrade.DONE).run()
        assert [(row.member_id, row.grade) for row in stored(MemberRating)] == [(member_id, RatingGrade.DONE)]
        keyed(app, "text_input", f"note:{member_id}").set_value("Tốt").run()
        assert [row.note for row in stored(MemberRating)] == ["Tốt"]

    def test_a_colleague_is_not_overwritten_unseen(self, open_page, cell, roster, task):
        month, member_id = f"{LAST_MONTH:%Y-%m}", roster[0].member_id
        app = open_page("cb_khuoingoa", PAGE, view="ratings", month=month)
        colleague = open_page("xa_bangvan", PAGE, view="ratings", month=month, unit=cell.id)
        keyed(colleague, "button_group", f"grade:{member_id}").set_value(RatingGrade.GOOD).run()
        keyed(app, "button_group", f"grade:{member_id}").set_value(RatingGrade.NOT_DONE).run()
        assert [row.grade for row in stored(MemberRating)] == [RatingGrade.GOOD]
        assert "vừa được người khác đổi thành “Hoàn thành tốt”" in errors(app)[0]

    def test_a_leader_cannot_press(self, open_page, cell, task):
        app = open_page("lanhdao", PAGE, view="ratings", month=f"{LAST_MONTH:%Y-%m}", unit=cell.id)
        assert all(group.proto.disabled for group in app.get("button_group") if "grade:" in str(group.key))


class TestPledges:
    def test_one_day_is_noted_for_everybody_at_once(self, open_page, cell, roster):
        app = open_page("cb_khuoingoa", PAGE, view="pledges")
        day = date(clock.today().year, 1, 3)
        keyed(app, "date_input", ":day").set_value(day)
        button(app, "Ghi ngày ký").click().run()
        assert {row.signed_on for row in stored(Pledge)} == {day}
        assert len(stored(Pledge)) == len(roster)
        assert f"{len(roster)} đồng chí" in app.success[0].value
        assert not [each for each in app.button if each.label == "Ghi ngày ký"]

    def test_without_a_day_it_says_so_and_keeps_the_choice(self, open_page, cell):
        app = open_page("cb_khuoingoa", PAGE, view="pledges")
        button(app, "Ghi ngày ký").click().run()
        assert "chọn ngày ký" in errors(app)[0]
        assert stored(Pledge) == []

    def test_one_member_day_text_and_a_deed(self, open_page, cell, roster):
        app = open_page("cb_khuoingoa", PAGE, view="pledges")
        member_id = roster[0].member_id
        app.session_state[f"pledges:{cell.id}:{clock.today().year}:{member_id}"] = True
        app.run()
        keyed(app, "text_area", f":text:{member_id}").set_value("Gương mẫu").run()
        assert [row.text for row in stored(Pledge)] == ["Gương mẫu"]
        next(box for box in app.text_area if box.label == "Việc đăng ký làm theo").set_value("Trồng rừng")
        button(app, "Thêm việc đăng ký").click().run()
        assert {row.kind: row.text for row in stored(Pledge)}[PledgeKind.DEED] == "Trồng rừng"
        next(each for each in app.button if str(each.key).startswith("pledges:deeds:0")).click().run()
        assert [row.kind for row in stored(Pledge)] == [PledgeKind.COMMITMENT]

    def test_an_officer_sees_how_many_have_signed_in_each_cell(self, open_page, cell, roster):
        with write_tx() as session:
            ids = [entry.member_id for entry in roster[:2]]
            day = date(clock.today().year, 1, 3)
            member_work.sign_many(session, actor("cb_khuoingoa"), cell.id, day.year, ids, day)
        app = open_page("xa_bangvan", PAGE, view="pledges")
        [table] = [text for text in texts(app) if text.startswith("| Chi bộ")]
        assert len(table.splitlines()) == 2 + 19 + 1
        assert f"| Chi bộ Khuổi Ngọa | 2/{len(roster)} |" in table

    def test_a_pledge_is_reviewed_at_a_meeting(self, open_page, cell, roster):
        with write_tx() as session:
            year, who = clock.today().year, roster[0].member_id
            token = member_work.register_deed(
                session, actor("cb_khuoingoa"), cell.id, year, who, "Trồng rừng", new_id()
            )
        month = f"{THIS_MONTH:%Y-%m}"
        app = open_page("cb_khuoingoa", PAGE, view="pledges", step="review", month=month)
        keyed(app, "button_group", f"outcome:{token}").set_value(TaskOutcome.DONE).run()
        keyed(app, "text_input", f"note:{token}").set_value("Tốt").run()
        assert [(row.outcome, row.note) for row in stored(PledgeReview)] == [(TaskOutcome.DONE, "Tốt")]

    def test_a_meeting_that_is_handed_in_is_only_read(self, open_page, cell, roster):
        with write_tx() as session:
            year, who = clock.today().year, roster[0].member_id
            member_work.register_deed(session, actor("cb_khuoingoa"), cell.id, year, who, "Trồng rừng", new_id())
        month = f"{LAST_MONTH:%Y-%m}"
        app = open_page("cb_khuoingoa", PAGE, view="pledges", step="review", month=month)
        assert "đã nộp" in app.info[0].value
        assert not [group for group in app.get("button_group") if "outcome:" in str(group.key)]

    def test_a_leader_reads_and_changes_nothing(self, open_page, cell):
        app = open_page("lanhdao", PAGE, view="pledges", unit=cell.id)
        assert not [each for each in app.button if each.label == "Ghi ngày ký"]


class TestRota:
    def test_the_next_in_turn_is_proposed_and_assigned(self, open_page, cell, roster):
        app = open_page("cb_khuoingoa", PAGE, view="rota")
        assert any(f"Đến lượt: **{roster[0].full_name}**" in text for text in texts(app))
        keyed(app, "text_input", ":topic").set_value("Học tập Bác")
        button(app, "Phân công").click().run()
        [row] = stored(Presentation)
        assert (row.member_id, row.topic, row.month) == (roster[0].member_id, "Học tập Bác", months.after(THIS_MONTH))
        assert any(f"Đến lượt: **{roster[1].full_name}**" in text for text in texts(app))
        button(app, "Bỏ").click().run()
        assert stored(Presentation) == []

    def test_without_a_topic_it_says_so(self, open_page, cell):
        app = open_page("cb_khuoingoa", PAGE, view="rota")
        button(app, "Phân công").click().run()
        assert "nội dung trình bày" in errors(app)[0]

    def test_next_month_stands_beside_the_reminders(self, open_page, cell, roster, task):
        with write_tx() as session:
            month, who = months.after(THIS_MONTH), roster[0].member_id
            member_work.assign(session, actor("cb_khuoingoa"), cell.id, month, who, "Học tập Bác", new_id())
        assert any("Học tập Bác" in text for text in texts(open_page("cb_khuoingoa", PAGE)))


@pytest.fixture
def absent(cell, roster):
    """The first member, absent without reason from every regular meeting of the year so far."""
    with write_tx() as session:
        first = date(months.after(THIS_MONTH, -1).year, 1, 1)
        lines = session.exec(
            select(Attendance)
            .join(Meeting)
            .where(Attendance.member_id == roster[0].member_id, Meeting.month >= first)
            .where(Meeting.kind == MeetingKind.REGULAR)
        ).all()
        for line in lines:
            line.presence, line.is_due, line.spoke = Presence.UNEXCUSED, True, False
    return roster[0]


class TestAlerts:
    @pytest.mark.parametrize("username", ["cb_khuoingoa", "xa_bangvan", "huyen", "lanhdao"])
    def test_secretary_and_superiors_see_whom_to_speak_with(self, open_page, cell, absent, username):
        app = open_page(username, PAGE, view="alerts")
        assert any("vắng không lý do" in text.lower() and "Khuổi Ngọa" in text for text in texts(app))
        assert any(query.startswith(f"member={absent.member_id}") for query in links(app).values())

    @pytest.mark.parametrize("username", ["cb_khuoingoa", "xa_bangvan", "lanhdao"])
    def test_the_first_screen_leads_there(self, open_page, cell, absent, username):
        app = open_page(username)
        assert any("Cần trao đổi, nhắc nhở việc dự sinh hoạt" in text for text in [*texts(app), *warnings(app)])
        assert any("view=alerts" in query for query in links(app).values())

    def test_the_district_may_look_at_one_commune(self, open_page, cell, absent):
        app = open_page("huyen", PAGE, view="alerts", commune=own_unit("xa_bangvan").id)
        places = [text for text in texts(app) if "Đảng bộ " in text and "Chi bộ" in text]
        assert places
        assert all("Đảng bộ xã Bằng Vân" in text for text in places)

    def test_nobody_says_so(self, open_page, cell):
        app = open_page("cb_khuoingoa", PAGE, view="alerts", year=clock.today().year - 3)
        assert "không có đảng viên nào vắng" in app.success[0].value


def warnings(app):
    return [said.value.replace("\\", "") for said in app.warning]


class TestMember:
    def test_the_page_shows_the_year(self, open_page, cell, roster, task, absent):
        app = open_page("cb_khuoingoa", MEMBER, member=roster[0].member_id, year=LAST_MONTH.year)
        assert app.title[0].value == f"Đảng viên {roster[0].full_name}"
        headings = [heading.value for heading in app.subheader]
        assert {"Sinh hoạt, chức vụ", "Phát biểu", "Nhiệm vụ", "Xếp loại hằng năm"} <= set(headings)
        assert any("không lý do]" in text for text in texts(app))
        assert links(app)["Chi bộ Khuổi Ngọa"] == f"cell={cell.id}"

    def test_discipline_is_shown_to_those_who_keep_members_only(self, open_page, cell, roster):
        for username, is_shown in (("xa_bangvan", True), ("huyen", True), ("cb_khuoingoa", False), ("lanhdao", False)):
            app = open_page(username, MEMBER, member=roster[0].member_id)
            assert ("Kỷ luật" in [heading.value for heading in app.subheader]) is is_shown
        assert isinstance(stored(Discipline), list)

    def test_somebody_out_of_reach_does_not_exist(self, open_page, cell):
        with read_tx() as session:
            stranger = session.exec(select(Task.owner_id).where(Task.unit_id != cell.id)).first()
        app = open_page("cb_khuoingoa", MEMBER, member=stranger)
        assert "Không tìm thấy" in app.error[0].value

    @pytest.mark.parametrize("address", ["x", ""])
    def test_without_a_member_it_leads_to_the_list(self, open_page, address):
        app = open_page("xa_bangvan", MEMBER, member=address)
        assert "Danh sách đảng viên" in links(app)


@pytest.mark.parametrize("view", list(STATEMENTS))
@pytest.mark.parametrize("username", ["cb_khuoingoa", "huyen"])
def test_a_rerun_asks_the_database_little(open_page, sample_engine, username, view):
    app = open_page(username, PAGE, view=view)
    sent = []
    sa.event.listen(sample_engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    app.run()
    asked = [statement for statement in sent if statement != "BEGIN"]
    assert len(asked) <= STATEMENTS[view], asked
