"""The house rules that a machine can see. Each says where it holds, what breaks it and what does not.

A rule looks at one file and yields (line, what is wrong). ``red`` and ``green`` are samples: the tests prove
on them that the rule can fail, and that it lets good code through.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.architecture.source import Source

Finding = tuple[int, str]
Check = Callable[[Source], Iterator[Finding]]
Place = Callable[[Source], bool]


@dataclass(frozen=True)
class Rule:
    """One house rule. ``at`` is the path that the samples pretend to have."""

    sentence: str
    place: Place
    check: Check
    at: str
    red: tuple[str, ...]
    green: tuple[str, ...]

    def findings(self, source: Source) -> list[str]:
        """``path:line: what`` for everything in the file that breaks the rule."""
        if not self.place(source):
            return []
        return [f"{source.path}:{line}: {what}" for line, what in self.check(source)]


RULES: list[Rule] = []


def rule(
    sentence: str, *, place: Place, at: str, red: tuple[str, ...], green: tuple[str, ...]
) -> Callable[[Check], Check]:
    """Register a check as a house rule."""

    def register(check: Check) -> Check:
        RULES.append(Rule(sentence, place, check, at, red, green))
        return check

    return register


def everywhere(source: Source) -> bool:
    """Hold in every Python file."""
    return True


def in_product(source: Source) -> bool:
    """Hold in what ships."""
    return source.is_product


def in_pages(source: Source) -> bool:
    """Hold in pages/."""
    return source.layer == "pages"


def in_services(source: Source) -> bool:
    """Hold in services/."""
    return source.layer == "services"
