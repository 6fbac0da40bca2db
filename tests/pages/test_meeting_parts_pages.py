"""The parts of a record on the screen: closed until they are opened, written, read by those who only read; templates."""

from datetime import date

import pytest
from sqlmodel import select

from models import Account, AgendaItem, Meeting, Mention, MentionKind, Supervision, Unit, UnitEra, Vote
from models.base import new_id
from models.database import read_tx, write_tx
from services import clock, meetings, months
from services.meetings import GuestDraft, MeetingRef, MentionDraft, TaskOutcome, VoteDraft
from tests.factories import actor_of
from tests.factories_meetings import a_target, a_task, fill, put
from ui.meeting_form import name as form_name
from ui.transactions import plain

A_PDF = b"%PDF-1.7\n..."
CELL = "Chi bộ Khuổi Ngọa"
WRITE_BUTTONS = {"Nộp biên bản", "Rút lại để sửa", "Bỏ", "Lấy theo mẫu", "Thêm nhiệm vụ", "Tất cả đã hoàn thành"}


def actor(username):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return actor_of(account, session.exec(select(Unit).where(Unit.id == account.unit_id)).one())


def a_ref(months_back=0):
    with read_tx() as session:
        era = session.exec(select(UnitEra).where(UnitEra.name == CELL, UnitEra.ends_on.is_(None))).one()
    return MeetingRef(era.unit_id, months.after(months.month_of(clock.today()), -months_back))


def visit(open_page, username, ref, **more):
    return open_page(username, "meetings.entry", cell=ref.unit_id, month=f"{ref.month:%Y-%m}", **more)


@pytest.fixture
def app(open_page):
    """The secretary's screen on a record that nobody has begun."""
    return visit(open_page, "cb_khuoingoa", a_ref())


def opened(app, *parts):
    """The page with parts of the record open; a browser keeps them so, this page forgets after every run."""
    for part in parts:
        app.session_state[f"{form_name(a_ref())}:{part}:open"] = True
    return app.run()


def closed(app, part):
    """The page after somebody has closed a part."""
    app.session_state[f"{form_name(a_ref())}:{part}:open"] = False
    return app.run()


def button(app, label):
    return next(each for each in app.button if each.label.replace("\\", "").startswith(label))


def press(app, label, *parts):
    button(app, label).click()
    return opened(app, *parts)


def form_field(app, kind, ending):
    return next(widget for widget in getattr(app, kind) if str(widget.key).endswith(ending))


def said(app):
    kinds = (app.markdown, app.caption, app.info, app.success, app.error)
    return "\n".join(line.value for kind in kinds for line in kind).replace("\\", "")


def titles(app):
    return [box.label for box in app.expander]


def rows(table):
    with read_tx() as session:
        meeting = session.exec(
            select(Meeting).where(Meeting.unit_id == a_ref().unit_id, Meeting.month == a_ref().month)
        ).first()
        found = session.exec(select(table).where(table.meeting_id == meeting.id)).all() if meeting else []
        return list(found)


def written(work):
    with write_tx() as session:
        return work(session, actor("cb_khuoingoa"), a_ref())


def a_full_record(ref=None):
    """A record with something in every part, handed in."""
    ref = ref or a_ref()
    day = min(clock.today(), months.last_day(ref.month))
    with write_tx() as session:
        writer = actor("xa_bangvan")
        fill(session, writer, ref, held_on=day, premeeting_content="Chi ủy bàn trước", results="Đạt 9 việc")
        who = next(entry.member_id for entry in meetings.sheet(session, writer, ref).roll if entry.came)
        put(session, writer, ref, "speakers", [who])
        meetings.write(session, writer, ref, f"gist:{who}", "Xin đăng ký *làm đường*", "")
        meetings.write(session, writer, ref, "is_resolution", True, False)
        meetings.take_agenda(session, writer, ref)
        meetings.add_guest(session, writer, ref, GuestDraft("Vi Văn Yên", "Trưởng thôn"), new_id())
        draft = MentionDraft(MentionKind.PRAISE, who, "dẫn đầu hiến đất")
        meetings.add_mention(session, writer, ref, draft, new_id())
        meetings.add_vote(session, writer, ref, VoteDraft("Thông qua nghị quyết", 3, 1), new_id())
        meetings.put_up(session, writer, ref, "Tài liệu.pdf", A_PDF)
        meetings.submit(session, writer, ref)
    return ref


