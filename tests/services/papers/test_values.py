"""What papers print, compared with the record row by row."""

from dataclasses import replace
from datetime import date

import pytest

from models import MeetingKind, PaperKind
from services import meetings, papers
from services.errors import Invalid, NotFound
from services.papers import PaperRef
from tests.factories import a_stranger, a_unit
from tests.factories_meetings import NOVEMBER, put


def ref_of(kind, meeting):
    return PaperRef(kind, meeting.unit_id, meeting.month, meeting.kind, meeting.number)


def printed(session, actor, kind, meeting):
    return papers.paper(session, actor, ref_of(kind, meeting))


def test_the_minutes_say_who_came_and_who_did_not(session, cast, full):
    values = printed(session, cast.officer, PaperKind.MINUTES, full).values
    assert (values["members"], values["official"], values["probationary"], values["not_due"]) == ("7", "7", "0", "1")
    assert (values["attendees"], values["absent_count"]) == ("4", "2")
    assert values["attendance"] == "4/6 (66,7 %)"
    assert values["speaking"] == "1/4 (25,0 %)"
    assert values["absent"] == [
        {"name": cast.people[4].full_name, "how": "có lý do", "reason": "đi khám bệnh"},
        {"name": cast.people[5].full_name, "how": "không lý do", "reason": ""},
    ]


def test_the_minutes_name_place_and_time_chair_and_writer(session, cast, full):
    values = printed(session, cast.officer, PaperKind.MINUTES, full).values
    assert values["superior"] == "ĐẢNG BỘ XÃ BẰNG VÂN"
    assert values["issuer"] == "CHI BỘ KHUỔI NGỌA"
    assert values["place_and_date"] == "Bằng Vân, ngày 05 tháng 11 năm 2026"
    assert values["started"] == "14 giờ 00 phút ngày 05/11/2026"
    assert values["ended"] == "15 giờ 45 phút ngày 05/11/2026"
    assert values["chair"] == f"Đồng chí {cast.people[0].full_name}, bí thư chi bộ"
    assert values["minutes_secretary"] == f"Đồng chí {cast.people[1].full_name}"
    assert values["about"] == "sinh hoạt chi bộ thường kỳ tháng 11/2026"


def test_the_minutes_hold_every_part_of_the_record(session, cast, full):
    values = printed(session, cast.officer, PaperKind.MINUTES, full).values
    assert values["agenda"] == ["Kiểm điểm nghị quyết tháng trước"]
    assert values["guests"] == ["Đồng chí Lê Văn Hùng, đảng ủy viên"]
    assert values["opinions"] == [{"name": cast.people[2].full_name, "text": "đề nghị rà soát hộ nghèo"}]
    assert values["mentions"] == [
        {"what": "Biểu dương", "who": f"Đồng chí {cast.people[2].full_name}", "text": "vận động hiến đất"}
    ]
    assert [(row["text"], row["outcome"]) for row in values["reviews"]] == [("Dọn vệ sinh đường thôn", "Hoàn thành")]
    assert [(row["text"], row["planned"], row["outcome"]) for row in values["target_reviews"]] == [
        ("Trồng rừng", "10 ha", "Đạt")
    ]
    assert [(row["text"], row["owner"], row["due"]) for row in values["tasks"]] == [
        ("Vận động làm đường", cast.people[1].full_name, "31/12/2026")
    ]
    assert [(row["text"], row["planned"]) for row in values["targets"]] == [("Trồng rừng mới", "20 ha")]
    assert values["content"] == "Thông tin thời sự.\nTriển khai nghị quyết của Đảng ủy xã."


def test_a_vote_stands_over_its_base(session, cast, full):
    (vote,) = printed(session, cast.officer, PaperKind.MINUTES, full).values["votes"]
    assert (vote["in_favour"], vote["share"], vote["against"]) == ("4/6", "66,7 %", "0")


def test_a_paper_is_a_draft_until_the_record_is_handed_in(session, cast, full):
    before = printed(session, cast.officer, PaperKind.MINUTES, full)
    meetings.submit(session, cast.officer, full)
    after = printed(session, cast.officer, PaperKind.MINUTES, full)
    assert (before.is_draft, before.values["draft"], before.values["number"]) == (True, "DỰ THẢO", "Số …-BB/CB")
    assert (after.is_draft, after.values["draft"]) == (False, "")
    assert after.receipt == after.values["receipt"] == meetings.sheet(session, cast.officer, full).receipt


