"""What those who only read or look after accounts want to know first."""

from sqlmodel import Session

from services import accounts, audit, figures, members, months
from services.access import Actor
from services.agenda.rows import Headline, Upkeep
from services.clock import today
from services.figures import HeldState


def headline(session: Session, actor: Actor) -> Headline:
    """The figures of everything in reach, of the last complete month."""
    month = months.after(months.month_of(today()), -1)
    counts = members.census(session, actor, None, today())
    found = figures.meeting_figures(session, actor, actor.unit_id, month, month)
    return Headline(
        month=month,
        members=sum(count.members for count in counts.values()),
        expected=len(found.held),
        submitted=sum(row.state is HeldState.SUBMITTED for row in found.held),
        attendance=found.rates[0].attendance,
        speaking=found.rates[0].speaking,
    )


def upkeep(session: Session, actor: Actor) -> Upkeep:
    """Accounts and the latest change in reach; NotAllowed for anyone but an administrator."""
    rows = accounts.accounts(session, actor)
    latest = audit.entries(session, actor, limit=1)
    disabled = sum(row.is_disabled for row in rows)
    return Upkeep(
        in_use=len(rows) - disabled,
        disabled=disabled,
        last_action=audit.ACTION_NAMES.get(latest[0].action, "") if latest else "",
        last_at=latest[0].at if latest else None,
    )
