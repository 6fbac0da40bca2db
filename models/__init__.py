"""What the portal remembers: one module per noun, all tables on one registry of our own."""

from models.accounts import Account, BrowserSession, Role, SignInAttempt
from models.assessments import AnnualGrade, Answer, Assessment, AssessmentState, Evidence, Stage
from models.audit import AuditEntry
from models.base import Table
from models.criteria import CriteriaSet, CriteriaState
from models.meetings import Attendance, Meeting, MeetingKind, MeetingState, Presence, Task, TaskOutcome, TaskReview
from models.members import Member, Membership, MembershipKind, Position, PositionKind, Suspension, SuspensionKind
from models.reported import ReportedFigure
from models.units import CellType, EventKind, Unit, UnitEra, UnitEvent, UnitKind, UnitSuccession

__all__ = [
    "Account",
    "AnnualGrade",
    "Answer",
    "Assessment",
    "AssessmentState",
    "Attendance",
    "AuditEntry",
    "BrowserSession",
    "CellType",
    "CriteriaSet",
    "CriteriaState",
    "EventKind",
    "Evidence",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Member",
    "Membership",
    "MembershipKind",
    "Position",
    "PositionKind",
    "Presence",
    "ReportedFigure",
    "Role",
    "SignInAttempt",
    "Stage",
    "Suspension",
    "SuspensionKind",
    "Table",
    "Task",
    "TaskOutcome",
    "TaskReview",
    "Unit",
    "UnitEra",
    "UnitEvent",
    "UnitKind",
    "UnitSuccession",
]