class TestClosedParts:
    def test_they_say_how_much_they_hold_and_draw_nothing(self, app):
        assert "Chương trình (0)" in titles(app)
        assert "Biểu quyết (0)" in titles(app)
        keys = [str(widget.key) for widget in [*app.text_input, *app.text_area]]
        assert not [key for key in keys if key.endswith((":point", ":guest", ":mention", ":subject", ":results"))]

    def test_counts_follow_what_is_stored(self, app):
        written(meetings.take_agenda)
        app.run()
        assert f"Chương trình ({len(rows(AgendaItem))})" in titles(app)


class TestAgenda:
    def test_one_click_takes_the_template_then_points_are_changed(self, app):
        opened(app, "agenda")
        assert "HD 42-HD/BTCTW" in said(app)
        press(app, "Lấy theo mẫu", "agenda")
        assert "Đã lấy" in said(app)
        first, second = rows(AgendaItem)[:2]
        opened(app, "agenda")
        form_field(app, "text_input", f"agenda:{first.id}").set_value("Chào cờ")
        opened(app, "agenda")
        press(app, "Lên", "agenda")
        found = sorted(rows(AgendaItem), key=lambda item: item.number)
        assert [item.id for item in found[:2]] == [second.id, first.id]
        assert found[1].text == "Chào cờ"
        press(app, "Bỏ", "agenda")
        assert second.id not in {item.id for item in rows(AgendaItem)}

    def test_a_point_of_ones_own_is_added_and_the_form_emptied(self, app):
        opened(app, "agenda")
        form_field(app, "text_input", ":point").set_value("Trao huy hiệu Đảng")
        press(app, "Thêm điểm", "agenda")
        assert [item.text for item in rows(AgendaItem)] == ["Trao huy hiệu Đảng"]
        assert form_field(app, "text_input", ":point").value == ""


class TestGuests:
    def test_who_is_in_charge_is_one_click_away_and_others_are_typed(self, app):
        with write_tx() as session:
            session.add(
                Supervision(
                    unit_id=a_ref().unit_id,
                    supervisor_name="Chu Thị Thử",
                    office="Đảng ủy viên",
                    starts_on=date(2020, 1, 1),
                    created_at=clock.now(),
                )
            )
        opened(app, "guests")
        press(app, "Thêm cấp ủy viên phụ trách: Chu Thị Thử", "guests")
        assert "Chu Thị Thử, Đảng ủy viên, cấp ủy viên phụ trách" in said(app)
        assert not [each for each in app.button if "Chu Thị Thử" in each.label]
        press(app, "Thêm khách mời", "guests")
        assert "Đồng chí ghi họ tên khách mời." in said(app)
        form_field(app, "text_input", ":guest").set_value("Vi Văn Yên")
        form_field(app, "text_input", ":office").set_value("Trưởng thôn")
        press(app, "Thêm khách mời", "guests")
        assert "Vi Văn Yên, Trưởng thôn" in said(app)
        closed(app, "guests")
        assert "Đại biểu, khách mời (2)" in titles(app)


