"""The work of members across meetings: tasks, monthly ratings, yearly pledges, presentations; one member's page.

Read: ``tasks`` (and ``reminding``, who is to be reminded), ``ratings`` of a month, ``pledges`` of a year and their
``coverage``, ``rota`` of a month, ``profile`` of one member.
Change: ``rate``, ``sign``, ``sign_many``, ``register_deed``, ``withdraw_deed``, ``review_pledge``, ``assign``,
``withdraw_presentation``.
"""

from models import MembershipKind, PledgeKind, RatingGrade
from services.member_work.pledges import KINDS as PLEDGE_KINDS
from services.member_work.pledges import Coverage, PledgeRow, PledgeSheetRow, coverage, pledges
from services.member_work.pledging import register as register_deed
from services.member_work.pledging import sign, sign_many, withdraw_deed
from services.member_work.presentations import (
    PresentationRow,
    Rota,
    Turn,
    assign,
    in_turn,
    rota,
    withdraw_presentation,
)
from services.member_work.profile import Profile, profile
from services.member_work.ratings import GRADES, RatingRow, rate, ratings
from services.member_work.reminding import Reminding, reminding
from services.member_work.reviews import review as review_pledge
from services.member_work.tasks import TASK_STATES, Looked, MemberTask, TaskState, tasks

__all__ = [
    "GRADES",
    "PLEDGE_KINDS",
    "TASK_STATES",
    "Coverage",
    "Looked",
    "MemberTask",
    "MembershipKind",
    "PledgeKind",
    "PledgeRow",
    "PledgeSheetRow",
    "PresentationRow",
    "Profile",
    "RatingGrade",
    "RatingRow",
    "Reminding",
    "Rota",
    "TaskState",
    "Turn",
    "assign",
    "coverage",
    "in_turn",
    "pledges",
    "profile",
    "rate",
    "ratings",
    "register_deed",
    "reminding",
    "review_pledge",
    "rota",
    "sign",
    "sign_many",
    "tasks",
    "withdraw_deed",
    "withdraw_presentation",
]
