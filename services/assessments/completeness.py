"""What keeps a filled form from being handed in."""

from services.scoring import Form, Item, ItemScore, KnockOutItem, PassFailItem, Score, format_points


def missing(form: Form, score: Score) -> tuple[str, ...]:
    """Every item that is unanswered, does not fit, or lost something without a note, in the order of the form."""
    refused = {problem.item_id: problem.sentence for problem in score.problems}
    scores = {item.id: item for item in score.items}
    sentences = [_sentence(item, scores[item.id], score, refused) for item in form.items.values()]
    return tuple(sentence for sentence in sentences if sentence)


def _sentence(item: Item, scored: ItemScore, score: Score, refused: dict[str, str]) -> str:
    if item.id in refused:
        return refused[item.id]
    if scored.is_open:
        return f"Tiêu chí {item.name} chưa chấm."
    return f"Tiêu chí {item.name} {_loss(item, scored)} nhưng chưa có thuyết minh." if item.id in score.lost else ""


def _loss(item: Item, scored: ItemScore) -> str:
    if isinstance(item, KnockOutItem):
        return "đã xảy ra"
    return "không đạt" if isinstance(item, PassFailItem) else f"bị trừ {format_points(scored.lost)} điểm"
