"""What superiors do beside a cell (theo dõi): supervisors, visits, coaching of weak cells, commendations.

Read: ``supervisors`` who looks after which cell on a day, ``supervisions`` of one cell over time, ``coverage`` of many,
``visits``, ``last_visits``, ``occasions``; ``weak_cells`` by the rules of ``weaknesses``, ``coachings``;
``commendations``.
Change: ``assign``, ``relieve``, ``remove_supervision``; ``note_visit``, ``write_visit``, ``remove_visit``;
``open_coaching``, ``write_coaching``, ``note_step``, ``remove_step``, ``close_coaching``, ``reopen_coaching``;
``commend``, ``remove_commendation``.
"""

from models import CommendationKind
from services.followup.coaching import (
    CoachingDraft,
    CoachingRow,
    StepRow,
    close_coaching,
    coachings,
    note_step,
    open_coaching,
    open_coachings,
    remove_step,
    reopen_coaching,
    write_coaching,
)
from services.followup.commendations import (
    KIND_NAMES,
    CommendationDraft,
    CommendationRow,
    commend,
    commendations,
    remove_commendation,
)
from services.followup.coverage import QUIET_MONTHS, CoverageRow, coverage
from services.followup.supervisions import (
    SupervisionDraft,
    SupervisorRow,
    assign,
    relieve,
    remove_supervision,
    supervisions,
    supervisors,
)
from services.followup.visits import (
    Occasion,
    VisitDraft,
    VisitRow,
    last_visits,
    note_visit,
    occasions,
    remove_visit,
    visits,
    write_visit,
)
from services.followup.weak_cells import WeakCell, WeakCells, weak_cells
from services.followup.weaknesses import KIND_NAMES as WEAKNESS_NAMES
from services.followup.weaknesses import LIMITS, Weakness, WeaknessKind, weaknesses

__all__ = [
    "KIND_NAMES",
    "LIMITS",
    "QUIET_MONTHS",
    "WEAKNESS_NAMES",
    "CoachingDraft",
    "CoachingRow",
    "CommendationDraft",
    "CommendationKind",
    "CommendationRow",
    "CoverageRow",
    "Occasion",
    "StepRow",
    "SupervisionDraft",
    "SupervisorRow",
    "VisitDraft",
    "VisitRow",
    "WeakCell",
    "WeakCells",
    "Weakness",
    "WeaknessKind",
    "assign",
    "close_coaching",
    "coachings",
    "commend",
    "commendations",
    "coverage",
    "last_visits",
    "note_step",
    "note_visit",
    "occasions",
    "open_coaching",
    "open_coachings",
    "relieve",
    "remove_commendation",
    "remove_step",
    "remove_supervision",
    "remove_visit",
    "reopen_coaching",
    "supervisions",
    "supervisors",
    "visits",
    "weak_cells",
    "weaknesses",
    "write_coaching",
    "write_visit",
]
