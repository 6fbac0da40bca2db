"""The minutes of a meeting (biên bản): the form of DOMAIN, section 4. Kept for good."""

from services.papers import lines
from services.papers.gathering import Held
from services.papers.rows import Line, Value
from services.papers.writing import heading, hour, one_line
from services.vietnamese import day


def values(held: Held) -> dict[str, Value]:
    """What the minutes print."""
    sheet = held.sheet
    return {
        **heading(held.issuer, held.ref.kind, held.issued, sheet.held_on),
        **lines.attendance(held),
        **lines.officers(held),
        **_course(held),
        "about": held.about,
        "theme": held.theme,
        "place": sheet.place,
        "started": _moment(held, is_end=False),
        "ended": _moment(held, is_end=True),
        "guests": lines.guests(held),
        "agenda": lines.agenda(held),
        "reviews": lines.reviews(sheet),
        "target_reviews": lines.target_reviews(sheet),
        "tasks": lines.tasks(sheet),
        "targets": lines.targets(sheet),
        "mentions": lines.mentions(held),
        "votes": lines.ballots(held),
        "grade": held.grade.sentence if held.grade else "",
        "receipt": sheet.receipt or "",
    }


def _course(held: Held) -> dict[str, Value]:
    sheet = held.sheet
    premeeting = f"Họp ngày {day(sheet.premeeting_on)}. " if sheet.premeeting_on else ""
    return {
        "premeeting": (premeeting + sheet.premeeting_content).strip(),
        "content": sheet.content,
        "opinions": _opinions(held),
        "results": sheet.results,
        "weaknesses": sheet.weaknesses,
        "directions": sheet.directions,
        "conclusion": sheet.conclusion,
        "conclusion_name": "Nghị quyết" if sheet.is_resolution else "Kết luận",
    }


def _opinions(held: Held) -> list[Line]:
    """Each opinion with its speaker; who spoke and whose words nobody noted stands there by name."""
    spoke = [entry for entry in held.sheet.roll if entry.came and (entry.spoke or entry.gist)]
    return [{"name": entry.full_name, "text": one_line(entry.gist) or "có ý kiến phát biểu."} for entry in spoke]


def _moment(held: Held, *, is_end: bool) -> str:
    at = held.sheet.ended_at if is_end else held.sheet.started_at
    on = f" ngày {day(held.sheet.held_on)}" if held.sheet.held_on else " ngày … / … / …"
    return f"{hour(at)}{on}"
