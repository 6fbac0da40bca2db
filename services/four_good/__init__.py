"""The four-good year round its assessments: programme, registration, self-checks, recognition, reward, revocation.

``board`` and ``funnel`` read a year of many units, ``outstanding`` what waits for somebody; the verbs change it. The
self-assessment itself, and its review, are ``services.assessments``.
"""

from services.four_good.boards import board, boards, funnel
from services.four_good.checks import Check
from services.four_good.keeping import ProgrammeDraft, change_programme, create_programme, remove_programme
from services.four_good.kinds import CELL, COMMITTEE, KIND_NAMES, SLIP, UNIT_WORDS, takes_part
from services.four_good.programmes import ProgrammeRow, programme, programmes
from services.four_good.recognitions import (
    DecisionDraft,
    RevocationDraft,
    RewardDraft,
    correct_decision,
    recognise,
    revoke,
    reward,
)
from services.four_good.registrations import register, withdraw_registration
from services.four_good.rows import Board, BoardRow, FunnelRow, RecognitionRow
from services.four_good.stages import USUAL, Days, Stage, StageState, Window, shown
from services.four_good.tables import DecisionRow, board_table, decisions, decisions_table
from services.four_good.waiting import OF_SUPERIORS, Outstanding, Owed, outstanding, owed

__all__ = [
    "CELL",
    "COMMITTEE",
    "KIND_NAMES",
    "OF_SUPERIORS",
    "SLIP",
    "UNIT_WORDS",
    "USUAL",
    "Board",
    "BoardRow",
    "Check",
    "Days",
    "DecisionDraft",
    "DecisionRow",
    "FunnelRow",
    "Outstanding",
    "Owed",
    "ProgrammeDraft",
    "ProgrammeRow",
    "RecognitionRow",
    "RevocationDraft",
    "RewardDraft",
    "Stage",
    "StageState",
    "Window",
    "board",
    "board_table",
    "boards",
    "change_programme",
    "correct_decision",
    "create_programme",
    "decisions",
    "decisions_table",
    "funnel",
    "outstanding",
    "owed",
    "programme",
    "programmes",
    "recognise",
    "register",
    "remove_programme",
    "revoke",
    "reward",
    "shown",
    "takes_part",
    "withdraw_registration",
]
