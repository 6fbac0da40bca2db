"""The resolution or conclusion of a meeting (nghị quyết, kết luận): the form of DOMAIN, section 4."""

from services.assessments import SectionRow
from services.meetings import MeetingSheet
from services.papers import lines
from services.papers.gathering import Held
from services.papers.issuers import organ
from services.papers.kinds import NAMES
from services.papers.rows import Line, Value
from services.papers.writing import heading, hour, one_line, recipients, signature
from services.scoring import format_points
from services.vietnamese import day


def values(held: Held) -> dict[str, Value]:
    """What the resolution prints."""
    sheet = held.sheet
    above = [f"{organ(held.issuer.superior)} (để báo cáo);"] if held.issuer.superior else []
    own = "Đảng viên trong chi bộ;" if held.issuer.kind.is_cell else "Thành phần dự họp;"
    return {
        **heading(held.issuer, held.ref.kind, held.issued, sheet.held_on),
        **signature(held.issuer, held.secretary),
        **lines.attendance(held),
        **lines.officers(held),
        **_scores(held),
        "title": NAMES[held.ref.kind].upper(),
        "about": held.about,
        "theme": held.theme,
        "opened": _opened(sheet),
        "results": sheet.results or sheet.content,
        "reviews": lines.reviews(sheet),
        "target_reviews": lines.target_reviews(sheet),
        "mentions": lines.mentions(held),
        "weaknesses": sheet.weaknesses,
        "directions": sheet.directions,
        "conclusion": sheet.conclusion,
        "targets": lines.targets(sheet),
        "tasks": lines.tasks(sheet),
        "votes": lines.ballots(held),
        "recipients": recipients(held.issuer, [*above, own]),
    }


def _opened(sheet: MeetingSheet) -> str:
    at = f"từ {hour(sheet.started_at)} đến {hour(sheet.ended_at)}"
    return f"{at} ngày {day(sheet.held_on)}" if sheet.held_on else f"{at} ngày … / … / …"


def _scores(held: Held) -> dict[str, Value]:
    """What the cell gave itself, group by group, and what is to be mended; nothing while it has not scored."""
    found, sheet = held.grade, held.scored
    if found is None or sheet is None:
        return {"scores": [], "total": "", "grade": "", "to_mend": []}
    return {
        "scores": [_section(row) for row in sheet.sections],
        "total": f"{format_points(found.own_total)} điểm" if found.own_total is not None else "",
        "grade": found.own_label,
        "to_mend": [
            f"{row.item.name}: {one_line(row.answer.note)}" for row in sheet.items if row.has_lost and row.answer.note
        ],
    }


def _section(row: SectionRow) -> Line:
    return {
        "name": row.section.title,
        "points": format_points(row.score.points_so_far),
        "most": format_points(row.score.max_points),
    }
