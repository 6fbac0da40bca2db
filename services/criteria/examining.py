"""What is wrong with a text of a criteria set, and where: faults of its shape, then findings of the check."""

from dataclasses import dataclass, field
from functools import lru_cache

from models import SubjectKind
from services import scoring
from services.criteria import plain
from services.criteria.addresses import Data, address_of
from services.criteria.fault_words import on_screen
from services.metrics import METRICS
from services.scoring import Finding, Form, InvalidForm, Severity

ABOUT = {
    SubjectKind.MEETING: "meeting",
    SubjectKind.CELL: "cell",
    SubjectKind.COMMITTEE: "committee",
    SubjectKind.MEMBER: "member",
}
"""Whom the figures of a kind of assessment are about, as the check names it."""


@dataclass(frozen=True)
class FaultRow:
    """A place that keeps the text from being a form; ``address`` is the nearest part or field that exists."""

    address: str
    sentence: str


@dataclass(frozen=True)
class FindingRow:
    """A finding of the check, and the part or field that it is about."""

    address: str
    finding: Finding

    @property
    def is_error(self) -> bool:
        """Whether it stops publication; a warning wants to be accepted with a reason."""
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True)
class Examined:
    """A text with everything that is to be mended in it. Its ``data`` is shared: nobody changes it."""

    data: Data = field(hash=False)
    form: Form | None
    faults: tuple[FaultRow, ...]
    findings: tuple[FindingRow, ...]

    @property
    def errors(self) -> tuple[FindingRow, ...]:
        """The findings that stop publication."""
        return tuple(row for row in self.findings if row.is_error)

    @property
    def warnings(self) -> tuple[FindingRow, ...]:
        """The findings that want to be accepted."""
        return tuple(row for row in self.findings if not row.is_error)


@lru_cache(maxsize=64)
def examined(text: str, subject: SubjectKind | None) -> Examined:
    """The text as data, as a form where it is one, with its faults and findings.

    Raises InvalidForm for a text that no draft can be made of. The same text is examined once.
    """
    data = plain.read(text)
    try:
        form = scoring.validated(data)
    except InvalidForm as error:
        faults = (FaultRow(address_of(data, fault.path), on_screen(data, fault)) for fault in error.faults)
        return Examined(data, None, tuple(faults), ())
    found = scoring.lint(form, METRICS, ABOUT[subject] if subject else "")
    findings = tuple(FindingRow(address_of(data, finding.path), finding) for finding in found)
    return Examined(data, form, (), findings)
