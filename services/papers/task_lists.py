"""The list of the tasks that a meeting gave (bảng phân công nhiệm vụ), with earlier ones that are still open."""

from models import TaskOutcome
from services import meetings
from services.papers import lines
from services.papers.gathering import Held
from services.papers.rows import Line, Value
from services.papers.writing import heading, one_line, signature
from services.vietnamese import day


def values(held: Held) -> dict[str, Value]:
    """What the task list prints."""
    return {
        **heading(held.issuer, held.ref.kind, held.issued, held.sheet.held_on),
        **signature(held.issuer, held.secretary),
        "about": held.about,
        "tasks": lines.tasks(held.sheet),
        "open_tasks": _still_open(held),
    }


def _still_open(held: Held) -> list[Line]:
    rows = [row for row in held.sheet.reviews if (row.outcome or row.earlier_outcome) is not TaskOutcome.DONE]
    return [
        {
            "no": str(place),
            "text": one_line(row.text),
            "owner": row.owner_name,
            "due": day(row.due_on),
            "outcome": _said(row.outcome or row.earlier_outcome),
        }
        for place, row in enumerate(rows, 1)
    ]


def _said(outcome: TaskOutcome | None) -> str:
    return meetings.OUTCOMES[outcome] if outcome else "Chưa kiểm điểm"
