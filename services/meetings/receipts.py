"""Receipts (biên nhận): a short code that proves that a record was handed in; one per record, for good."""

from hashlib import sha256
from uuid import UUID

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which people take for other signs (Crockford's base 32)."""
LENGTH = 11
BITS = 5
GROUP = 4
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})


def code(meeting_id: UUID) -> str:
    """The code of a record, ``7K3M-9QXD-2F4A``: eleven letters out of its id and one that checks them.

    The same record gets the same code however often it is handed in; the database holds them apart.
    """
    bits = int.from_bytes(sha256(meeting_id.bytes).digest()[:8]) >> (64 - BITS * LENGTH)
    letters = "".join(LETTERS[bits >> (BITS * place) & 31] for place in reversed(range(LENGTH)))
    return _grouped(letters + _check(letters))


def read(text: str) -> str | None:
    """A code as somebody typed it, in its one spelling; None where a letter is wrong or missing."""
    letters = "".join(letter for letter in text.upper().translate(_ALIKE) if letter.isalnum())
    if len(letters) != LENGTH + 1 or not set(letters) <= set(LETTERS) or _check(letters[:-1]) != letters[-1]:
        return None
    return _grouped(letters)


def _check(letters: str) -> str:
    """Odd weights modulo 32 have inverses, so a wrong letter always shows; so do most exchanged neighbours."""
    weighed = sum((2 * place + 1) * LETTERS.index(letter) for place, letter in enumerate(letters))
    return LETTERS[weighed % len(LETTERS)]


def _grouped(letters: str) -> str:
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))
