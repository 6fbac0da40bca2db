"""Criteria sets (bộ tiêu chí) as they are kept: drafted, checked, published, and the one in force for a unit on a day.

What a set says is for ``services.scoring``; here is how one is written, and which holds where and when. A draft is
changed by addresses (``sections.s1.items.i1_2.max_points``); what has no id of its own is changed as a whole.
"""

from models import CriteriaState, SubjectKind
from services.criteria import conditions
from services.criteria.addresses import Data, every_part, is_there, joined, place, rows, value_of
from services.criteria.beginning import begin, copy
from services.criteria.checking import AcceptedRow, CheckRow, accept_warning, answer_for_warnings, check
from services.criteria.everywhere import HoldingRow, in_force_everywhere
from services.criteria.examining import ABOUT, Examined, FaultRow, FindingRow
from services.criteria.fields import Choice, Day, Field, Flag, Number, Several, Text, Whole, number_or_text
from services.criteria.figures import condition_in_words, offered_for_year
from services.criteria.in_force import FormRow, in_force, introduced
from services.criteria.keeping import discard, publish, retire, store
from services.criteria.kinds import OWN, Kind, add_kind, kind_of, kinds, name_of, subject_of
from services.criteria.parts import FIELDS, USED, Part
from services.criteria.reading import (
    Comparison,
    DraftRow,
    SetRow,
    SetView,
    UploadRow,
    compared,
    draft,
    sets,
    text,
    upload,
    view,
)
from services.criteria.shipped import ShippedRow, copy_shipped, shipped, shipped_set
from services.criteria.sums import counted_sum, whole_sum
from services.criteria.undoing import undo
from services.criteria.words import OPTION_NAMES, called, shortened, title_of
from services.criteria.writing import duplicate, insert, move, put, remove, replace, take_out

__all__ = [
    "ABOUT",
    "FIELDS",
    "OPTION_NAMES",
    "OWN",
    "USED",
    "AcceptedRow",
    "CheckRow",
    "Choice",
    "Comparison",
    "CriteriaState",
    "Data",
    "Day",
    "DraftRow",
    "Examined",
    "FaultRow",
    "Field",
    "FindingRow",
    "Flag",
    "FormRow",
    "HoldingRow",
    "Kind",
    "Number",
    "Part",
    "SetRow",
    "SetView",
    "Several",
    "ShippedRow",
    "SubjectKind",
    "Text",
    "UploadRow",
    "Whole",
    "accept_warning",
    "add_kind",
    "answer_for_warnings",
    "begin",
    "called",
    "check",
    "compared",
    "condition_in_words",
    "conditions",
    "copy",
    "copy_shipped",
    "counted_sum",
    "discard",
    "draft",
    "duplicate",
    "every_part",
    "in_force",
    "in_force_everywhere",
    "insert",
    "introduced",
    "is_there",
    "joined",
    "kind_of",
    "kinds",
    "move",
    "name_of",
    "number_or_text",
    "offered_for_year",
    "place",
    "publish",
    "put",
    "remove",
    "replace",
    "retire",
    "rows",
    "sets",
    "shipped",
    "shipped_set",
    "shortened",
    "store",
    "subject_of",
    "take_out",
    "text",
    "title_of",
    "undo",
    "upload",
    "value_of",
    "view",
    "whole_sum",
]
