"""Members (đảng viên): who belonged to a cell on a day, in what standing and office; disciplinary decisions.

Read: ``roster``, ``search``, ``census``, ``secretaries``, ``disciplines``.
Change: ``discipline``, ``withdraw_discipline``.
"""

from models import DisciplineForm
from services.members.decisions import (
    FORM_NAMES,
    DisciplineDraft,
    DisciplineRow,
    discipline,
    disciplines,
    withdraw_discipline,
)
from services.members.rosters import (
    FEWEST_OFFICIAL,
    MOST_FOUND,
    census,
    counted,
    roster,
    search,
    secretaries,
    strength_warning,
)
from services.members.rows import POSITION_NAMES, SUSPENSION_NAMES, Census, MemberRow, OfficerRow, RosterEntry

__all__ = [
    "FEWEST_OFFICIAL",
    "FORM_NAMES",
    "MOST_FOUND",
    "POSITION_NAMES",
    "SUSPENSION_NAMES",
    "Census",
    "DisciplineDraft",
    "DisciplineForm",
    "DisciplineRow",
    "MemberRow",
    "OfficerRow",
    "RosterEntry",
    "census",
    "counted",
    "discipline",
    "disciplines",
    "roster",
    "search",
    "secretaries",
    "strength_warning",
    "withdraw_discipline",
]