def test_a_frozen_roll_prints_the_same_heads(session, cast, full):
    before = printed(session, cast.officer, PaperKind.MINUTES, full).values
    meetings.submit(session, cast.officer, full)
    after = printed(session, cast.officer, PaperKind.MINUTES, full).values
    heads = ("members", "official", "not_due", "attendees", "attendance", "absent", "opinions", "temporary")
    assert {name: before[name] for name in heads} == {name: after[name] for name in heads}


def test_a_meeting_comes_to_a_conclusion_or_to_a_resolution(session, cast, full):
    assert printed(session, cast.officer, PaperKind.CONCLUSION, full).values["title"] == "KẾT LUẬN"
    with pytest.raises(Invalid, match="ra kết luận, không ra nghị quyết"):
        printed(session, cast.officer, PaperKind.RESOLUTION, full)
    put(session, cast.officer, full, "is_resolution", True)
    assert printed(session, cast.officer, PaperKind.RESOLUTION, full).values["title"] == "NGHỊ QUYẾT"
    with pytest.raises(Invalid, match="ra nghị quyết, không ra kết luận"):
        printed(session, cast.officer, PaperKind.CONCLUSION, full)


def test_the_resolution_says_for_whom_it_is_signed_and_who_gets_it(session, cast, full):
    values = printed(session, cast.officer, PaperKind.CONCLUSION, full).values
    assert (values["signs_for"], values["office"], values["signer"]) == (
        "T/M CHI BỘ",
        "BÍ THƯ",
        cast.people[0].full_name,
    )
    assert values["recipients"] == ["Đảng ủy xã Bằng Vân (để báo cáo);", "Đảng viên trong chi bộ;", "Lưu chi bộ."]
    assert (values["scores"], values["total"]) == ([], "")


def test_the_task_list_carries_what_is_not_done(session, cast, full):
    (review,) = meetings.sheet(session, cast.officer, full).reviews
    put(session, cast.officer, full, f"outcome:{review.task_id}", "not_done")
    values = printed(session, cast.officer, PaperKind.TASK_LIST, full).values
    assert [row["text"] for row in values["tasks"]] == ["Vận động làm đường"]
    assert [(row["text"], row["outcome"]) for row in values["open_tasks"]] == [
        ("Dọn vệ sinh đường thôn", "Chưa hoàn thành")
    ]
    put(session, cast.officer, full, f"outcome:{review.task_id}", "done")
    assert printed(session, cast.officer, PaperKind.TASK_LIST, full).values["open_tasks"] == []


def test_a_notice_is_written_from_the_plan_of_a_month_to_come(session, cast):
    december = meetings.MeetingRef(cast.cell.id, date(2026, 12, 1))
    meetings.plan(session, cast.officer, december, "planned_on", date(2026, 12, 3), None)
    meetings.plan(session, cast.officer, december, "place", "Nhà văn hóa", "")
    values = printed(session, cast.officer, PaperKind.NOTICE, december).values
    assert values["when"] == "… giờ … phút, ngày 03 tháng 12 năm 2026"
    assert (values["place"], values["who"]) == ("Nhà văn hóa", ["Toàn thể đảng viên chi bộ."])
    assert values["number"] == "Số …-TB/CB"
    assert values["signer"] == cast.people[0].full_name


def test_no_notice_of_what_is_not_in_the_schedule_or_called_off(session, cast):
    with pytest.raises(Invalid, match="chưa có trong lịch"):
        printed(session, cast.officer, PaperKind.NOTICE, cast.in_month(NOVEMBER, MeetingKind.THEMATIC))
    meetings.plan(session, cast.officer, cast.ref, "planned_on", date(2026, 11, 25), None)
    meetings.cancel(session, cast.officer, cast.ref, "Mưa lũ")
    with pytest.raises(Invalid, match="đã hủy"):
        printed(session, cast.officer, PaperKind.NOTICE, cast.ref)


