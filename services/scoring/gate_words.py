"""An unmet condition of a grade in words, as the end of a sentence."""

from services.scoring.condition_words import in_words
from services.scoring.form import Form
from services.scoring.gates import FactsHold, Gate, ItemsAtMaximum, ItemsPassed, NoKnockOut, SectionsAtLeast
from services.scoring.metric import NO_METRICS, Metrics
from services.scoring.numbers import format_points
from services.scoring.score import Score
from services.vietnamese import listing

_LONGEST_QUOTE = 80


def unmet(form: Form, score: Score, gate: Gate, at_fault: tuple[str, ...], metrics: Metrics) -> str:
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
        case FactsHold():
            return f"chưa đáp ứng điều kiện: {gate.text.rstrip('.') or in_words(gate.when, metrics)}"


def gate_in_words(form: Form, gate: Gate, metrics: Metrics = NO_METRICS) -> str:
    """What a gate asks for: ``các tiêu chí bắt buộc 1.1 “…” và 1.2 “…” đạt điểm tối đa``."""
    match gate:
        case ItemsAtMaximum():
            return f"{_items(form, gate.items, 'tiêu chí bắt buộc')} đạt điểm tối đa"
        case ItemsPassed(at_least=None):
            return f"{_items_or_all(form, gate.items, 'tiêu chí')} đạt"
        case ItemsPassed():
            return f"ít nhất {gate.at_least} trong {_items_or_all(form, gate.items, 'tiêu chí')} đạt"
        case NoKnockOut():
            return f"{_items_or_all(form, gate.items, 'điều kiện loại trừ')} không xảy ra"
        case SectionsAtLeast():
            titles = listing(f"“{_shortened(form.section_by_id[section].title)}”" for section in gate.sections)
            return f"{f'mục {titles}' if titles else 'mỗi mục'} được ít nhất {format_points(gate.percent)} % số điểm"
        case FactsHold():
            said = in_words(gate.when, metrics)
            return f"{gate.text.rstrip('.')} ({said})" if gate.text else said


def _items_or_all(form: Form, ids: tuple[str, ...], kind: str) -> str:
    return _items(form, ids, kind) if ids else f"mọi {kind}"


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
