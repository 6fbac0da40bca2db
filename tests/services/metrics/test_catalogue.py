"""The catalogue, its functions and its document say the same."""

import re

import pytest

from models import SubjectKind
from services.metrics import METRICS, described
from services.metrics.catalogue import COUNTS
from services.metrics.computing import FIGURES
from services.scoring import MetricKind
from services.vietnamese import search_key
from tests.architecture.source import HOME

ABOUT = {
    SubjectKind.MEETING: "meeting",
    SubjectKind.CELL: "unit",
    SubjectKind.COMMITTEE: "unit",
    SubjectKind.MEMBER: "member",
}
WHOM = {"meeting": "buổi", "unit": "đơn vị", "member": "đảng viên"}
OF_ANNUAL_GRADES = {"annual_grade", "annual_grade_last_year", "members_graded", "cells_graded"}
DOCUMENT = HOME / "docs" / "metrics.md"


def test_every_metric_with_data_has_a_function_for_everything_it_is_about_and_no_other():
    worked_out = {(name, ABOUT[kind]) for kind, figures in FIGURES.items() for name in figures}
    promised = {(name, about) for name, metric in METRICS.items() if metric.has_data for about in metric.about}
    assert worked_out == promised


@pytest.mark.parametrize("kind", [SubjectKind.CELL, SubjectKind.COMMITTEE])
def test_a_metric_of_one_kind_of_unit_only_is_worked_out_for_that_kind_only(kind):
    promised = {name for name, metric in METRICS.items() if metric.has_data and metric.fits(kind.value)}
    assert set(FIGURES[kind]) == promised


def test_a_metric_stands_under_its_own_id():
    assert all(name == metric.id for name, metric in METRICS.items())
    assert len({search_key(metric.name) for metric in METRICS.values()}) == len(METRICS)


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_an_entry_is_whole(metric):
    assert metric.name == metric.name.strip()
    assert metric.name[0].islower()
    assert COUNTS[metric.id].endswith(".")
    assert metric.source
    assert metric.about <= set(WHOM)
    assert bool(metric.denominator) is (metric.kind is MetricKind.SHARE)
    assert bool(metric.unit_word) is (metric.kind is MetricKind.AMOUNT)
    # A local form may call the grades of its months as it likes; the four annual grades are the Party's.
    assert bool(metric.domain.labels) is (metric.id in OF_ANNUAL_GRADES)


def test_a_metric_is_described_in_sentences():
    assert described("meetings_held_rate") == (
        "Tỷ lệ buổi thường kỳ đã họp. Buổi thường kỳ đã nộp biên bản, không bị hủy. "
        "Mẫu số: số buổi thường kỳ phải họp. Căn cứ: Hướng dẫn 42-HD/BTCTW ngày 28/10/2025."
    )
    assert "Cổng chưa lưu số liệu này." in described("fees_paid_rate")
    assert described("nothing") == "Không có số liệu nào mang mã “nothing”."


def documented(metric):
    """The line of a metric in the document."""
    about = ", ".join(WHOM[whom] for whom in WHOM if whom in metric.about)
    counts = COUNTS[metric.id] + ("" if metric.has_data else " **Cổng chưa lưu số liệu này.**")
    return f"| `{metric.id}` | {metric.name} | {about} | {counts} | {metric.denominator or '–'} | {metric.source} |"


def test_the_document_is_the_catalogue():
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if re.match(r"\| `", line)]
    assert lines == [documented(metric) for metric in METRICS.values()]
