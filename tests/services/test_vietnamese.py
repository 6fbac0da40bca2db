"""Text and numbers the Vietnamese way."""

import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import vietnamese
from services.vietnamese import clean, clean_lines, listing, number, percent, person_sort_key, search_key, sort_key

SYLLABLES = ["an", "ánh", "ân", "bình", "dung", "đào", "đức", "hòa", "khuổi", "ngọa", "nặm", "nộc", "thị", "thuỷ", "ý"]
names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
texts = st.text(max_size=40)


class TestClean:
    @given(texts)
    def test_cleaning_twice_changes_nothing(self, text):
        assert clean(clean(text)) == clean(text)
        assert clean_lines(clean_lines(text)) == clean_lines(text)

    @given(texts)
    def test_stored_text_is_composed_and_visible(self, text):
        for stored in (clean(text), clean_lines(text)):
            assert unicodedata.is_normalized("NFC", stored)
            assert not {unicodedata.category(letter) for letter in stored.replace("\n", "")} & {"Cc", "Cf", "Cs"}

    @given(texts)
    def test_one_line_is_one_line(self, text):
        assert len(clean(text).splitlines()) <= 1

    def test_direction_marks_and_zero_width_spaces_vanish(self):
        assert clean("\u202eKhuổi\u200b Ngọa\ufeff") == "Khuổi Ngọa"

    def test_a_tone_behind_an_invisible_character_finds_its_letter(self):
        assert clean("Ba\u200d\u0300n") == "Bàn"

    @pytest.mark.parametrize("separator", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
    def test_a_line_break_of_any_program_parts_two_words(self, separator):
        assert clean(f"một{separator}hai") == "một hai"
        assert clean_lines(f"một{separator}hai") == "một\nhai"

    def test_paragraphs_keep_their_breaks(self):
        assert clean_lines("  Một\n\n- hai  \t") == "Một\n\n- hai"


class TestSearch:
    @pytest.mark.parametrize(
        "typed", ["khuoi ngoa", "KHUỔI NGOẠ", "Khuổi  Ngọa ", "khuổi ngoạ", unicodedata.normalize("NFD", "Khuổi Ngọa")]
    )
    def test_diacritics_case_and_tone_placement_do_not_matter(self, typed):
        assert search_key(typed) == search_key("Khuổi Ngọa") == "khuoi ngoa"

    def test_every_letter_of_the_alphabet_folds_to_a_plain_one(self):
        assert search_key("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY") == "aaabcddeeghiklmnooopqrstuuvxy"

    def test_the_eth_of_old_documents_is_a_dyet(self):
        assert search_key("Ðào") == search_key("Đào") == "dao"

    def test_every_kind_of_dash_is_a_space(self):
        assert search_key("Nặm Nộc–Khuổi Ngọa") == search_key("nam noc - khuoi ngoa") == "nam noc khuoi ngoa"

    @given(texts)
    def test_folding_twice_changes_nothing(self, text):
        assert search_key(search_key(text)) == search_key(text)

    @given(texts)
    def test_composed_and_decomposed_text_fold_alike(self, text):
        assert search_key(unicodedata.normalize("NFD", text)) == search_key(unicodedata.normalize("NFC", text))

    @given(names)
    def test_a_name_folds_to_plain_letters(self, name):
        assert search_key(name).isascii()


class TestSort:
    @pytest.mark.parametrize(
        "words",
        [
            pytest.param("a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y", id="letters"),
            pytest.param("ma mà mả mã má mạ mă mâ mb", id="tones"),
            pytest.param("Ea Fu Gia Ia Jun Ka Vân Win Xa Ý Zét", id="letters of other languages"),
            pytest.param("An Anh Ánh Ân Bình Dung Đào", id="given names"),
        ],
    )
    def test_words_have_the_order_of_the_dictionary(self, words):
        assert is_in_order(words.split(), sort_key)
        assert is_in_order(words.split(), person_sort_key)

    def test_people_are_ordered_by_given_name(self):
        people = "Nguyễn Văn An, Trần Thị An, Lê Anh, Vi Ánh, Nông Ân, Lý Bình, Bế Dung, Hoàng Đào, Đàm Đức"
        assert is_in_order(people.split(", "), person_sort_key)

    def test_one_given_name_is_not_torn_apart(self):
        people = ["Trần Ân", "Bế An", "Bế Ân", "Trần An"]
        given_names = [name.split()[-1] for name in sorted(people, key=person_sort_key)]
        assert given_names == ["An", "An", "Ân", "Ân"]

    def test_the_shorter_name_comes_first(self):
        assert is_in_order(["An", "An Bình", "Anh"], sort_key)
        assert is_in_order(["Tổ", "Tổ 2"], sort_key)

    def test_numbers_are_compared_by_size(self):
        assert is_in_order(["Tổ dân phố 2", "Tổ dân phố 10", "Tổ dân phố 11A"], sort_key)

    def test_a_tone_without_a_letter_of_its_own_is_no_letter(self):
        assert sort_key("m\u0300n") > sort_key("mb")

    @given(names, names)
    def test_letters_decide_before_tones(self, one, other):
        bare_one, bare_other = (_without_tones(name) for name in (one, other))
        if bare_one != bare_other:
            assert (sort_key(one) < sort_key(other)) == (sort_key(bare_one) < sort_key(bare_other))

    @given(names, names)
    def test_only_equal_names_have_equal_keys(self, one, other):
        assert (sort_key(one) == sort_key(other)) == (one == other)
        assert (person_sort_key(one) == person_sort_key(other)) == (one == other)

    @given(names, names)
    def test_what_is_longer_comes_later(self, start, rest):
        assert sort_key(start) < sort_key(f"{start} {rest}")

    @given(texts)
    def test_case_and_composition_do_not_matter(self, text):
        assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)
        assert person_sort_key(unicodedata.normalize("NFD", text)) == person_sort_key(text)

    @given(names)
    def test_capitals_sort_as_small_letters(self, name):
        assert sort_key(name.upper()) == sort_key(name.title()) == sort_key(name)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "places", "written"),
        [
            (3275, 0, "3.275"),
            (Decimal("50.25"), 2, "50,25"),
            (Decimal("88.5"), 1, "88,5"),
            (1234567, 0, "1.234.567"),
            (-1234567, 0, "-1.234.567"),
            (Decimal("1234.5"), 2, "1.234,50"),
            (Fraction(2, 3), 1, "0,7"),
            (Decimal("0.05"), 1, "0,1"),
            (Decimal("-0.05"), 1, "-0,1"),
            (Decimal("-0.04"), 1, "0,0"),
            (Decimal("999.95"), 1, "1.000,0"),
            (0, 0, "0"),
        ],
    )
    def test_points_part_thousands_and_a_comma_the_decimals(self, value, places, written):
        assert number(value, places) == written

    def test_a_hair_below_the_half_is_rounded_down(self):
        assert number(Fraction(1, 2) - Fraction(1, 10**40)) == "0"

    @given(st.fractions(-(10**9), 10**9), st.integers(0, 4))
    def test_what_is_written_is_never_further_than_half_a_unit_away(self, value, places):
        read_back = Fraction(number(value, places).replace(".", "").replace(",", "."))
        assert abs(read_back - value) <= Fraction(1, 2 * 10**places)

    def test_a_share_is_written_as_a_percentage(self):
        assert percent(Fraction(20, 21)) == "95,2 %"
        assert percent(Fraction(2, 3), 2) == "66,67 %"
        assert percent(Fraction(1), 0) == "100 %"
        assert percent(None) == "—"


def test_days_and_months_are_written_day_first():
    assert vietnamese.day(date(2026, 11, 5)) == "05/11/2026"
    assert vietnamese.month(date(2026, 11, 1)) == "11/2026"


@pytest.mark.parametrize(
    ("words", "written"), [([], ""), (["A"], "A"), (["A", "B"], "A và B"), (["A", "B", "C"], "A, B và C")]
)
def test_a_listing_reads_as_a_sentence(words, written):
    assert listing(iter(words)) == written


def is_in_order(words: list[str], key: Callable[[str], str]) -> bool:
    return all(key(first) < key(second) for first, second in pairwise(words))


def _without_tones(name: str) -> str:
    tones = "\u0300\u0309\u0303\u0301\u0323"
    parts = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", "".join(letter for letter in parts if letter not in tones))
