"""The monthly table of grades as the superior wants it (báo cáo xếp loại sinh hoạt chi bộ; DOMAIN, section 8)."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from services import members, months, quality
from services.access import Actor
from services.papers.issuers import Issuer, organ
from services.papers.rows import IssuedNumber, Line, PaperRef, Value
from services.papers.writing import heading, recipients, signature
from services.quality import MonthGrades, MonthRow
from services.quality.month import NO_MEETING, NOT_HANDED_IN, NOT_REVIEWED, NOT_SCORED
from services.scoring import format_points
from services.vietnamese import day, listing, number
from services.vietnamese import month as month_in_words

SHORT = {NO_MEETING: "Chưa có BB", NOT_HANDED_IN: "BB chưa nộp", NOT_SCORED: "Chưa chấm", NOT_REVIEWED: "Tự chấm"}
EXPLAINED = "TM"
LEGEND = {
    "BB": "biên bản",
    SHORT[NOT_REVIEWED]: "điểm chi bộ tự chấm, cấp trên chưa đánh giá",
    EXPLAINED: "thuyết minh điểm trừ ở trang sau",
}
"""What stands in the narrow last column, so that twenty cells fit on one page, and what it means."""


def values(
    session: Session, actor: Actor, ref: PaperRef, issuer: Issuer, issued: IssuedNumber | None
) -> dict[str, Value]:
    """What the table prints."""
    found = quality.month_grades(session, actor, ref.unit_id, ref.month)
    above = [f"{organ(issuer.superior)};"] if issuer.superior else []
    return {
        **heading(issuer, ref.kind, issued, None),
        **signature(issuer, leader(session, actor, ref, months.last_day(ref.month))),
        **_totals(found),
        "month": month_in_words(ref.month),
        "unit": found.unit_name,
        "grades": list(found.grades),
        "rows": [_line(place, row, found.grades) for place, row in enumerate(found.rows, 1)],
        "summary": _summary(found),
        "legend": _legend(found),
        "changes": list(found.changes),
        "explained": [_explained(place, row) for place, row in enumerate(found.rows, 1) if row.deductions],
        "recipients": recipients(issuer, above),
    }


def leader(session: Session, actor: Actor, ref: PaperRef, on: date) -> str:
    """Who signs for the unit; empty where the portal knows no secretary of it."""
    found = members.secretaries(session, actor, ref.unit_id, on).get(ref.unit_id)
    return found.full_name if found else ""


def _line(place: int, row: MonthRow, grades: Sequence[str]) -> Line:
    return {
        "no": str(place),
        "name": row.unit_name,
        "members": number(row.members),
        "held_on": day(row.held_on) if row.held_on else "",
        "points": format_points(row.total) if row.total is not None else "",
        "marks": ["X" if row.grade == label else "" for label in grades],
        "note": _note(row),
    }


def _note(row: MonthRow) -> str:
    return "; ".join(filter(None, [SHORT.get(row.lacking, row.lacking), EXPLAINED if row.deductions else ""]))


def _legend(found: MonthGrades) -> str:
    notes = " ".join(_note(row) for row in found.rows)
    said = [f"{short}: {meaning}" for short, meaning in LEGEND.items() if short in notes]
    return f"Ghi chú: {'; '.join(said)}." if said else ""


def _explained(place: int, row: MonthRow) -> Line:
    return {"no": str(place), "name": row.unit_name, "note": "; ".join(row.deductions)}


def _totals(found: MonthGrades) -> dict[str, Value]:
    return {
        "members": number(sum(row.members for row in found.rows)),
        "held": f"{number(sum(row.held_on is not None for row in found.rows))}/{number(len(found.rows))}",
        "counts": [number(found.counts[label]) for label in found.grades],
    }


def _summary(found: MonthGrades) -> str:
    counts = found.counts
    said = listing(f"{number(counts[label])} {label}" for label in found.grades if counts[label])
    return f"{number(sum(counts.values()))}/{number(len(found.rows))} chi bộ đã xếp loại{f': {said}' if said else ''}."
