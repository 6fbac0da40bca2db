"""What keeps a filled form from being handed in or accepted."""

from collections.abc import Iterator

from services.assessments.voting import VoteRow
from services.scoring import Form, Item, ItemScore, KnockOutItem, PassFailItem, Score, format_points
from services.vietnamese import listing


def missing(form: Form, score: Score) -> tuple[str, ...]:
    """Everything that is unanswered, does not fit, lost something without a note or differs from the figures without a

    reason, in the order of the form.
    """
    refused = {problem.item_id: problem.sentence for problem in score.problems}
    scores = {item.id: item for item in score.items}
    return tuple(
        sentence for item in form.items.values() for sentence in _sentences(item, scores[item.id], score, refused)
    )


def vote_missing(vote: VoteRow) -> tuple[str, ...]:
    """What a required vote lacks."""
    if not vote.is_required or not vote.missing:
        return ()
    return (f"Bộ tiêu chí yêu cầu biểu quyết kết quả; chưa ghi {listing(vote.missing)}.",)


def _sentences(item: Item, scored: ItemScore, score: Score, refused: dict[str, str]) -> Iterator[str]:
    if item.id in refused:
        yield refused[item.id]
    elif scored.is_open:
        yield f"Tiêu chí {item.name} chưa chấm."
    if item.id in score.unexplained:
        yield f"Tiêu chí {item.name} chấm khác số liệu nhưng chưa ghi lý do."
    if item.id in score.lost:
        yield f"Tiêu chí {item.name} {_loss(item, scored)} nhưng chưa có thuyết minh."


def _loss(item: Item, scored: ItemScore) -> str:
    if isinstance(item, KnockOutItem):
        return "đã xảy ra"
    return "không đạt" if isinstance(item, PassFailItem) else f"bị trừ {format_points(scored.lost)} điểm"
