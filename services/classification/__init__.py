"""The annual classification of members, cells and committees: proposed with a vote, decided by the superior.

``sheet`` and ``overview`` read; ``propose`` writes one field through; ``decide`` gives grades by a decision, lower level
before upper and within the cap on excellent ones; ``withdraw`` takes a decision back. Whose criteria set holds on
31 December says which grades there are and how many may be excellent.
"""

from services.classification.counts import Mark, Tally, spoken, tallied
from services.classification.deciding import Choice, decide
from services.classification.decision import DecisionDraft
from services.classification.head_room import HeadRoom, Standing, counted
from services.classification.listing import counts_table, sheet_table
from services.classification.lower import Progress
from services.classification.proposing import Field, propose
from services.classification.references import LEVEL_NAMES, GradeRef, Level, last_day
from services.classification.rows import Decided, GroupRow, Proposal, Row, Sheet
from services.classification.sheets import sheet
from services.classification.subjects import LeftOut
from services.classification.totals import LevelCounts, Overview, Reported, overview
from services.classification.withdrawing import withdraw
from services.classification.words import after_in_words, room_in_words, rule_in_words, shares_in_words, short_label

__all__ = [
    "LEVEL_NAMES",
    "Choice",
    "Decided",
    "DecisionDraft",
    "Field",
    "GradeRef",
    "GroupRow",
    "HeadRoom",
    "LeftOut",
    "Level",
    "LevelCounts",
    "Mark",
    "Overview",
    "Progress",
    "Proposal",
    "Reported",
    "Row",
    "Sheet",
    "Standing",
    "Tally",
    "after_in_words",
    "counted",
    "counts_table",
    "decide",
    "last_day",
    "overview",
    "propose",
    "room_in_words",
    "rule_in_words",
    "shares_in_words",
    "sheet",
    "sheet_table",
    "short_label",
    "spoken",
    "tallied",
    "withdraw",
]
