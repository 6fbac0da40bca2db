"""What conditions of a draft may look at, what is said of a condition, and what points add up to."""

import pytest

from models import SubjectKind
from services import criteria
from services.criteria import plain
from services.metrics import METRICS
from tests.services.criteria.test_building import EVERYTHING

DATA = plain.read(EVERYTHING)


@pytest.mark.parametrize(
    ("subject", "offered", "not_offered"),
    [
        (SubjectKind.MEETING, "duration_minutes", "months_graded"),
        (SubjectKind.CELL, "months_graded", "duration_minutes"),
        (SubjectKind.COMMITTEE, "cells_recognised_rate", "times_spoken"),
        (SubjectKind.MEMBER, "times_spoken", "cells"),
    ],
)
def test_only_figures_about_the_subject_are_offered(subject, offered, not_offered):
    found = criteria.offered(subject)
    assert offered in found
    assert not_offered not in found


def test_of_an_unknown_subject_all_figures_are_offered():
    assert criteria.offered(None) == METRICS


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
