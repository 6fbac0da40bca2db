"""The files of ``data/sample``: public figures of Bằng Vân, the frame of the district, names and words."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from models import CellType

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"
CRITERIA = FOLDER.parent / "criteria"
CRITERIA_FILES = (
    "meeting_hd12_2018.yaml",
    "meeting_hd42_2025_v2.yaml",
    "four_good_cell_sample_2025.yaml",
    "four_good_cell_sample_2026.yaml",
    "four_good_committee_sample_2025.yaml",
    "four_good_slip_sample_2025.yaml",
)
"""The sets that hold in the whole sample; the annual classification has rules of its own (annual.yaml)."""
LOCAL_FILE = "meeting_local_sample_2026.yaml"
"""The form of one commune."""


class Figures(BaseModel):
    """A part of a file; a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CellFigures(Figures):
    """A cell that is named in the files; without ``members`` it takes a share of its holder's."""

    name: str
    type: CellType
    members: int | None = None
    is_the_new_one: bool = False
    is_the_old_one: bool = False


class CommuneFigures(Figures):
    """A commune of which only the size is given."""

    name: str
    villages: int
    offices: int
    members: int
    has_school_section: bool = False


class CommitteeFigures(Figures):
    """A grassroots committee of an agency."""

    name: str
    type: CellType
    members: int
    cells: tuple[str, ...]


class Reported(Figures):
    """A figure as it was reported, of the unit at hand or of one of its cells."""

    measure: str
    value: Decimal
    spoken: str
    cell: str | None = None


class Contradiction(Figures):
    """A report whose figures do not add up."""

    commune: str
    reported_on: date
    source: str
    reported: tuple[Reported, ...]


class SchoolSection(Figures):
    """The sub-committee that takes the cells whose names begin with a word."""

    name: str
    cells_begin_with: str


class NameParts(Figures):
    """First and second words of made-up place names."""

    first: tuple[str, ...]
    second: tuple[str, ...]


class DistrictFigures(Figures):
    """``district.yaml``."""

    name: str
    root: str
    units_since: date
    communes: tuple[CommuneFigures, ...]
    stand_in: CommuneFigures
    commune_offices: tuple[CellFigures, ...]
    school_section: SchoolSection
    committees: tuple[CommitteeFigures, ...]
    direct_members: int
    direct_cells: tuple[CellFigures, ...]
    contradiction: Contradiction
    villages: NameParts
    communes_of_others: NameParts


class SplitFigures(Figures):
    """How the new cell came out of the old one."""

    happened_on: date
    decided_on: date
    decision_number: str
    old_name: str
    note: str
    founders: int
    departed_founders: int


class GradeFigures(Figures):
    """The annual grades of one year, counted exclusively."""

    year: int
    excellent: int
    good: int


class BangVanFigures(Figures):
    """``bang_van.yaml``."""

    name: str
    commune: str
    reported_on: date
    source: str
    cells: tuple[CellFigures, ...]
    split: SplitFigures
    grades: GradeFigures
    reported: tuple[Reported, ...]


class FamilyName(Figures):
    """A family name and how common it is."""

    name: str
    weight: int


class GivenNames(Figures):
    """The middle and given names of men or of women."""

    middle: tuple[str, ...]
    given: tuple[str, ...]


class NameFigures(Figures):
    """``names.yaml``."""

    family: tuple[FamilyName, ...]
    male: GivenNames
    female: GivenNames
    never: frozenset[str]


class Topic(Figures):
    """Something a cell works on, in the words of each step."""

    done: str
    plan: str
    tasks: tuple[str, ...]
    months: frozenset[int] = frozenset(range(1, 13))


class Goal(Figures):
    """What a resolution may aim at: a plan from ``least`` to ``most`` in steps; without a unit nothing is counted."""

    text: str
    unit: str = ""
    least: int = 0
    most: int = 0
    step: Decimal = Decimal(1)


class MeetingWords(Figures):
    """``meetings.yaml``."""

    topics: dict[str, tuple[Topic, ...]]
    field_words: dict[str, tuple[str, ...]]
    news: tuple[str, ...]
    party_work: tuple[str, ...]
    closings: tuple[str, ...]
    themes: dict[str, tuple[str, ...]]
    reasons: dict[str, tuple[str, ...]]
    review_notes: dict[str, tuple[str, ...]]
    targets: dict[str, tuple[Goal, ...]]
    places: dict[str, str]


class Remarks(Figures):
    """``assessments.yaml``."""

    notes: dict[str, tuple[str, ...]]
    returned: tuple[str, ...]
    by_figures: tuple[str, ...]
    of_meetings: tuple[str, ...]
    overridden: tuple[str, ...]
    reviewed: tuple[str, ...]


class ProgrammeFigures(Figures):
    """The programme of the district."""

    title: str
    document_number: str
    document_date: date
    first_year: int
    last_year: int
    note: str


class FourGoodFigures(Figures):
    """``four_good.yaml``."""

    programme: ProgrammeFigures
    registration_notes: tuple[str, ...]
    authority: str
    decision_suffix: str
    reward: str
    revocation_reason: str
    slip_notes: dict[str, tuple[str, ...]]


@cache
def district() -> DistrictFigures:
    """The district around Bằng Vân."""
    return DistrictFigures.model_validate(_file("district"))


@cache
def bang_van() -> BangVanFigures:
    """The commune whose figures are public."""
    return BangVanFigures.model_validate(_file("bang_van"))


@cache
def names() -> NameFigures:
    """What names are made of."""
    return NameFigures.model_validate(_file("names"))


@cache
def words() -> MeetingWords:
    """What meetings talk about."""
    return MeetingWords.model_validate(_file("meetings"))


@cache
def remarks() -> Remarks:
    """What is written in self-assessments."""
    return Remarks.model_validate(_file("assessments"))


@cache
def four_good() -> FourGoodFigures:
    """What is written round the four-good year."""
    return FourGoodFigures.model_validate(_file("four_good"))


@cache
def criteria() -> tuple[str, ...]:
    """The texts of the criteria sets that hold in a whole sample."""
    return tuple((CRITERIA / name).read_text("utf-8") for name in CRITERIA_FILES)


@cache
def local_criteria() -> str:
    """The text of the criteria set that one commune issued for itself."""
    return (CRITERIA / LOCAL_FILE).read_text("utf-8")


def _file(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
