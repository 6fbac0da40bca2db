"""Vietnamese text: how it is stored, searched, sorted and how numbers are written."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng."""
_INVISIBLE = {"Cc", "Cf"}


def clean(text: str) -> str:
    """Text as it is stored: NFC, one line, no invisible or direction-changing characters, trimmed."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """Like ``clean`` for text of several lines: line breaks and inner spaces stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept = (letter for letter in composed if letter == "\n" or unicodedata.category(letter) not in _INVISIBLE)
    return "".join(kept).strip()


def search_key(text: str) -> str:
    """The folded form that search compares: ``Khuổi Ngọa`` and ``KHUOI NGOẠ`` give ``khuoi ngoa``."""
    decomposed = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """A string whose code-point order is the Vietnamese dictionary order of the words.

    Each word is compared by its letters (a < ă < â < b …) and only then by its tones.
    """
    words = unicodedata.normalize("NFC", text).lower().split()
    letters = " ".join(_letters_and_tones(word)[0] for word in words)
    tones = "".join(_letters_and_tones(word)[1] for word in words)
    return f"{letters}~{tones}"


def person_sort_key(full_name: str) -> str:
    """Order of lists of people: by given name (the last word), then by the words before it."""
    words = clean(full_name).split()
    return "|".join(sort_key(word) for word in [*words[-1:], *words[:-1]])


def _letters_and_tones(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for letter in word:
        base, tone = _without_tone(letter)
        place = _LETTERS.find(base)
        letters.append(chr(ord("A") + place) if place >= 0 else base)
        tones.append(str(tone))
    return "".join(letters), "".join(tones)


def _without_tone(letter: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in _TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), _TONES[tone]


def number(value: Decimal | Fraction | int, places: int = 0) -> str:
    """A number the Vietnamese way, rounded half up: ``3.275`` and ``50,25``."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(share: Fraction | None, places: int = 1) -> str:
    """A share of 1 as a percentage, ``95,2 %``; an em dash when there is none."""
    return "—" if share is None else f"{number(share * 100, places)} %"


def day(value: date) -> str:
    """``05/11/2026``."""
    return f"{value:%d/%m/%Y}"


def month(value: date) -> str:
    """``11/2026``."""
    return f"{value:%m/%Y}"


def listing(words: Iterable[str]) -> str:
    """``A, B và C``."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} và {items[-1]}" if items else ""
