"""The words and signs that a written condition is made of."""

import re
from dataclasses import dataclass

from services.errors import Invalid
from services.vietnamese import clean

AND, OR, NOT, IN, BY, IS, OTHERWISE, EVERY, ROUNDED_DOWN = (
    "và",
    "hoặc",
    "không",
    "thuộc",
    "theo",
    "là",
    "còn lại",
    "mỗi",
    "làm tròn xuống",
)
"""The keywords, as they are written; capital letters are the same to a reader."""
COMPARISON_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "eq": "="}
"""Comparison of the criteria file → sign."""
_OTHER_SIGNS = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<="}

_KEYWORDS = "|".join(word.replace(" ", r"\s+") for word in (ROUNDED_DOWN, OTHERWISE, AND, OR, NOT, IN, BY, IS, EVERY))
_TOKEN = re.compile(
    rf"\s*(?:\[(?P<metric>[^\[\]]*)\]"
    rf"|(?P<number>-?[0-9]+(?:[.,][0-9]+)?)"
    rf"|(?P<sign>>=|<=|=>|=<|[≥≤><=(){{}};:,%])"
    rf"|(?P<keyword>(?:{_KEYWORDS})(?!\w))"
    rf"|(?P<slug>[a-z][a-z0-9_]*(?!\w)))",
    re.IGNORECASE,
)
_SHOWN = 20


class Unreadable(Invalid, ValueError):
    """What was written is no condition; the sentence says where it stops making sense."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign; ``place`` counts letters from 1."""

    kind: str
    text: str
    place: int


def tokens(text: str) -> list[Token]:
    """What the text is made of. Raises Unreadable at the first thing that is nothing."""
    text, found, place = clean(text), [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + (text[place] == " ")
            raise Unreadable(f"không hiểu “{text[at : at + _SHOWN]}” (chữ thứ {at + 1}).")
        found.append(_token(match))
        place = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    text, place = match.group(kind), match.start(kind) + 1
    if kind == "sign":
        text = _OTHER_SIGNS.get(text, text)
    elif kind in {"keyword", "metric"}:
        text = clean(text).lower() if kind == "keyword" else clean(text)
    return Token(kind, text, place)
