"""What conditions of a draft may look at, what is said of a condition, and what points add up to."""

import pytest

from models import SubjectKind, UnitKind
from services import criteria
from services.criteria import plain
from services.criteria.figures import offered
from services.metrics import METRICS
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_form, publish
from tests.services.criteria.test_building import EVERYTHING

DATA = plain.read(EVERYTHING)


@pytest.mark.parametrize(
    ("subject", "fitting", "not_fitting"),
    [
        (SubjectKind.MEETING, "duration_minutes", "months_graded"),
        (SubjectKind.CELL, "months_graded", "duration_minutes"),
        (SubjectKind.COMMITTEE, "cells_recognised_rate", "times_spoken"),
        (SubjectKind.MEMBER, "times_spoken", "cells"),
    ],
)
def test_only_figures_about_the_subject_are_offered(subject, fitting, not_fitting):
    found = offered(subject, {})
    assert fitting in found
    assert not_fitting not in found


def test_of_an_unknown_subject_all_figures_are_offered():
    assert offered(None, {}) == METRICS


def test_a_year_is_graded_by_the_grades_of_the_draft():
    found = criteria.offered_for_year(DATA)
    assert set(found) == {"months_graded", "months_expected", "months_held", "months_missing"}
    assert found["months_graded"].domain.labels == {"tot": "Tốt", "kha": "Khá", "kem": "Kém"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"metric": "attendance_rate", "gte": 90}, "tỷ lệ dự họp từ 90 % trở lên"),
        ({"metric": "attendance_rate", "gte": "chín mươi"}, ""),
        ({"metric": "attendance_rate", "gte": None}, ""),
        ({"all": [{"metric": "members", "gte": 3}, {}]}, ""),
        ({}, ""),
    ],
)
def test_a_condition_is_said_as_soon_as_it_is_one(condition, words):
    assert criteria.condition_in_words(condition, METRICS).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("points", "added"),
    [(["4.75", 5], "9,75"), ([], ""), (["4.75", None], ""), ([5, "năm"], ""), ([5, True], "")],
)
def test_points_are_added_up_as_far_as_they_are_numbers(points, added):
    rows = [
        {"id": f"i{n}", "method": "points", "max_points": criteria.number_or_text(p) if isinstance(p, str) else p}
        for n, p in enumerate(points)
    ]
    assert criteria.counted_sum({"items": [*rows, {"id": "b", "method": "bonus", "max_points": 9}]}) == added


def test_the_whole_is_the_sum_of_the_sections():
    assert criteria.whole_sum(DATA) == "50"
    assert criteria.whole_sum({"sections": [{"id": "s1", "items": []}]}) == ""


def test_months_are_counted_by_the_grades_of_the_sets_for_meetings(session):
    """Whatever a committee calls its grades: never an enum in code."""
    district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
    commune, other = (a_unit(session, name, parent=district) for name in ("Xã A", "Xã B"))
    grades = {"cua_huyen": (district, "Tốt"), "cua_xa": (commune, "Vững mạnh"), "xa_khac": (other, "Riêng")}
    for code, (unit, label) in grades.items():
        text = a_form(code=code, kind="meeting_quality").replace("id: tot, label: Tốt", f"id: {code}, label: {label}")
        publish(session, criteria.store(session, None, text, unit.id))
    officer = an_actor(session, commune)
    draft = criteria.draft(session, officer, criteria.begin(session, officer, commune.id, "four_good_cell"))
    labels = dict(draft.figures["months_graded"].domain.labels)
    assert labels == {"cua_huyen": "Tốt", "cua_xa": "Vững mạnh", "kha": "Khá", "kem": "Kém"}
    assert not draft.figures["attendance_rate"].domain.labels
