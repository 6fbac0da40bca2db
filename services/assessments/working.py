"""What a form comes to: by the unit's own answers, and by what the superior said beside them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from services import scoring
from services.scoring import Answer, Facts, Form, Score
from services.scoring.answering import effective
from services.scoring.proposal import is_open

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Worked:
    """Both results. ``review`` is that of the merged answers; None while the superior has answered nothing."""

    own: Score
    review: Score | None

    @property
    def standing(self) -> Score:
        """What holds if it is accepted as it is."""
        return self.review or self.own

    @property
    def difference(self) -> Decimal | None:
        """How many points lie between the two; None where one of them has no total."""
        if self.review is None or self.review.total is None or self.own.total is None:
            return None
        return abs(self.review.total - self.own.total)


def worked(form: Form, own: Answers, review: Answers, facts: Facts) -> Worked:
    """Score the own answers, and those that stand after the review."""
    is_reviewed = any(not is_open(answer) for answer in review.values())
    merged_score = scoring.score(form, merged(form, own, review, facts), facts) if is_reviewed else None
    return Worked(scoring.score(form, own, facts), merged_score)


def counting(form: Form, own: Answers, review: Answers, facts: Facts) -> tuple[Answers, Answers]:
    """The answers that count by the unit's word and after the review, those that the figures give among them."""
    proposed = scoring.proposals(form, facts)
    return effective(own, proposed), effective(merged(form, own, review, facts), proposed)


def merged(form: Form, own: Answers, review: Answers, facts: Facts) -> Answers:
    """The answers that stand after the review: an item without a review answer stands as the unit answered it.

    The unit's note and reason go with the superior's answer only where it says the same: points that the superior
    takes are the superior's to explain.
    """
    said = effective(own, scoring.proposals(form, facts))
    given = {item_id: answer for item_id, answer in review.items() if not is_open(answer)}
    return dict(own) | {item_id: _beside(answer, said.get(item_id, Answer())) for item_id, answer in given.items()}


def wants_reason(form: Form, found: Worked) -> bool:
    """Whether the results lie further apart than the form lets pass without a word."""
    return form.review is not None and found.difference is not None and found.difference > form.review.difference


def _beside(answer: Answer, own: Answer) -> Answer:
    if (answer.value, answer.is_applicable) != (own.value, own.is_applicable):
        return answer
    return replace(answer, note=answer.note or own.note, reason=answer.reason or own.reason)
