"""Answers of people beside what the figures propose: who wins, what is an override, how it went step by step."""

from collections.abc import Iterable, Mapping

from services.scoring.answers import Answer, spelled
from services.scoring.facts import FactValue, spelled_fact
from services.scoring.proposal import Proposal, is_open
from services.scoring.score import ItemScore, ItemState, Origin, Rule, Step, Tally
from services.scoring.tallying import UNANSWERED


def effective(answers: Mapping[str, Answer], proposed: Mapping[str, Proposal]) -> dict[str, Answer]:
    """What counts: what people said, and where they said nothing what the figures propose."""
    counting = dict(answers)
    for item_id, proposal in proposed.items():
        own = answers.get(item_id, UNANSWERED)
        if proposal.is_made and is_open(own):
            counting[item_id] = Answer(proposal.value, proposal.is_applicable, own.note, own.reason)
    return counting


def with_origins(tally: Tally, answers: Mapping[str, Answer], proposed: Mapping[str, Proposal]) -> Tally:
    """The tally in which every item knows what was proposed and where its answer came from."""
    items = dict(tally.items)
    for item_id, proposal in proposed.items():
        scored = items[item_id]
        origin = _origin(scored, answers.get(item_id, UNANSWERED), proposal)
        items[item_id] = _with_origin(scored, origin, proposal)
    return Tally(items, tally.sections, tally.facts)


def _with_origin(scored: ItemScore, origin: Origin, proposal: Proposal) -> ItemScore:
    """The same item; written out, because ``replace`` costs as much as scoring it."""
    return ItemScore(
        scored.id,
        scored.method,
        scored.state,
        scored.points,
        scored.max_points,
        scored.lost,
        scored.is_at_maximum,
        scored.is_passed,
        origin,
        proposal,
    )


def spelled_once(proposed: Iterable[Proposal]) -> dict[str, str]:
    """Every fact that was looked at as a word of the derivation: items look at the same few."""
    looked_at: dict[str, FactValue] = {}
    for proposal in proposed:
        looked_at.update(proposal.facts)
    return {metric: f"{metric}={spelled_fact(value)}" for metric, value in looked_at.items()}


def proposal_steps(scored: ItemScore, answer: Answer, spelling: Mapping[str, str]) -> list[Step]:
    """What the figures said to one item, and what people said against it."""
    proposal = scored.proposal
    if proposal is None:
        return []
    facts = ";".join([spelling[metric] for metric in proposal.facts])
    if proposal.is_made:
        said = (spelled(proposal.value) or "") if proposal.is_applicable else ItemState.NOT_APPLICABLE.value
        steps = [Step(Rule.PROPOSAL, scored.id, said=said, facts=facts)]
    else:
        obstacle = ":".join(filter(None, (proposal.obstacle, ",".join(proposal.missing))))
        steps = [Step(Rule.UNMATCHED, scored.id, said=obstacle, facts=facts)]
    if scored.origin is Origin.OVERRIDDEN:
        reason = answer.reason.strip()
        steps.append(Step(Rule.OVERRIDE, scored.id, said=reason, is_met=bool(reason)))
    return steps


def _origin(scored: ItemScore, own: Answer, proposal: Proposal) -> Origin:
    if scored.state is ItemState.REFUSED:
        return Origin.HAND
    if proposal.is_made and is_open(own):
        return Origin.COMPUTED
    return Origin.OVERRIDDEN if proposal.contradicts(own) else Origin.HAND