def test_the_grades_of_a_month_have_a_line_a_cell_and_totals(session, cast, full):
    meetings.submit(session, cast.officer, full)
    values = papers.paper(session, cast.officer, PaperRef(PaperKind.MONTHLY_GRADES, cast.commune.id, NOVEMBER)).values
    (row,) = values["rows"]
    assert (row["no"], row["name"], row["members"], row["held_on"]) == ("1", "Chi bộ Khuổi Ngọa", "7", "05/11/2026")
    assert (row["points"], row["note"]) == ("", "Chưa chấm")
    assert (values["members"], values["held"], values["number"]) == ("7", "1/1", "Số …-BC/ĐU")
    assert (values["issuer"], values["superior"]) == ("ĐẢNG ỦY XÃ BẰNG VÂN", "ĐẢNG BỘ HUYỆN NGÂN SƠN")
    assert values["signs_for"] == "T/M ĐẢNG ỦY"


def test_the_schedule_of_a_month_has_a_line_a_meeting(session, cast):
    meetings.plan(session, cast.officer, cast.ref, "planned_on", date(2026, 11, 25), None)
    values = papers.paper(session, cast.officer, PaperRef(PaperKind.MONTHLY_SCHEDULE, cast.commune.id, NOVEMBER)).values
    (row,) = values["rows"]
    assert (row["name"], row["members"], row["time"]) == ("Chi bộ Khuổi Ngọa", "7", "25/11")
    assert row["secretary"] == cast.people[0].full_name
    assert (values["held"], values["members"]) == ("1/1 chi bộ", "7")


def test_every_paper_prints_exactly_the_fields_that_templates_know(session, cast, full):
    put(session, cast.officer, full, "is_resolution", True)
    refs = [ref_of(kind, full) for kind in papers.OF_MEETINGS if kind is not PaperKind.CONCLUSION]
    refs += [PaperRef(kind, cast.commune.id, NOVEMBER) for kind in papers.OF_MONTHS]
    for ref in refs:
        values = papers.paper(session, cast.officer, ref).values
        assert set(values) | {"qr"} == set(papers.NAMES_OF[ref.kind]) | {"qr"}, ref.kind
        for field in papers.fields(ref.kind):
            if field.parts and values[field.name]:
                assert set(values[field.name][0]) <= set(field.parts), (ref.kind, field.name)


def test_out_of_reach_there_is_no_paper(session, cast, full):
    stranger = a_stranger(a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
    for kind in papers.OF_MEETINGS:
        with pytest.raises(NotFound):
            printed(session, stranger, kind, full)
    for kind in papers.OF_MONTHS:
        with pytest.raises(NotFound):
            papers.paper(session, stranger, PaperRef(kind, cast.commune.id, NOVEMBER))


def test_a_cell_reads_its_own_papers_under_the_name_of_its_superior(session, cast, full):
    values = printed(session, cast.secretary, PaperKind.MINUTES, full).values
    assert values["superior"] == "ĐẢNG BỘ XÃ BẰNG VÂN"


def test_which_papers_there_are(session, cast, full):
    december = replace(full, month=date(2026, 12, 1))
    assert [row.ref.kind for row in papers.of_meeting(session, cast.officer, december)] == [PaperKind.NOTICE]
    listed = papers.of_meeting(session, cast.officer, full)
    assert [row.ref.kind for row in listed] == [
        *(PaperKind.NOTICE, PaperKind.MINUTES, PaperKind.CONCLUSION, PaperKind.TASK_LIST)
    ]
    assert [row.is_draft for row in listed] == [False, True, True, True]
    assert [row.is_numbered for row in listed] == [True, True, True, False]


def test_an_archive_holds_what_was_handed_in(session, cast, full):
    with pytest.raises(Invalid, match="chưa có biên bản nào đã nộp"):
        papers.archive(session, cast.officer, cast.commune.id, NOVEMBER, PaperKind.MINUTES)
    meetings.submit(session, cast.officer, full)
    found = papers.archive(session, cast.officer, cast.commune.id, NOVEMBER, PaperKind.MINUTES)
    assert found == [ref_of(PaperKind.MINUTES, full)]
