"""Parts that several papers of a meeting share: who was there, what was looked back at, what was given."""

from collections.abc import Sequence
from decimal import Decimal

from models import Presence
from services import meetings, rates, votes
from services.meetings import MeetingSheet, RollEntry
from services.papers.gathering import Held
from services.papers.rows import Line, Value
from services.papers.writing import comrade, heads, one_line
from services.vietnamese import day, number

ABSENCES = {Presence.EXCUSED: "có lý do", Presence.UNEXCUSED: "không lý do"}


def attendance(held: Held) -> dict[str, Value]:
    """The heads of the meeting, as the minutes count them. Temporary and exempt ones are told by the day's roster."""
    roll, counts, rule = held.sheet.roll, held.sheet.counts, held.sheet.rule
    on_roll = {entry.member_id for entry in roll}
    temporary = sum(entry.is_temporary for entry in held.roster if entry.member_id in on_roll)
    official = sum(entry.is_official for entry in roll)
    return {
        "members": number(len(roll)),
        "official": number(official),
        "probationary": number(len(roll) - official),
        "temporary": number(temporary),
        "not_due": number(sum(not entry.is_due for entry in roll)),
        "due": number(counts.due),
        "attendees": number(counts.attendees),
        "present_due": number(counts.present_due),
        "attendance": heads(counts.present_due, rates.base(counts, rule.formula) if rule else counts.due),
        "speaking": heads(counts.spoke, counts.attendees),
        "absent_count": number(counts.excused + counts.unexcused),
        "absent": [_absence(entry) for entry in roll if entry.is_due and not entry.came],
    }


def officers(held: Held) -> dict[str, Value]:
    """Who led and who wrote, with their offices."""
    chair, writer = held.sheet.chair_id, held.sheet.minutes_secretary_id
    return {
        "chair": comrade(held.name(chair), held.office(chair)),
        "chair_name": held.name(chair),
        "minutes_secretary": comrade(held.name(writer), held.office(writer)),
        "minutes_secretary_name": held.name(writer),
    }


def reviews(sheet: MeetingSheet) -> list[Line]:
    """The tasks of earlier meetings and what this one found of them."""
    return [
        {
            "no": str(place),
            "text": one_line(row.text),
            "owner": row.owner_name,
            "due": day(row.due_on),
            "outcome": meetings.OUTCOMES[row.outcome] if row.outcome else "",
            "note": one_line(row.note),
        }
        for place, row in enumerate(sheet.reviews, 1)
    ]


def target_reviews(sheet: MeetingSheet) -> list[Line]:
    """The targets of the last resolution and what became of them."""
    return [
        {
            "no": str(row.number),
            "text": one_line(row.text),
            "planned": _amount(row.planned, row.unit_word),
            "achieved": _amount(row.achieved, row.unit_word),
            "outcome": meetings.TARGET_OUTCOMES[row.outcome] if row.outcome else "",
            "note": one_line(row.note),
        }
        for row in sheet.target_reviews
    ]


def tasks(sheet: MeetingSheet) -> list[Line]:
    """The tasks that the meeting gave."""
    return [
        {"no": str(place), "text": one_line(row.text), "owner": row.owner_name, "due": day(row.due_on)}
        for place, row in enumerate(sheet.tasks, 1)
    ]


def targets(sheet: MeetingSheet) -> list[Line]:
    """The targets that the meeting set."""
    return [
        {"no": str(row.number), "text": one_line(row.text), "planned": _amount(row.planned, row.unit_word)}
        for row in sheet.targets
    ]


def mentions(held: Held) -> list[Line]:
    """Praise, reminders and criticism, each with whom it is about."""
    return [
        {"what": meetings.MENTIONS[row.kind], "who": comrade(row.full_name) or "Tập thể chi bộ", "text": row.text}
        for row in held.parts.mentions
    ]


def ballots(held: Held) -> list[Line]:
    """The votes, each over its base (DOMAIN, section 4: n/N and percent)."""
    return [
        {
            "subject": row.subject,
            "in_favour": f"{number(row.votes_for)}/{number(row.base)}",
            "share": votes.percent_of(row.votes_for, row.base),
            "against": number(row.votes_against),
            "abstained": number(row.votes_abstained),
        }
        for row in held.parts.votes
    ]


def guests(held: Held) -> list[str]:
    """The guests with their offices."""
    return [comrade(row.full_name, row.office) for row in held.parts.guests]


def agenda(held: Held) -> Sequence[str]:
    """The points of the agenda."""
    return [row.text for row in held.parts.agenda]


def _absence(entry: RollEntry) -> Line:
    return {"name": entry.full_name, "how": ABSENCES.get(entry.presence, ""), "reason": one_line(entry.reason)}


def _amount(value: Decimal | None, unit_word: str) -> str:
    return "" if value is None else f"{meetings.written(value)} {unit_word}".strip()
