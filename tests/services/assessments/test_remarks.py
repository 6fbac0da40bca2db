"""Remarks at items: written once, taken away, dealt with, and seen by whoever reviews what is handed in anew."""

import pytest
from sqlmodel import func, select

from models import AssessmentState, AuditEntry, Remark, Role
from models.base import new_id
from services import assessments, clock
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_unit, an_actor
from tests.factories_assessments import a_secretary, submitted


@pytest.fixture
def handed_in(session, cam, cell):
    return submitted(session, cam, cell)


def remark(session, actor, ref, text="Bổ sung minh chứng.", item_id="i1", token=None):
    return assessments.remark(session, actor, ref, item_id, text, token or new_id())


def send_back(session, actor, ref, note=""):
    assessments.send_back(session, actor, ref, note, clock.now())


def remarks(session, actor, ref):
    return [
        (row.item.id, remark.text, remark.is_open) for row, remark in assessments.sheet(session, actor, ref).remarks
    ]


def count(session) -> int:
    return session.exec(select(func.count()).select_from(Remark)).one()


def test_a_remark_stands_at_its_item_with_its_writer(session, cam, xuan, handed_in):
    remark(session, xuan, handed_in, " Bổ sung\nminh chứng. ", "i2")
    row = assessments.sheet(session, cam, handed_in).items[1]
    assert [(found.text, found.written_by, found.written_at) for found in row.beside.remarks] == [
        ("Bổ sung\nminh chứng.", xuan.display_name, clock.now())
    ]


def test_a_double_click_writes_it_once(session, xuan, handed_in):
    token = new_id()
    assert remark(session, xuan, handed_in, token=token) == remark(session, xuan, handed_in, token=token) == token
    assert count(session) == 1
    assert session.exec(select(AuditEntry.action)).all().count("remark:written") == 1


def test_a_token_of_another_assessment_writes_nothing(session, commune, xuan, handed_in):
    token = remark(session, xuan, handed_in)
    other = a_cell(session, commune, "Chi bộ bên")
    ref = submitted(session, a_secretary(session, other), other)
    with pytest.raises(Conflict, match="chưa lưu được"):
        remark(session, xuan, ref, token=token)


@pytest.mark.parametrize(
    ("text", "sentence"), [(" \n", "ghi nội dung cần sửa ở tiêu chí 1.1"), ("a" * 2001, r"dài 2\.001 ký tự")]
)
def test_a_remark_says_something_and_has_an_end(session, xuan, handed_in, text, sentence):
    with pytest.raises(Invalid, match=sentence):
        remark(session, xuan, handed_in, text)


def test_an_item_that_the_form_does_not_have_takes_no_remark(session, xuan, handed_in):
    with pytest.raises(Invalid, match="không có tiêu chí này"):
        remark(session, xuan, handed_in, item_id="i9")


def test_an_item_takes_twenty_remarks(session, xuan, handed_in):
    for number in range(20):
        remark(session, xuan, handed_in, f"Ghi chú {number}")
    with pytest.raises(Invalid, match="đã có 20 ghi chú"):
        remark(session, xuan, handed_in)


def test_a_remark_is_taken_away(session, xuan, handed_in):
    assessments.withdraw_remark(session, xuan, handed_in, remark(session, xuan, handed_in))
    assert count(session) == 0
    with pytest.raises(NotFound):
        assessments.withdraw_remark(session, xuan, handed_in, new_id())


def test_sending_back_wants_a_note_or_an_open_remark(session, xuan, handed_in):
    with pytest.raises(Invalid, match="hoặc ghi chú ở ít nhất một tiêu chí"):
        send_back(session, xuan, handed_in)
    remark(session, xuan, handed_in)
    send_back(session, xuan, handed_in)
    assert assessments.sheet(session, xuan, handed_in).course.state is AssessmentState.RETURNED


def test_a_second_click_on_sending_back_with_remarks_alone_is_no_second_return(session, xuan, handed_in):
    remark(session, xuan, handed_in)
    send_back(session, xuan, handed_in)
    send_back(session, xuan, handed_in)
    assert session.exec(select(AuditEntry.action)).all().count("assessment:sent_back") == 1


