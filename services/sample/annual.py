"""The sample district's own rules for the annual classification, as criteria sets in force."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import yaml

from models import CriteriaSet, CriteriaState
from services import scoring
from services.sample import figures
from services.sample.figures import Figures
from services.sample.rows import Chunk
from services.sample.scale import Frame
from services.scoring import Form


class Regime(Figures):
    """A stretch of time with the central document that the rules follow in it."""

    suffix: str
    valid_from: date
    valid_to: date | None = None
    basis: str
    exceptional_ratio: int | None = None


class KindFigures(Figures):
    """What a set of one kind asks for."""

    kind: str
    title: str
    unit_kinds: tuple[str, ...]
    asks: tuple[str, ...]
    excluded_by: str


class GradeName(Figures):
    """A grade."""

    id: str
    label: str


class AnnualFigures(Figures):
    """``annual.yaml``."""

    issuer: str
    notes: tuple[str, ...]
    regimes: tuple[Regime, ...]
    kinds: tuple[KindFigures, ...]
    grades: tuple[GradeName, ...]
    ratio: int
    district_authority: str
    notes_of_proposals: tuple[str, ...]

    @property
    def labels(self) -> dict[str, str]:
        """Every grade's id and label, best first."""
        return {grade.id: grade.label for grade in self.grades}


@dataclass(frozen=True)
class Rules:
    """The sets that were put in force."""

    sets: tuple[tuple[UUID, Form], ...] = ()

    def of(self, kind: str, year: int) -> UUID:
        """The set of a kind that holds on the last day of a year."""
        on = date(year, 12, 31)
        return next(
            set_id
            for set_id, form in self.sets
            if form.kind == kind and form.valid_from <= on and (form.valid_to is None or on < form.valid_to)
        )


@cache
def rules() -> AnnualFigures:
    """The rules as the file has them."""
    text = (figures.FOLDER / "annual.yaml").read_text("utf-8")
    return AnnualFigures.model_validate(yaml.safe_load(text))


def publish(chunk: Chunk, frame: Frame, unit_id: UUID) -> Rules:
    """Put the rules in force for the whole sample."""
    found = rules()
    forms = (_form(found, kind, regime) for regime in found.regimes for kind in found.kinds)
    return Rules(tuple((_keep(chunk, frame, unit_id, form), form) for form in forms))


def _keep(chunk: Chunk, frame: Frame, unit_id: UUID, form: Form) -> UUID:
    set_id = frame.key()
    chunk.add(
        CriteriaSet,
        id=set_id,
        code=form.id,
        version=form.version,
        kind=form.kind,
        title=form.title,
        issuer=form.issuer,
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        unit_id=unit_id,
        state=CriteriaState.PUBLISHED,
        body=scoring.dump(form),
        created_at=frame.moment,
        published_at=frame.moment,
    )
    return set_id


def _form(found: AnnualFigures, kind: KindFigures, regime: Regime) -> Form:
    best, good, *_ = (grade.id for grade in found.grades)
    exceptional = {"exceptional_ratio": regime.exceptional_ratio} if regime.exceptional_ratio else {}
    cap = {"grade": best, "ratio": found.ratio, "denominator": "good_only", "good": good, "rounding": "down"}
    return scoring.validated(
        {
            "id": f"{kind.kind}_sample_{regime.suffix}",
            "version": 1,
            "title": kind.title,
            "kind": kind.kind,
            "issuer": found.issuer,
            "legal_basis": [regime.basis],
            "valid_from": regime.valid_from,
            "valid_to": regime.valid_to,
            "applies_to": {"unit_kinds": list(kind.unit_kinds)},
            "scoring_mode": "pass_fail",
            "sections": [_section(kind)],
            "grades": [_grade(found, place) for place in range(len(found.grades))],
            "cap": cap | exceptional | {"group": ["parent"]},
            "notes": list(found.notes),
        }
    )


def _section(kind: KindFigures) -> dict[str, Any]:
    asked = [
        {"id": f"i{n}", "number": str(n), "text": text, "method": "pass_fail"} for n, text in enumerate(kind.asks, 1)
    ]
    number = str(len(asked) + 1)
    excluded = {"id": "excluded", "number": number, "text": kind.excluded_by, "method": "knock_out"}
    return {"id": "s1", "number": "I", "title": "Căn cứ xếp loại", "items": [*asked, excluded]}


def _grade(found: AnnualFigures, place: int) -> dict[str, Any]:
    """The better two want everything, the third no exclusion, the last nothing."""
    grade, last = found.grades[place], len(found.grades) - 1
    passed = [{"gate": "items_passed"}] if place < last - 1 else []
    requires = [*passed, {"gate": "no_knock_out"}] if place < last else []
    return {"id": grade.id, "label": grade.label, "requires": requires}
