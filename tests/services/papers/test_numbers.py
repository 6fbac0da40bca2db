"""Numbers run per unit, type of document and committee term; the same paper keeps its number."""

import threading
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, MeetingKind, PaperKind, PaperNumber, Role
from models.database import read_tx, write_tx
from services import clock, meetings, papers
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.papers import PaperRef, SettingsDraft
from tests.factories import a_stranger, a_unit, an_actor
from tests.factories_meetings import NOVEMBER, NOW, OCTOBER, SEPTEMBER, a_cast, a_submitted_meeting
from tests.services.papers.conftest import TERM

MONTHS = [NOVEMBER, OCTOBER, SEPTEMBER]


def of_cell(cast, kind=PaperKind.MINUTES, month=NOVEMBER):
    return PaperRef(kind, cast.cell.id, month)


def of_commune(cast, kind, month=NOVEMBER):
    return PaperRef(kind, cast.commune.id, month)


def issued(session, cast, ref):
    return papers.issue(session, cast.officer, ref).number


def test_the_same_paper_keeps_its_number(session, cast, term):
    a_submitted_meeting(session, cast.officer, cast.ref)
    first = papers.issue(session, cast.officer, of_cell(cast))
    again = papers.issue(session, cast.secretary, of_cell(cast))
    assert (first.number, first.is_new, first.term_starts_on) == (1, True, TERM)
    assert (again.number, again.is_new) == (1, False)
    assert papers.number_of(session, cast.officer, of_cell(cast)).number == 1
    values = papers.paper(session, cast.officer, of_cell(cast)).values
    assert values["number"] == "Số 01-BB/CB"


def test_each_type_has_its_own_run(session, cast, term):
    for month in (OCTOBER, NOVEMBER):
        a_submitted_meeting(session, cast.officer, cast.in_month(month))
    assert issued(session, cast, of_cell(cast, month=OCTOBER)) == 1
    assert issued(session, cast, of_cell(cast)) == 2
    assert issued(session, cast, of_cell(cast, PaperKind.CONCLUSION)) == 1


def test_both_notices_share_one_run(session, cast, term):
    assert issued(session, cast, of_commune(cast, PaperKind.MONTHLY_SCHEDULE, OCTOBER)) == 1
    assert issued(session, cast, of_commune(cast, PaperKind.MONTHLY_SCHEDULE)) == 2
    assert issued(session, cast, of_commune(cast, PaperKind.MONTHLY_GRADES)) == 1
    kinds = session.exec(select(PaperNumber.kind).order_by(PaperNumber.issued_at, PaperNumber.number)).all()
    assert kinds.count(PaperKind.NOTICE) == 2


def test_a_new_term_begins_anew_and_keeps_the_old_numbers(session, cast, term):
    for month in (OCTOBER, NOVEMBER):
        a_submitted_meeting(session, cast.officer, cast.in_month(month))
    assert issued(session, cast, of_cell(cast, month=OCTOBER)) == 1
    papers.settle(session, cast.officer, cast.cell.id, SettingsDraft(term_starts_on=TERM + timedelta(days=400)))
    assert issued(session, cast, of_cell(cast)) == 1
    assert issued(session, cast, of_cell(cast, month=OCTOBER)) == 1


def test_no_number_before_somebody_said_when_the_term_began(session, cast):
    with pytest.raises(Invalid, match="nhiệm kỳ"):
        papers.issue(session, cast.officer, of_commune(cast, PaperKind.MONTHLY_GRADES))


def test_no_number_for_a_draft_nor_for_what_the_meeting_did_not_come_to(session, cast, term, full):
    for kind in (PaperKind.MINUTES, PaperKind.CONCLUSION):
        with pytest.raises(Conflict, match="chưa nộp"):
            papers.issue(session, cast.officer, of_cell(cast, kind))
    meetings.submit(session, cast.officer, full)
    with pytest.raises(Conflict, match="ra kết luận, không ra nghị quyết"):
        papers.issue(session, cast.officer, of_cell(cast, PaperKind.RESOLUTION))
    with pytest.raises(Invalid, match="không đánh số"):
        papers.issue(session, cast.officer, of_cell(cast, PaperKind.TASK_LIST))


def test_a_notice_gets_its_number_before_the_meeting(session, cast, term):
    with pytest.raises(Conflict, match="chưa lên lịch"):
        papers.issue(session, cast.officer, of_cell(cast, PaperKind.NOTICE))
    meetings.plan(session, cast.officer, cast.ref, "planned_on", date(2026, 11, 25), None)
    assert issued(session, cast, of_cell(cast, PaperKind.NOTICE)) == 1


