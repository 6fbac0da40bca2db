"""What an assessment says to another form: its answers, its figures, and which of them are settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from services import scoring
from services.scoring import Answer, BonusItem, Facts, Form
from services.scoring.proposal import is_open
from services.simulation.kept import Kept
from services.simulation.outcomes import Outcome, carried_over, is_same_item, outcome

_UNANSWERED = Answer()


@dataclass(frozen=True)
class Carried:
    """What is known of a case when another form is tried on it."""

    facts: Facts
    """As they were frozen; as they are today where nothing was handed in or nothing was frozen about them."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    insisted: frozenset[str] = frozenset()
    """Items that people answered against the figures, with a reason."""
    settled: frozenset[str] = frozenset()
    """Figures that were frozen: one without data stays so."""

    def outcome(self, form: Form) -> Outcome:
        """What the form gives."""
        return outcome(form, self.answers, self.facts, insisted=self.insisted, settled=self.settled)


def carried(form: Form, kept: Kept | None, today: Facts) -> Carried:
    """What an assessment that may have been made with another form says to this one; ``today``: the figures now."""
    if kept is None:
        return Carried(today)
    frozen = kept.facts or {}
    facts = {**today, **frozen}
    answers = carried_over(form, kept.form, kept.answers)
    return Carried(facts, _unclaimed(form, kept) | answers, _insisted(kept, answers, facts), frozenset(frozen))


def _insisted(kept: Kept, answers: Mapping[str, Answer], facts: Facts) -> frozenset[str]:
    proposed = scoring.proposals(kept.form, facts)
    return frozenset(
        name
        for name, answer in answers.items()
        if answer.reason.strip() and name in proposed and proposed[name].contradicts(answer)
    )


def _unclaimed(form: Form, kept: Kept) -> dict[str, Answer]:
    """Bonuses that nobody claimed when it was handed in: nobody would claim them now."""
    return {
        name: Answer(Decimal(0))
        for name, item in form.items.items()
        if kept.is_handed_in
        and isinstance(item, BonusItem)
        and is_same_item(form, kept.form, name)
        and is_open(kept.answers.get(name, _UNANSWERED))
    }
