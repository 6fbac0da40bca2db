"""Words pinned to a field: written while a record is judged, read and ticked off by the cell."""

import pytest
from sqlmodel import select

from models import AuditEntry, FieldRemark
from models.base import new_id
from services import approvals, meetings
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests import factories_approvals as at


def texts(session, actor, ref):
    return [(row.label, row.text, row.is_resolved) for row in approvals.remarks_of(session, actor, ref)]


def test_they_stand_in_the_order_of_the_form(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    approvals.remark(session, who.officer, cast.ref, "conclusion", "Ghi rõ hơn.", new_id())
    approvals.remark(session, who.officer, cast.ref, "held_on", "Xem lại ngày.", new_id())
    assert texts(session, who.secretary, cast.ref) == [
        ("Ngày họp", "Xem lại ngày.", False),
        ("Kết luận", "Ghi rõ hơn.", False),
    ]


def test_the_same_click_twice_is_one_remark(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    token = new_id()
    for _ in range(2):
        approvals.remark(session, who.officer, cast.ref, "content", "Bổ sung.", token)
    assert len(session.exec(select(FieldRemark)).all()) == 1
    written = select(AuditEntry).where(AuditEntry.action == "field_remark:written")
    assert len(session.exec(written).all()) == 1


@pytest.mark.parametrize(("field", "text"), [("content", "  "), ("content", "x" * 2001), ("nothing", "Sửa.")])
def test_no_words_too_many_or_no_such_field_are_refused(session, cast, who, field, text):
    at.waits_for_commune(session, who, cast.ref)
    with pytest.raises(Invalid):
        approvals.remark(session, who.officer, cast.ref, field, text, new_id())


def test_only_while_it_waits_and_only_by_whoever_may_judge(session, cast, who):
    at.draft(session, who, cast.ref)
    with pytest.raises(Conflict):
        approvals.remark(session, who.officer, cast.ref, "content", "Sửa.", new_id())
    with pytest.raises(NotAllowed):
        approvals.remark(session, who.secretary, cast.ref, "content", "Sửa.", new_id())


def test_they_are_ticked_off_by_the_cell_once_it_may_write(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    token = new_id()
    approvals.remark(session, who.officer, cast.ref, "content", "Bổ sung.", token)
    with pytest.raises(Conflict):
        approvals.resolve(session, who.secretary, cast.ref, token, is_resolved=True)
    approvals.return_(session, who.officer, cast.ref, 1, "")
    approvals.resolve(session, who.secretary, cast.ref, token, is_resolved=True)
    assert texts(session, who.officer, cast.ref) == [("Nội dung", "Bổ sung.", True)]
    approvals.resolve(session, who.secretary, cast.ref, token, is_resolved=False)
    assert texts(session, who.officer, cast.ref) == [("Nội dung", "Bổ sung.", False)]


def test_the_next_version_starts_without_them(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    approvals.remark(session, who.officer, cast.ref, "content", "Bổ sung.", new_id())
    approvals.return_(session, who.officer, cast.ref, 1, "")
    meetings.submit(session, who.secretary, cast.ref)
    assert texts(session, who.officer, cast.ref) == []


def test_a_reviewer_takes_one_away_again_and_not_that_of_another_record(session, cast, who):
    at.waits_for_commune(session, who, cast.ref)
    october = cast.in_month(cast.ref.month.replace(month=10))
    at.waits_for_commune(session, who, october)
    token = new_id()
    approvals.remark(session, who.officer, cast.ref, "content", "Bổ sung.", token)
    with pytest.raises(NotFound):
        approvals.withdraw_remark(session, who.officer, october, token)
    for _ in range(2):
        approvals.withdraw_remark(session, who.officer, cast.ref, token)
    assert texts(session, who.officer, cast.ref) == []
