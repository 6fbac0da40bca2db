"""Which assessment is on the screen: year, kind, span and unit, all of them in the address.

The address of an assessment is ``year``, ``kind``, ``months`` (``1-12``), ``cell`` (the unit) and, where a meeting or a
member is assessed, ``subject``.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import streamlit as st

from services.assessments import (
    STATE_NAMES,
    WHOLE_YEAR,
    AssessmentRef,
    AssessmentRow,
    AssessmentState,
    OfferedKind,
    span_in_words,
)
from services.clock import local, today
from services.scoring import format_points
from services.vietnamese import day, listing
from ui import filters, navigation
from ui.assessment_words import capital
from ui.meeting_choice import unique
from ui.transactions import plain

YEARS_BACK = 5
ROWS_A_PAGE = 30
LINK_WIDTH = 300
"""Pixels; on a phone what stands beside goes below."""
TO_DO_FIRST = (
    AssessmentState.RETURNED,
    AssessmentState.DRAFT,
    None,
    AssessmentState.SUBMITTED,
    AssessmentState.ACCEPTED,
)
"""What the form opens on, where several units are in reach."""
QUEUE_STATES = (AssessmentState.SUBMITTED, AssessmentState.RETURNED, AssessmentState.ACCEPTED, AssessmentState.DRAFT)


def year() -> int:
    """Choose the year; this one by default."""
    years = {str(year): str(year) for year in range(today().year, today().year - YEARS_BACK - 1, -1)}
    return int(filters.one_of("Năm", years, key="year", width=120))


def kind(offered: Sequence[OfferedKind]) -> OfferedKind:
    """Choose the kind of assessment, where there is more than one of a whole year; the address may ask for any."""
    asked = st.query_params.get("kind")
    by_code = {found.kind.code: found for found in offered if found.is_yearly or found.kind.code == asked}
    by_code = by_code or {found.kind.code: found for found in offered}
    if len(by_code) == 1:
        return next(iter(by_code.values()))
    words = {code: capital(found.kind.name) for code, found in by_code.items()}
    return by_code[filters.one_of("Loại", words, key="kind", width=LINK_WIDTH)]


def months(chosen: OfferedKind, year: int) -> tuple[int, int]:
    """Choose the span, where the kind has more than the whole year."""
    spans = {f"{first}-{last}": (first, last) for first, last in chosen.spans_of(year)} or {"1-12": WHOLE_YEAR}
    if len(spans) == 1:
        return next(iter(spans.values()))
    words = {key: capital(span_in_words(year, span)) for key, span in spans.items()}
    newest = "1-12" if "1-12" in spans else list(spans)[-1]
    return spans[filters.one_of("Kỳ", words, key="months", default=newest, width=170)]


def subject(rows: Sequence[AssessmentRow], who: str) -> AssessmentRow:
    """Choose a unit, a meeting or a member; it opens on the first that has something to do."""
    by_id = {str(row.ref.subject_id): row for row in rows}
    first = min(by_id, key=lambda subject_id: TO_DO_FIRST.index(by_id[subject_id].state))
    several = len({row.commune_name for row in rows}) > 1
    words = unique({subject_id: _name(row, with_commune=several) for subject_id, row in by_id.items()})
    is_unit = rows[0].ref.subject is None
    label, key = (capital(who), "cell") if is_unit else ("Đối tượng", "subject")
    return by_id[filters.one_of(label, words, key=key, default=first, width=LINK_WIDTH)]


def way_back() -> None:
    """Draw the way from an opened form to the queue."""
    navigation.step("Về danh sách thẩm định", "arrow_back", cell=None, subject=None)


def queue(rows: Sequence[AssessmentRow], when: str) -> None:
    """Draw what has been handed in, one state at a time, each row leading to its form."""
    counts = Counter(row.state for row in rows)
    said = [f"{counts[state]} {STATE_NAMES[state].lower()}" for state in QUEUE_STATES]
    st.caption(f"{capital(when)}: {listing(said)}.")
    state = AssessmentState(filters.tab({state.value: STATE_NAMES[state] for state in QUEUE_STATES}, key="state"))
    chosen = [row for row in rows if row.state is state]
    if not chosen:
        st.info(f"Không có bản tự chấm nào ở trạng thái “{STATE_NAMES[state].lower()}”.")
    several = len({row.commune_name for row in rows}) > 1
    for row in _one_page(chosen):
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            with st.container(width=LINK_WIDTH):
                ref = row.ref
                change: dict[str, Any] = {"months": ref.span, "subject": ref.subject} if ref.subject else {}
                navigation.step(plain(_subject(row)), "fact_check", cell=ref.unit_id, **change)
            st.caption(plain(_facts(row, with_commune=several)))


def address(ref: AssessmentRef) -> dict[str, object]:
    """The parameters of an assessment's address."""
    subject = {"subject": ref.subject} if ref.subject else {}
    return {"cell": ref.unit_id, "year": ref.year, "kind": ref.kind, "months": ref.span, **subject}


def _one_page(rows: Sequence[AssessmentRow]) -> Sequence[AssessmentRow]:
    pages = -(-len(rows) // ROWS_A_PAGE)
    page = st.pagination(pages, key="page") if pages > 1 else 1
    return rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]


def _facts(row: AssessmentRow, *, with_commune: bool) -> str:
    submitted = f"nộp ngày {day(local(row.submitted_at).date())}" if row.submitted_at else ""
    return " · ".join(filter(None, [row.commune_name if with_commune else "", *_results(row), submitted]))


def _results(row: AssessmentRow) -> list[str]:
    """What it came to; both results, where the superior came to another one."""
    total = f"{format_points(row.total)} điểm" if row.total is not None else ""
    own = f"{format_points(row.own_total)} điểm" if row.own_total is not None else ""
    differs = row.state is AssessmentState.ACCEPTED and (row.own_total, row.own_grade) != (row.total, row.grade)
    return [row.grade, total, f"tự chấm {' '.join(filter(None, [row.own_grade, own]))}" if differs else ""]


def _name(row: AssessmentRow, *, with_commune: bool) -> str:
    return f"{_subject(row)} · {row.commune_name}" if with_commune and row.commune_name else _subject(row)


def _subject(row: AssessmentRow) -> str:
    return f"{row.name}, {row.cell_name}" if row.name else row.cell_name
