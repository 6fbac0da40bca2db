"""The rows behind a figure: as many as it counts, in parts that add up to it."""

from collections import Counter
from datetime import date, time

import pytest

from models import AssessmentState, MeetingKind, MeetingState, PositionKind, TargetOutcome, TaskOutcome
from services import metrics
from services.metrics.computing import FIGURES
from services.scoring import Share
from tests.factories import a_cell, a_member, a_position, a_unit, an_actor, some_members
from tests.services.metrics.rows import (
    EXCUSED,
    UNEXCUSED,
    a_discipline,
    a_meeting,
    a_plan,
    a_recognition,
    a_registration,
    a_set,
    a_target,
    a_task,
    an_annual_grade,
    an_assessment,
    looked_at,
    marks,
    measured,
    month,
    of_meeting,
    of_member,
    of_unit,
)

COUNTED_ONE_BY_ONE = {
    "unit": {
        *("unexcused_absences", "excused_absences", "members_excused_over_3", "members_unexcused_3_months"),
        *("meetings_held", "meetings_expected", "thematic_expected_quarters", "tasks_overdue", "members_disciplined"),
        *("admissions", "months_expected", "months_without_grade"),
    },
    "meeting": {
        *("unexcused_absences", "excused_absences", "tasks_late", "tasks_given", "members", "official_members"),
        "probationary_members",
    },
    "member": {"unexcused_absences", "excused_absences", "tasks_overdue"},
    "committee": {"cells", "weak_cells", "meetings_held", "admissions", "members_disciplined"},
}
"""Figures with one row for each thing that they count."""


@pytest.fixture
def world(session):
    """A commune with two cells of which everything is known."""
    commune = a_unit(session)
    form = a_set(session, commune)
    cells = [a_cell(session, commune, f"Chi bộ {name}") for name in ("Nặm Nộc", "Khuổi Ngọa")]
    everything = [_filled(session, cell, form) for cell in cells]
    a_registration(session, commune, "four_good_committee")
    for year in (2025, 2026):
        an_annual_grade(session, commune, commune, "httnv", kind="annual_committee", year=year)
    meeting, member = everything[1]
    subjects = {
        "unit": of_unit(cells[1]),
        "meeting": of_meeting(meeting),
        "member": of_member(member, cells[1]),
        "committee": of_unit(commune),
    }
    return session, an_actor(session, commune), subjects


def _filled(session, cell, form):
    people = some_members(session, cell, 5)
    a_position(session, people[1], cell, PositionKind.DEPUTY_SECRETARY)
    a_member(session, cell, "Lý Thị Mai", official=False, admitted_on=date(2026, 4, 1))
    held = [
        a_meeting(
            session,
            cell,
            month(number),
            marks(people, EXCUSED, UNEXCUSED),
            spoke=[people[2].id],
            is_combined=number == 3,
        )
        for number in range(1, 6)
    ]
    a_meeting(session, cell, month(5), kind=MeetingKind.THEMATIC)
    meeting = a_meeting(
        session,
        cell,
        month(7),
        marks(people, EXCUSED, UNEXCUSED, EXCUSED),
        started_at=time(14),
        ended_at=time(15),
        state=MeetingState.SUBMITTED,
        documents_on=date(2026, 7, 3),
        premeeting_on=date(2026, 7, 2),
    )
    for place, (task_meeting, outcome) in enumerate(((held[0], TaskOutcome.NOT_DONE), (held[4], TaskOutcome.DONE))):
        looked_at(session, a_task(session, task_meeting, people[place], date(2026, 6, 1)), meeting, outcome)
    a_task(session, meeting, people[0], date(2026, 8, 1))
    for place, outcome in enumerate(TargetOutcome, 1):
        measured(session, a_target(session, held[4], place), meeting, outcome)
    for place in (0, 1):
        a_discipline(session, people[place], cell, date(2026, 5, 5))
    a_plan(session, cell, 3)
    for graded in (*held, meeting):
        an_assessment(session, graded, "meeting_quality", form, grade="kha")
    an_annual_grade(session, cell, cell, "khtnv", decision_number="7-QĐ/ĐU", decided_on=date(2026, 11, 1))
    an_annual_grade(session, cell, cell, "httnv", year=2025)
    an_annual_grade(session, people[0], cell, "htnv")
    a_registration(session, cell)
    a_recognition(session, cell, an_assessment(session, cell, "four_good_cell", form, state=AssessmentState.ACCEPTED))
    return meeting, people[0]


FIGURES_OF = dict(zip(("meeting", "unit", "committee", "member"), FIGURES.values(), strict=True))