def test_who_may_not_write_issues_nothing_and_nobody_out_of_reach(session, cast, term):
    leader = an_actor(session, cast.district, Role.LEADER)
    with pytest.raises(NotAllowed):
        papers.issue(session, leader, of_commune(cast, PaperKind.MONTHLY_GRADES))
    stranger = a_stranger(a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
    for act in (papers.issue, papers.number_of):
        with pytest.raises(NotFound):
            act(session, stranger, of_commune(cast, PaperKind.MONTHLY_GRADES))


def test_a_number_leaves_one_entry(session, cast, term):
    for _ in range(2):
        papers.issue(session, cast.officer, of_commune(cast, PaperKind.MONTHLY_GRADES))
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.action == "paper:issued")).all()
    assert (entry.unit_id, entry.details["number"], entry.details["subject"]) == (
        *(cast.commune.id, 1),
        "month:2026-11",
    )


@given(orders=st.lists(st.tuples(st.sampled_from(papers.OF_MONTHS), st.sampled_from(MONTHS)), max_size=12))
@settings(max_examples=10)
def test_whatever_the_order_there_is_no_gap(rolled_back, orders):
    with clock.set_to(NOW), rolled_back() as session:
        cast = a_cast(session)
        papers.settle(session, cast.officer, cast.commune.id, SettingsDraft(term_starts_on=TERM))
        got = {order: issued(session, cast, of_commune(cast, *order)) for order in orders}
        for kind in papers.OF_MONTHS:
            numbers = sorted(number for order, number in got.items() if order[0] is kind)
            assert numbers == list(range(1, len(numbers) + 1))


def test_many_at_once_leave_no_gap_and_no_double(engine):
    with write_tx() as session:
        cast = a_cast(session)
        papers.settle(session, cast.officer, cast.commune.id, SettingsDraft(term_starts_on=TERM))
    months = [date(2026, month, 1) for month in range(1, 11)]
    gate, got = threading.Barrier(20), []

    def run(month):
        gate.wait()
        with write_tx() as session:
            got.append((month, papers.issue(session, cast.officer, of_commune(cast, PaperKind.MONTHLY_GRADES, month))))

    threads = [threading.Thread(target=copy_context().run, args=(run, month)) for month in months * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = {month: {one.number for other, one in got if other == month} for month in months}
    assert all(len(found) == 1 for found in numbers.values())
    assert sorted(number for found in numbers.values() for number in found) == list(range(1, 11))
    assert sum(one.is_new for _, one in got) == 10
    with read_tx() as session:
        assert len(session.exec(select(PaperNumber)).all()) == 10


def test_a_unit_follows_the_nearest_above_in_each_thing(session, cast, term):
    found = papers.settings(session, cast.officer, cast.cell.id)
    assert (found.signs_for, found.term_starts_on, found.place_name, found.own) == ("cell", TERM, "Bằng Vân", None)
    papers.settle(session, cast.officer, cast.commune.id, SettingsDraft("committee", None, "  Bằng  Vân mới "))
    found = papers.settings(session, cast.secretary, cast.cell.id)
    assert (found.signs_for, found.term_starts_on, found.place_name) == ("committee", TERM, "Bằng Vân mới")
    papers.settle(session, cast.secretary, cast.cell.id, SettingsDraft("cell"))
    assert papers.settings(session, cast.secretary, cast.cell.id).signs_for == "cell"
    a_submitted_meeting(session, cast.officer, cast.ref)
    values = papers.paper(session, cast.officer, of_cell(cast, PaperKind.CONCLUSION)).values
    assert values["signs_for"] == "T/M CHI BỘ"


@pytest.mark.parametrize(
    "draft",
    [
        SettingsDraft("nobody"),
        SettingsDraft(term_starts_on=NOW.date() + timedelta(days=1)),
        SettingsDraft(place_name="x" * 121),
    ],
)
def test_what_no_setting_can_be(session, cast, draft):
    with pytest.raises(Invalid):
        papers.settle(session, cast.officer, cast.commune.id, draft)


def test_who_may_not_settle(session, cast):
    with pytest.raises(NotFound):
        papers.settle(session, cast.secretary, cast.commune.id, SettingsDraft())
    with pytest.raises(NotAllowed):
        papers.settle(session, an_actor(session, cast.district, Role.LEADER), cast.commune.id, SettingsDraft())


def test_meetings_of_one_kind_in_a_month_are_different_papers(session, cast, term):
    for number in (1, 2):
        ref = cast.in_month(NOVEMBER, MeetingKind.EXTRAORDINARY, number)
        a_submitted_meeting(session, cast.officer, ref)
    first = PaperRef(PaperKind.MINUTES, cast.cell.id, NOVEMBER, MeetingKind.EXTRAORDINARY, 1)
    assert [issued(session, cast, ref) for ref in (first, replace(first, meeting_number=2))] == [1, 2]
