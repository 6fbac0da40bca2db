"""Vietnamese text: how it is stored, searched, sorted and how numbers are written."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The dictionary order of the letters; f, j, w and z, of names from other languages, in their Latin places."""
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng."""
_INVISIBLE = {"Cc", "Cf", "Cs"}
_DASH = "Pd"
_LONGEST_NUMBER = 6
"""Digits to which a number is filled up, so that ``Tổ 2`` comes before ``Tổ 10``."""


def clean(text: str) -> str:
    """Text as it is stored: NFC, one line, no invisible or direction-changing characters, trimmed."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """Like ``clean`` for text of several lines: line breaks and inner spaces stay."""
    # Word and Excel break lines with characters of their own, which would vanish and glue two words together.
    lines = "\n".join(text.replace("\t", " ").splitlines())
    kept = (letter for letter in lines if letter == "\n" or unicodedata.category(letter) not in _INVISIBLE)
    # Composed at the end: an invisible character may have stood between a letter and its tone.
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def search_key(text: str) -> str:
    """The folded form that search compares: ``Khuổi Ngọa`` and ``KHUOI NGOẠ`` give ``khuoi ngoa``.

    Every kind of dash counts as a space.
    """
    decomposed = unicodedata.normalize("NFD", _lower(clean(text)).replace("đ", "d"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(" " if unicodedata.category(letter) == _DASH else letter for letter in bare).split())


def sort_key(text: str) -> str:
    """A string whose code-point order is the Vietnamese dictionary order of the words.

    The letters (a < ă < â < b …) are compared first and only then the tones, as in the collation of CLDR;
    numbers are compared by their size.
    """
    words = re.sub("[0-9]+", lambda digits: digits[0].zfill(_LONGEST_NUMBER), _lower(clean(text))).split()
    keys = [_letters_and_tones(word) for word in words]
    # A space before the tones and a "!" between words: both sort before any letter, the end of the name first.
    return f"{'!'.join(letters for letters, _ in keys)} {''.join(tones for _, tones in keys)}"


def person_sort_key(full_name: str) -> str:
    """Order of lists of people: by given name (the last word), then by the words before it."""
    words = clean(full_name).split()
    return "|".join(sort_key(word) for word in [*words[-1:], *words[:-1]])


def _letters_and_tones(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for letter in word:
        base, tone = _without_tone(letter)
        place = _LETTERS.find(base) if base else -1
        letters.append(chr(ord("A") + place) if place >= 0 else base)
        tones.append(str(tone))
    return "".join(letters), "".join(tones)


def _without_tone(letter: str) -> tuple[str, int]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((part for part in parts if part in _TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), _TONES[tone]


def _lower(text: str) -> str:
    """Lower case; the Icelandic eth, which old documents have in place of Đ, counts as đ."""
    return text.lower().replace("ð", "đ")


def number(value: Decimal | Fraction | int, places: int = 0) -> str:
    """A number the Vietnamese way, rounded half up (away from zero): ``3.275`` and ``50,25``."""
    exact = Fraction(value)
    units = int(abs(exact) * 10**places + Fraction(1, 2))
    whole, rest = divmod(units, 10**places)
    sign = "-" if exact < 0 and units else ""
    return f"{sign}{whole:,}".replace(",", ".") + (f",{rest:0{places}d}" if places else "")


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
