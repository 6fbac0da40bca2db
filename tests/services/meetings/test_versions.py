"""A record word for word: nothing that it says is left out, and a difference is found in both directions."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from models import MeetingVersion
from services import meetings
from services.meetings import receipts, versions
from services.meetings.rows import MeetingRef
from tests.factories_meetings import OCTOBER, a_submitted_meeting, a_task, fill, put


def kept(session):
    return session.exec(select(MeetingVersion).order_by(MeetingVersion.version)).all()


def words(session, number=0):
    return {line.label: line.text for line in versions.lines(kept(session)[number].content)}


def test_what_was_handed_in_is_kept_in_words(session, cast):
    a_task(session, cast.officer, cast.in_month(OCTOBER), cast.people[0].id)
    fill(session, cast.officer, cast.ref, excused=cast.ids(3), unexcused=cast.ids(4), speakers=cast.ids(0))
    put(session, cast.officer, cast.ref, f"reason:{cast.people[3].id}", "Đi viện")
    meetings.submit(session, cast.officer, cast.ref)
    said = words(session)
    assert said["Ngày họp"] == "05/11/2026"
    assert said["Giờ bắt đầu"] == "14:00"
    assert said["Chủ trì"] == "Hoàng Văn An"
    assert said["Có mặt"] == "4/6 đảng viên thuộc diện điểm danh"
    assert said["Vắng có lý do"] == "Hoàng Văn Dung (Đi viện)"
    assert said["Đã phát biểu"] == "Hoàng Văn An"
    assert said["Kiểm điểm nhiệm vụ"].endswith("(Hoàng Văn An): hoàn thành")


def test_it_is_plain_data_and_every_version_stays(session, cast):
    a_submitted_meeting(session, cast.officer, cast.ref)
    meetings.take_back(session, cast.officer, cast.ref)
    put(session, cast.officer, cast.ref, "conclusion", "Kết luận khác.")
    meetings.submit(session, cast.officer, cast.ref)
    first, second = (row.content for row in kept(session))
    assert json.loads(json.dumps(first)) == first
    changes = versions.differences(versions.lines(first), versions.lines(second))
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("conclusion", "Thống nhất các nội dung đã bàn.", "Kết luận khác.")
    ]


def test_the_day_of_filing_is_no_part_of_it(session, cast):
    a_submitted_meeting(session, cast.officer, cast.ref)
    before = versions.content(
        meetings.sheet(session, cast.officer, cast.ref), meetings.parts(session, cast.officer, cast.ref)
    )
    meetings.file_minutes(session, cast.officer, cast.ref, cast.ref.month.replace(day=6), None)
    after = versions.content(
        meetings.sheet(session, cast.officer, cast.ref), meetings.parts(session, cast.officer, cast.ref)
    )
    assert after == before == kept(session)[0].content


LINES = st.dictionaries(st.sampled_from(sorted(versions.LABELS)), st.text("ab", min_size=1, max_size=3), max_size=6)


@given(LINES, LINES)
def test_differences_turn_one_into_the_other(before, after):
    old, new = ([versions.Line(field, text) for field, text in said.items()] for said in (before, after))
    turned = dict(before)
    for change in versions.differences(old, new):
        assert turned.pop(change.field, "") == change.before
        if change.after:
            turned[change.field] = change.after
    assert turned == after


@given(st.uuids())
def test_a_receipt_is_read_however_it_is_typed(meeting_id):
    code = receipts.code(meeting_id)
    assert receipts.read(code.lower().replace("-", " ")) == code
    assert receipts.read(code.replace("0", "O").replace("1", "l")) == code


@given(st.uuids(), st.integers(0, 11), st.sampled_from(receipts.LETTERS))
def test_one_wrong_letter_shows(meeting_id, place, letter):
    letters = receipts.code(meeting_id).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert (receipts.read(wrong) is None) is (wrong != letters)


@pytest.mark.parametrize("text", ["", "7K3M", "U" * 12, "7K3M-9QXD-2F4A-7K3M"])
def test_what_is_no_code_is_none(text):
    assert receipts.read(text) is None


def test_a_record_keeps_its_receipt_however_often_it_is_handed_in(session, cast):
    fill(session, cast.officer, cast.ref)
    first = meetings.submit(session, cast.officer, cast.ref)
    again = meetings.submit(session, cast.officer, cast.ref)
    meetings.take_back(session, cast.officer, cast.ref)
    later = meetings.submit(session, cast.officer, cast.ref)
    assert first.receipt == again.receipt == later.receipt == meetings.sheet(session, cast.officer, cast.ref).receipt
    assert f"Mã biên nhận: {first.receipt}." in first.sentence
    other = a_submitted_meeting(session, cast.officer, MeetingRef(cast.cell.id, OCTOBER))
    assert meetings.sheet(session, cast.officer, other).receipt != first.receipt
