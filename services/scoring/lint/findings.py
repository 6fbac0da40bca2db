"""What the lint finds: values only."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

_LENGTH = 16


class Severity(StrEnum):
    """Whether a finding stops publication."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at, with its place in the file and the value that shows it."""

    rule: str
    severity: Severity
    path: str
    sentence: str
    example: str = ""
    place: str = ""
    """The path by ids, which stays when other parts are added or moved; empty: as ``path``."""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding at every check, so that an accepted warning can be remembered."""
        return sha256(f"{self.rule}\n{self.place or self.path}\n{self.example}".encode()).hexdigest()[:_LENGTH]


def error(rule: str, path: str, sentence: str, example: str = "") -> Finding:
    """A finding that gives wrong or missing grades."""
    return Finding(rule, Severity.ERROR, path, sentence, example)


def warning(rule: str, path: str, sentence: str, example: str = "") -> Finding:
    """A finding that may be meant."""
    return Finding(rule, Severity.WARNING, path, sentence, example)
