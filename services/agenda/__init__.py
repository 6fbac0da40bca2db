"""What is due next for an account, until when: the facts behind the first screen.

``screen`` is how last month stands and what waits for somebody who works; ``duties`` the latter alone: things that
somebody has to do and has not done; an empty list means that nothing is due. ``headline`` is what a leader, who only
reads, wants to know first; ``upkeep`` what an administrator does.
"""

from services.agenda.duties import duties, screen
from services.agenda.knowing import headline, upkeep
from services.agenda.of_cell import TASK_NOTICE
from services.agenda.rows import Duty, DutyKind, Headline, Screen, Standing, Upkeep

__all__ = [
    "TASK_NOTICE",
    "Duty",
    "DutyKind",
    "Headline",
    "Screen",
    "Standing",
    "Upkeep",
    "duties",
    "headline",
    "screen",
    "upkeep",
]
