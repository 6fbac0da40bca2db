"""What the portal remembers: one module per noun, all tables on one registry of our own."""

from models.accounts import Account, BrowserSession, Role, SignInAttempt
from models.assessments import Answer, Assessment, AssessmentState, Evidence, EvidenceLink, Remark, Stage
from models.audit import AuditEntry
from models.base import Table
from models.classification import AnnualGrade
from models.criteria import AcceptedWarning, CriteriaKind, CriteriaSet, CriteriaState, SubjectKind
from models.meetings import (
    Attendance,
    Meeting,
    MeetingKind,
    MeetingState,
    Presence,
    Target,
    TargetOutcome,
    TargetReview,
    Task,
    TaskOutcome,
    TaskReview,
)
from models.members import (
    AdmissionPlan,
    Discipline,
    DisciplineForm,
    Member,
    Membership,
    MembershipKind,
    Position,
    PositionKind,
    Suspension,
    SuspensionKind,
)
from models.recognition import Programme, Recognition, Registration
from models.reported import ReportedFigure
from models.units import CellType, EventKind, Unit, UnitEra, UnitEvent, UnitKind, UnitSuccession

__all__ = [
    "AcceptedWarning",
    "Account",
    "AdmissionPlan",
    "AnnualGrade",
    "Answer",
    "Assessment",
    "AssessmentState",
    "Attendance",
    "AuditEntry",
    "BrowserSession",
    "CellType",
    "CriteriaKind",
    "CriteriaSet",
    "CriteriaState",
    "Discipline",
    "DisciplineForm",
    "EventKind",
    "Evidence",
    "EvidenceLink",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Member",
    "Membership",
    "MembershipKind",
    "Position",
    "PositionKind",
    "Presence",
    "Programme",
    "Recognition",
    "Registration",
    "Remark",
    "ReportedFigure",
    "Role",
    "SignInAttempt",
    "Stage",
    "SubjectKind",
    "Suspension",
    "SuspensionKind",
    "Table",
    "Target",
    "TargetOutcome",
    "TargetReview",
    "Task",
    "TaskOutcome",
    "TaskReview",
    "Unit",
    "UnitEra",
    "UnitEvent",
    "UnitKind",
    "UnitSuccession",
]