class TestMentionsAndGists:
    def test_a_mention_of_all_is_written_and_taken_back(self, app):
        opened(app, "mentions")
        form_field(app, "text_area", ":mention").set_value("đóng đảng phí đủ")
        press(app, "Ghi vào biên bản", "mentions")
        assert "chọn biểu dương, nhắc nhở hoặc phê bình" in said(app)
        form_field(app, "button_group", ":kind").set_value(MentionKind.PRAISE)
        press(app, "Ghi vào biên bản", "mentions")
        assert "Biểu dương cả chi bộ: đóng đảng phí đủ" in said(app)
        press(app, "Bỏ", "mentions")
        assert rows(Mention) == []

    def test_each_speaker_gets_a_field_for_what_they_said(self, app):
        assert not [title for title in titles(app) if title.startswith("Ý kiến phát biểu")]
        with read_tx() as session:
            who = meetings.sheet(session, actor("cb_khuoingoa"), a_ref()).roll[0].member_id
        form_field(app, "button_group", ":speakers").set_value([who]).run()
        assert "Ý kiến phát biểu (0/1)" in titles(app)
        opened(app, "gists")
        form_field(app, "text_area", f"gist:{who}").set_value("Nhất trí")
        opened(app, "gists")
        closed(app, "gists")
        assert "Ý kiến phát biểu (1/1)" in titles(app)
        with read_tx() as session:
            assert meetings.sheet(session, actor("cb_khuoingoa"), a_ref()).roll[0].gist == "Nhất trí"


class TestVotes:
    def test_the_rule_is_said_and_more_votes_than_present_are_refused(self, app):
        opened(app, "votes")
        assert "đảng viên chính thức có mặt được biểu quyết" in said(app)
        press(app, "Ghi kết quả biểu quyết", "votes")
        assert "Đồng chí ghi số phiếu" in said(app)
        present = int(form_field(app, "number_input", ":for").max)
        form_field(app, "number_input", ":for").set_value(present)
        form_field(app, "number_input", ":against").set_value(1)
        press(app, "Ghi kết quả biểu quyết", "votes")
        assert "nhiều hơn số đảng viên chính thức có mặt" in said(app)
        form_field(app, "number_input", ":against").set_value(0)
        press(app, "Ghi kết quả biểu quyết", "votes")
        [vote] = rows(Vote)
        assert (vote.votes_for, vote.present) == (present, present)
        assert f"tán thành {present}" in said(app)
        press(app, "Bỏ", "votes")
        assert rows(Vote) == []


class TestDocuments:
    def test_they_are_listed_and_their_day_is_proposed(self, app):
        written(lambda session, actor, ref: meetings.put_up(session, actor, ref, "Tài liệu.pdf", A_PDF))
        opened(app, "documents")
        [file] = [row for row in app.markdown if "/files/meetings/" in row.value]
        assert plain("Tài liệu.pdf") in file.value
        press(app, "Ghi ngày đăng tải tài liệu là", "documents")
        assert form_field(app, "date_input", ":documents_on").value == clock.today()
        press(app, "Bỏ", "documents")
        closed(app, "documents")
        assert "Tài liệu của buổi sinh hoạt (0)" in titles(app)


class TestOneClick:
    def test_the_times_of_the_last_meeting_are_proposed_and_taken(self, app):
        with read_tx() as session:
            last = meetings.sheet(session, actor("cb_khuoingoa"), a_ref(1))
        press(app, "Ghi như buổi trước")
        assert form_field(app, "time_input", ":started_at").value == last.started_at
        assert form_field(app, "time_input", ":ended_at").value == last.ended_at
        assert not [each for each in app.button if each.label.startswith("Ghi như buổi trước")]

    def test_all_tasks_are_done_and_all_targets_met(self, open_page):
        with write_tx() as session:
            writer = actor("xa_bangvan")
            meetings.take_back(session, writer, a_ref(1))
            owner = meetings.sheet(session, writer, a_ref(1)).roll[0].member_id
            task_id = a_task(session, writer, a_ref(1), owner)
            a_target(session, writer, a_ref(1))
        app = visit(open_page, "cb_khuoingoa", a_ref())
        press(app, "Tất cả đã hoàn thành")
        press(app, "Tất cả đều đạt")
        with read_tx() as session:
            sheet = meetings.sheet(session, actor("cb_khuoingoa"), a_ref())
        outcomes = {row.task_id: row.outcome for row in sheet.reviews if row.is_of_last_meeting}
        assert outcomes[task_id] is TaskOutcome.DONE
        assert None not in outcomes.values()
        assert None not in [row.outcome for row in sheet.target_reviews]
        assert not [each for each in app.button if each.label.startswith("Tất cả")]


