"""An unmet condition of a grade in words, as the end of a sentence."""

from services.scoring.form import Form
from services.scoring.gates import Gate, ItemsAtMaximum, ItemsPassed, NoKnockOut, SectionsAtLeast
from services.scoring.numbers import format_points
from services.scoring.score import Score
from services.vietnamese import listing

_LONGEST_QUOTE = 80


def condition(form: Form, score: Score, gate: Gate, at_fault: tuple[str, ...]) -> str:
    """``tiêu chí bắt buộc 3.1 “…” chưa đạt điểm tối đa``."""
    match gate:
        case ItemsAtMaximum():
            return f"{_items(form, at_fault, 'tiêu chí bắt buộc')} chưa đạt điểm tối đa"
        case ItemsPassed(at_least=None):
            return f"{_items(form, at_fault, 'tiêu chí')} chưa đạt"
        case ItemsPassed():
            return f"chưa đạt ít nhất {gate.at_least} tiêu chí, còn {_items(form, at_fault, 'tiêu chí')} chưa đạt"
        case NoKnockOut():
            return f"có điều kiện loại trừ: {_items(form, at_fault, 'tiêu chí')}"
        case SectionsAtLeast():
            return listing(_section(form, score, gate, section) for section in at_fault)


def _items(form: Form, ids: tuple[str, ...], kind: str) -> str:
    named = listing(_named(form, item_id) for item_id in ids)
    return f"{kind} {named}" if len(ids) == 1 else f"các {kind} {named}"


def _named(form: Form, item_id: str) -> str:
    item = form.items[item_id]
    return f"{item.number} “{_shortened(item.text)}”".strip()


def _section(form: Form, score: Score, gate: SectionsAtLeast, section_id: str) -> str:
    scored = next(section for section in score.sections if section.id == section_id)
    got, needed = format_points(scored.points_within), format_points(gate.needed(scored))
    share = f"{format_points(gate.percent)} %"
    title = _shortened(form.section_by_id[section_id].title)
    return f"mục “{title}” được {got} điểm, cần ít nhất {needed} điểm ({share})"


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
