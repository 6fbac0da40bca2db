"""How days, hours, shares and the heading of a paper are written."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from fractions import Fraction
from uuid import UUID

from models import PaperKind
from services.clock import local
from services.papers.issuers import Issuer
from services.papers.kinds import number_line
from services.papers.rows import IssuedNumber, Value
from services.vietnamese import clean, number, percent, search_key

NO_DAY = "ngày … tháng … năm …"
DRAFT = "DỰ THẢO"
_FIRST_MONTH_WITHOUT_ZERO = 3


def long_day(day: date | None) -> str:
    """``ngày 05 tháng 02 năm 2026``; a zero stands before 1 and 2 among months and before one digit among days."""
    if day is None:
        return NO_DAY
    month = f"{day.month:02d}" if day.month < _FIRST_MONTH_WITHOUT_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def hour(moment: time | None) -> str:
    """``14 giờ 05 phút``, ``14 giờ 00 phút``; dots while it is not known."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút" if moment else "… giờ … phút"


def heads(part: int, whole: int) -> str:
    """``17/20 (85,0 %)``; without a percentage where nobody is counted."""
    said = f"{number(part)}/{number(whole)}"
    return f"{said} ({percent(Fraction(part, whole))})" if whole else said


def comrade(name: str, office: str = "") -> str:
    """``Đồng chí Hoàng Văn An, bí thư chi bộ``; nothing without a name."""
    return f"Đồng chí {name}{f', {office}' if office else ''}" if name else ""


def numbered(texts: Iterable[str]) -> list[str]:
    """``1. …``, ``2. …``."""
    return [f"{place}. {text}" for place, text in enumerate(texts, 1)]


def heading(issuer: Issuer, kind: PaperKind, issued: IssuedNumber | None, day: date | None) -> dict[str, Value]:
    """What every paper begins with. ``day`` None: the day of issue, dots while it has not been issued."""
    on = day or (local(issued.issued_at).date() if issued else None)
    place = f"{issuer.place}, " if issuer.place else ""
    return {
        "superior": issuer.superior.upper(),
        "issuer": issuer.organ.upper(),
        "number": number_line(issued.number if issued else None, kind, issuer.kind),
        "place_and_date": place + long_day(on),
    }


def signature(issuer: Issuer, name: str) -> dict[str, Value]:
    """Who signs for whom, at the foot on the right."""
    return {"signs_for": issuer.signature, "office": "BÍ THƯ", "signer": name}


def recipients(issuer: Issuer, others: Sequence[str]) -> list[str]:
    """Who gets the paper: the unit above, the others, and the file."""
    return [*others, f"Lưu {'chi bộ' if issuer.kind.is_cell else 'văn phòng'}."]


def stem(words: str, unit_name: str, month: date) -> str:
    """``bien-ban-chi-bo-khuoi-ngoa-2026-11``."""
    name = re.sub("[^a-z0-9]+", "-", search_key(f"{words} {unit_name}")).strip("-")[:80]
    return f"{name}-{month:%Y-%m}"


def one_line(text: str) -> str:
    """A text of several lines for a cell of a table."""
    return clean(text.replace("\n", " "))


def key_of(ids: UUID) -> str:
    """An id as it stands in a file's name where names may be the same: its last letters."""
    return ids.hex[-4:]