@pytest.fixture
def returned(session, xuan, handed_in):
    """Two remarks, sent back; their ids."""
    ids = [remark(session, xuan, handed_in, "Một.", "i1"), remark(session, xuan, handed_in, "Hai.", "i3")]
    send_back(session, xuan, handed_in)
    return ids


def test_the_unit_says_what_it_has_mended_and_the_reviewer_sees_it(session, cam, xuan, handed_in, returned):
    assessments.resolve_remark(session, cam, handed_in, returned[0])
    assert assessments.sheet(session, cam, handed_in).open_remarks == 1
    assessments.submit(session, cam, handed_in)
    assert remarks(session, xuan, handed_in) == [("i1", "Một.", False), ("i3", "Hai.", True)]


def test_dealing_with_a_remark_twice_is_once_and_can_be_taken_back(session, cam, handed_in, returned):
    assessments.resolve_remark(session, cam, handed_in, returned[0])
    assessments.resolve_remark(session, cam, handed_in, returned[0])
    assert session.exec(select(AuditEntry.action)).all().count("remark:resolved") == 1
    assessments.resolve_remark(session, cam, handed_in, returned[0], is_resolved=False)
    assert assessments.sheet(session, cam, handed_in).open_remarks == 2


def test_what_was_dealt_with_is_kept(session, cam, xuan, handed_in, returned):
    assessments.resolve_remark(session, cam, handed_in, returned[0])
    assessments.submit(session, cam, handed_in)
    with pytest.raises(Conflict, match="đã báo sửa xong"):
        assessments.withdraw_remark(session, xuan, handed_in, returned[0])
    assessments.withdraw_remark(session, xuan, handed_in, returned[1])


def test_only_open_remarks_are_a_reason_to_send_back_again(session, cam, xuan, handed_in, returned):
    for remark_id in returned:
        assessments.resolve_remark(session, cam, handed_in, remark_id)
    assessments.submit(session, cam, handed_in)
    with pytest.raises(Invalid, match="phải ghi rõ nội dung"):
        send_back(session, xuan, handed_in)


@pytest.mark.parametrize("role", list(Role))
def test_reviewers_write_remarks_and_writers_deal_with_them(session, commune, handed_in, returned, role):
    actor = an_actor(session, commune, role)
    if role in {Role.ADMINISTRATOR, Role.LEADER}:
        with pytest.raises(NotAllowed):
            assessments.resolve_remark(session, actor, handed_in, returned[0])
    else:
        assessments.resolve_remark(session, actor, handed_in, returned[0])
    if role in {Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}:
        with pytest.raises(Conflict, match="đã được trả lại"):
            remark(session, actor, handed_in)
    else:
        with pytest.raises(NotAllowed):
            remark(session, actor, handed_in)


def test_out_of_reach_no_remark_exists(session, handed_in, returned):
    stranger = an_actor(session, a_unit(session, "Đảng bộ xã khác"))
    for act in (
        lambda: remark(session, stranger, handed_in),
        lambda: assessments.withdraw_remark(session, stranger, handed_in, returned[0]),
        lambda: assessments.resolve_remark(session, stranger, handed_in, returned[0]),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_remark_of_another_assessment_is_not_found(session, commune, xuan, handed_in, returned):
    other = a_cell(session, commune, "Chi bộ bên")
    secretary = a_secretary(session, other)
    ref = submitted(session, secretary, other)
    with pytest.raises(NotFound):
        assessments.withdraw_remark(session, xuan, ref, returned[0])
    send_back(session, xuan, ref, "Xem lại.")
    with pytest.raises(NotFound):
        assessments.resolve_remark(session, secretary, ref, returned[0])


def test_the_trail_says_where_a_remark_stood_not_what_it_said(session, xuan, handed_in):
    remark(session, xuan, handed_in, "Đồng chí A chậm.")
    details = session.exec(select(AuditEntry.details).where(AuditEntry.action == "remark:written")).one()
    assert details == {"item": "i1"}
