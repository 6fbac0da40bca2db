"""The first screen of each role: what is due, until when, and where it is done."""

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from models import (
    Account,
    Assessment,
    AssessmentState,
    Attendance,
    CriteriaSet,
    Meeting,
    MeetingKind,
    MeetingState,
    Presence,
    Task,
)
from models.database import read_tx, write_tx
from services import agenda, clock, months
from services.vietnamese import day, number
from tests.factories import a_stranger
from tests.pages.test_units_pages import links, own_unit

WRITERS = ["huyen", "xa_bangvan", "cb_khuoingoa"]
STANDING = {"huyen": 1, "xa_bangvan": 1, "cb_khuoingoa": 0}
"""Cards above the duties: how last month stands."""


def bold(app) -> list[str]:
    """The sentences of the cards."""
    return [text.value.strip("*").replace("\\", "") for text in app.markdown if text.value.startswith("**")]


def due(username: str):
    with read_tx() as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        return agenda.duties(session, a_stranger(own_unit(username), account.role))


@pytest.mark.parametrize("username", WRITERS)
def test_every_duty_is_a_card(open_page, username):
    app = open_page(username)
    sentences = [duty.sentence for duty in due(username)]
    assert sentences
    assert [sentence for sentence in bold(app) if sentence in sentences] == sentences


@pytest.mark.parametrize("username", WRITERS)
def test_every_card_says_until_when_and_leads_somewhere(open_page, username):
    app = open_page(username)
    duties = due(username)
    days = [text.value for text in app.markdown if day(duties[0].due_on) in text.value]
    assert days
    assert len(app.get("page_link")) == len(duties) + STANDING[username]


@pytest.mark.parametrize("username", WRITERS)
def test_at_most_five_things_are_asked_at_once(open_page, username):
    app = open_page(username)
    folded = [box for box in app.expander if box.label.startswith("Còn ")]
    later = len(folded[0].get("page_link")) if folded else 0
    assert len(app.get("page_link")) - later == min(5, len(due(username))) + STANDING[username]


def test_a_secretarys_card_opens_the_own_record_of_the_month(open_page):
    month = months.month_of(clock.today())
    cell = own_unit("cb_khuoingoa")
    assert links(open_page("cb_khuoingoa"))["Nhập biên bản"] == f"cell={cell.id}&month={month:%Y-%m}"


def test_when_all_is_done_nothing_is_asked(open_page):
    cell = own_unit("cb_khuoingoa")
    app = open_page("cb_khuoingoa")
    assert not app.success
    _finish(cell.id)
    app.run()
    assert [said.value for said in app.success] == ["Không còn việc nào đến hạn."]
    assert not app.get("page_link")


def test_which_commune_owes_how_many_is_drawn_when_it_is_opened(open_page):
    duty = next(duty for duty in due("huyen") if duty.shares)
    app = open_page("huyen")
    assert not shares(app)
    app.session_state[f"shares:{duty.kind}:{duty.assessment.name if duty.assessment else duty.month}"] = True
    app.run()
    assert [len(table.splitlines()) - 2 for table in shares(app)] == [len(duty.shares)]


def shares(app) -> list[str]:
    return [text.value for text in app.markdown if text.value.startswith("| Đảng bộ")]


def test_a_leader_sees_figures_and_the_way_to_the_charts(open_page):
    app = open_page("lanhdao")
    with read_tx() as session:
        head = agenda.headline(session, a_stranger(own_unit("lanhdao")))
    assert [metric.value for metric in app.metric][:2] == [
        number(head.members),
        f"{number(head.submitted)}/{number(head.expected)}",
    ]
    assert "Xem biểu đồ" in links(app)


def test_an_administrator_sees_accounts_and_the_audit_trail(open_page):
    app = open_page("quantri")
    assert any(sentence.startswith("5 tài khoản đang dùng") for sentence in bold(app))
    assert set(links(app)) == {"Quản lý tài khoản", "Xem nhật ký"}


def _finish(cell_id: UUID) -> None:
    """Hand in the two months, accept this year's form, forget every task and every absence."""
    this_month = months.month_of(clock.today())
    moments = {"created_at": clock.now(), "changed_at": clock.now()}
    with write_tx() as session:
        for task in session.exec(select(Task).where(Task.unit_id == cell_id)):
            task.due_on = clock.today() + 2 * agenda.TASK_NOTICE
        for line in session.exec(select(Attendance).join(Meeting).where(Meeting.unit_id == cell_id)):
            line.presence = Presence.PRESENT
        for month in (months.after(this_month, -1), this_month):
            wanted = select(Meeting).where(Meeting.unit_id == cell_id, Meeting.month == month)
            new = Meeting(unit_id=cell_id, month=month, kind=MeetingKind.REGULAR, **moments)
            meeting = session.exec(wanted.where(Meeting.kind == MeetingKind.REGULAR)).first() or new
            meeting.state = MeetingState.SUBMITTED
            session.add(meeting)
        forms = session.exec(select(Assessment).where(Assessment.unit_id == cell_id)).all()
        year, kind = clock.today().year, "four_good_cell"
        if not any((form.period_starts_on.year, form.kind) == (year, kind) for form in forms):
            period = {"period_starts_on": date(year, 1, 1), "period_ends_on": date(year, 12, 31)}
            set_id = session.exec(select(CriteriaSet.id)).first()
            forms = [
                *forms,
                Assessment(
                    unit_id=cell_id,
                    subject_id=cell_id,
                    criteria_set_id=set_id,
                    kind=kind,
                    **period,
                    **moments,
                ),
            ]
        for form in forms:
            form.state = AssessmentState.ACCEPTED
            session.add(form)