class TestPremeeting:
    def test_it_is_asked_for_where_there_is_a_committee(self, app):
        assert "Nội dung họp chi ủy (chưa ghi)" in titles(app)
        opened(app, "premeeting")
        form_field(app, "text_area", ":premeeting_content").set_value("Thống nhất chương trình")
        opened(app, "premeeting")
        closed(app, "premeeting")
        assert "Nội dung họp chi ủy (đã ghi)" in titles(app)


class TestReaders:
    @pytest.mark.parametrize("username", ["lanhdao", "quantri", "huyen", "xa_bangvan", "cb_khuoingoa"])
    def test_everybody_in_reach_reads_every_part_of_what_was_handed_in(self, open_page, username):
        app = visit(open_page, username, a_full_record())
        text = said(app)
        for words in (
            *("Chi ủy bàn trước", "Đạt 9 việc", "Xin đăng ký *làm đường*", "Vi Văn Yên, Trưởng thôn"),
            *("dẫn đầu hiến đất", "1. Thông qua nghị quyết: tán thành 3, không tán thành 1", "Tài liệu.pdf"),
        ):
            assert words in text
        assert not list(app.text_area)
        assert "Nghị quyết" in [heading.value for heading in app.subheader]

    @pytest.mark.parametrize("username", ["lanhdao", "quantri"])
    def test_those_who_do_not_write_have_nothing_to_write_with(self, open_page, username):
        app = visit(open_page, username, a_full_record())
        assert app.title[0].value == "Biên bản sinh hoạt"
        assert not {each.label for each in app.button} & WRITE_BUTTONS
        assert all(field.disabled for field in [*app.date_input, *app.text_input])

    @pytest.mark.parametrize("username", ["lanhdao", "quantri"])
    def test_they_are_told_that_a_record_is_not_there_or_not_handed_in(self, open_page, username):
        app = visit(open_page, username, a_ref())
        assert "Chưa có biên bản của buổi này." in said(app)
        written(lambda session, actor, ref: meetings.write(session, actor, ref, "content", "Việc riêng", ""))
        app.run()
        assert "đang nhập, chưa nộp" in said(app)
        assert "Việc riêng" not in said(app)
        assert not list(app.text_area)
        assert not {each.label for each in app.button} & WRITE_BUTTONS

    def test_they_choose_among_the_thematic_meetings_that_are_there(self, open_page):
        app = visit(open_page, "lanhdao", a_ref(), kind="thematic")
        box = next(box for box in app.selectbox if box.key == "filter:number")
        assert all("mới" not in option for option in box.options)


class TestTemplates:
    @pytest.mark.parametrize("username", ["huyen", "xa_bangvan", "quantri"])
    def test_stewards_write_what_their_cells_begin_with(self, open_page, username):
        app = open_page(username, "meetings.agenda")
        assert "HD 42-HD/BTCTW" in said(app)
        app.text_area[0].set_value("Điểm danh\n\n  Bàn việc ").run()
        with read_tx() as session:
            usual = meetings.usual_agenda(session, actor("cb_khuoingoa"), a_ref())
        assert usual.lines == ("Điểm danh", "Bàn việc")

    def test_a_copy_of_what_is_inherited_is_a_start(self, open_page):
        app = open_page("xa_bangvan", "meetings.agenda")
        press_copy = button(app, "Sửa từ mẫu này")
        press_copy.click().run()
        assert len(app.text_area[0].value.split("\n")) > 5

    def test_each_type_of_cell_has_its_own(self, open_page):
        app = open_page("xa_bangvan", "meetings.agenda", type="student")
        app.text_area[0].set_value("Việc học tập").run()
        with read_tx() as session:
            usual = meetings.usual_agenda(session, actor("cb_khuoingoa"), a_ref())
        assert usual.lines != ("Việc học tập",)

    @pytest.mark.parametrize("username", ["cb_khuoingoa", "lanhdao"])
    def test_others_are_led_to_their_first_page(self, open_page, username):
        assert open_page(username, "meetings.agenda").title[0].value != "Mẫu chương trình"
