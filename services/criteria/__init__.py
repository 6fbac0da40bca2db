"""Criteria sets (bộ tiêu chí) as they are kept: stored, published, and the one in force for a unit on a day.

What a set says is for ``services.scoring``; here is only which set holds where and when.
"""

from models import CriteriaState, SubjectKind
from services.criteria.in_force import FormRow, in_force, introduced
from services.criteria.keeping import publish, store
from services.criteria.kinds import OWN, Kind, add_kind, kind_of, kinds, name_of, subject_of

__all__ = [
    "OWN",
    "CriteriaState",
    "FormRow",
    "Kind",
    "SubjectKind",
    "add_kind",
    "in_force",
    "introduced",
    "kind_of",
    "kinds",
    "name_of",
    "publish",
    "store",
    "subject_of",
]