@pytest.mark.parametrize("kind", FIGURES_OF)
def test_every_figure_has_a_value_and_rows_that_fit_their_columns(world, kind):
    session, officer, subjects = world
    values = metrics.facts(session, officer, [subjects[kind]], FIGURES_OF[kind])[subjects[kind]]
    assert None not in values.values()
    for name, value in values.items():
        table = metrics.rows(session, officer, subjects[kind], name)
        assert table.title[0].isupper()
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert table.rows or not value, name
        assert name not in COUNTED_ONE_BY_ONE[kind] or len(table.rows) == value, name


def rows_of(world, kind, name):
    session, officer, subjects = world
    value = metrics.facts(session, officer, [subjects[kind]], [name])[subjects[kind]][name]
    table = metrics.rows(session, officer, subjects[kind], name)
    return value, [dict(zip((column.title for column in table.columns), row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("kind", ["unit", "committee"])
def test_the_heads_of_the_meetings_add_up_to_the_rates(world, kind):
    value, rows = rows_of(world, kind, "attendance_rate")
    assert value == Share(sum(row["Có mặt"] for row in rows), sum(row["Phải dự"] for row in rows))
    value, rows = rows_of(world, kind, "speaking_rate")
    assert value == Share(sum(row["Phát biểu"] for row in rows), sum(row["Người dự"] for row in rows))


def test_a_roll_adds_up_to_the_rate(world):
    value, rows = rows_of(world, "meeting", "attendance_rate")
    due = [row for row in rows if row["Phải dự"] == "Có"]
    assert value == Share(sum(row["Điểm danh"] == "Có mặt" for row in due), len(due))
    assert [row["Đảng viên"] for row in rows][:2] == ["Hoàng Văn An", "Hoàng Văn Bình"]


@pytest.mark.parametrize(
    ("kind", "name", "heading", "good"),
    [
        ("unit", "meetings_held_rate", "Kết quả", {"Đã họp"}),
        ("committee", "submitted_on_time_rate", "Kết quả", {"Đúng hạn"}),
        ("unit", "targets_completed_rate", "Kết quả", {"Đạt", "Vượt"}),
        ("meeting", "targets_completed_rate", "Kết quả", {"Đạt", "Vượt"}),
        ("meeting", "tasks_done_rate", "Kết quả", {"Hoàn thành"}),
    ],
)
def test_the_good_rows_of_all_are_the_share(world, kind, name, heading, good):
    value, rows = rows_of(world, kind, name)
    assert value == Share(sum(row[heading] in good for row in rows), len(rows))


@pytest.mark.parametrize(
    ("kind", "name", "heading"),
    [
        ("committee", "cells_registered_rate", "Đăng ký bốn tốt"),
        ("committee", "cells_recognised_rate", "Ngày công nhận"),
        ("unit", "tasks_done_rate", "Ghi nhận hoàn thành"),
        ("member", "tasks_done_rate", "Ghi nhận hoàn thành"),
    ],
)
def test_the_rows_with_a_day_of_all_are_the_share(world, kind, name, heading):
    value, rows = rows_of(world, kind, name)
    assert value == Share(sum(row[heading] is not None for row in rows), len(rows))


def test_the_grades_of_the_rows_are_the_tally(world):
    value, rows = rows_of(world, "unit", "months_graded")
    assert value == {"kha": 6}
    assert Counter(row["Mức xếp loại"] for row in rows) == {"Khá": 6, "Chưa có": 4}
    value, rows = rows_of(world, "committee", "cells_graded")
    assert value == Counter(row["Mức xếp loại"] for row in rows)


def test_a_table_says_what_it_is_about(world):
    session, officer, subjects = world
    table = metrics.rows(session, officer, subjects["unit"], "meetings_held_rate")
    assert table.title == "Tỷ lệ buổi thường kỳ đã họp 60 % (6/10)"
    assert table.notes == (
        "Chi bộ Khuổi Ngọa, từ 01/01/2026 đến 31/12/2026.",
        "Buổi thường kỳ đã nộp biên bản, không bị hủy.",
        "Mẫu số: Số buổi thường kỳ phải họp.",
    )
    assert metrics.rows(session, officer, subjects["meeting"], "is_combined").notes[0] == (
        "Chi bộ Khuổi Ngọa, họp ngày 05/07/2026."
    )


def test_a_committee_lists_its_cells_in_vietnamese_order(world):
    _, rows = rows_of(world, "committee", "members")
    assert [(row["Chi bộ"], row["Đảng viên"]) for row in rows] == [("Chi bộ Khuổi Ngọa", 6), ("Chi bộ Nặm Nộc", 6)]


def test_a_table_of_discipline_says_nothing_of_reasons(world):
    _, rows = rows_of(world, "unit", "members_disciplined")
    assert set(rows[0]) == {"Chi bộ", "Đảng viên", "Hình thức", "Ngày quyết định"}
