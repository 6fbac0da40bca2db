"""Attendance and speaking: who is counted, and what the rule in force asks for."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Presence
from services import rates
from services.rates import AttendanceFormula, Roll, counted


@dataclass(frozen=True)
class Mark:
    presence: Presence
    is_due: bool = True
    spoke: bool = False


marks = st.lists(st.builds(Mark, st.sampled_from(Presence), st.booleans(), st.booleans()), max_size=60)
"""Anything a table may hold, sensible or not."""

PRESENT, EXCUSED, UNEXCUSED = Mark(Presence.PRESENT), Mark(Presence.EXCUSED), Mark(Presence.UNEXCUSED)
EXEMPT = Mark(Presence.NOT_DUE, is_due=False)
GUEST = Mark(Presence.PRESENT, is_due=False, spoke=True)

HD12, HD42 = rates.RULES


def sensible(mark):
    """Marks as the portal writes them: not due and absent are two different things."""
    return mark.is_due is not (mark.presence is Presence.NOT_DUE) or mark == GUEST


class TestCounting:
    @given(marks.map(lambda drawn: [mark for mark in drawn if sensible(mark)]))
    def test_those_due_are_present_excused_or_unexcused(self, drawn):
        roll = counted(drawn)
        assert roll.due == roll.present_due + roll.excused + roll.unexcused

    @given(marks)
    def test_rates_lie_between_nothing_and_all(self, drawn):
        roll = counted(drawn)
        for formula in AttendanceFormula:
            rate = rates.attendance(roll, formula)
            assert rate is None or 0 <= rate <= 1
        assert rates.speaking(roll) is None or 0 <= rates.speaking(roll) <= 1

    @given(marks, marks)
    def test_two_meetings_together_count_every_head_of_both(self, first, second):
        assert counted(first) + counted(second) == counted([*first, *second])

    def test_an_exempt_member_who_comes_is_an_attendee_and_on_neither_side_of_attendance(self):
        without, with_guest = counted([PRESENT, EXCUSED, EXEMPT]), counted([PRESENT, EXCUSED, GUEST])
        assert rates.attendance(without) == rates.attendance(with_guest) == Fraction(1, 2)
        assert rates.speaking(with_guest) == Fraction(1, 2)

    def test_an_absent_member_did_not_speak_whatever_the_row_says(self):
        assert counted([Mark(Presence.EXCUSED, spoke=True)]).spoke == 0

    def test_nobody_due_has_no_rate(self):
        assert rates.attendance(counted([EXEMPT])) is None
        assert rates.speaking(counted([EXEMPT])) is None

    def test_all_excused_leaves_nobody_in_the_circulated_variant(self):
        assert rates.attendance(counted([EXCUSED]), AttendanceFormula.MEMBERS_LESS_EXCUSED) is None


class TestFormula:
    roll = Roll(due=12, present_due=9, attendees=9, excused=2, unexcused=1, spoke=6)

    def test_members_without_exempt_are_the_base(self):
        assert rates.attendance(self.roll, AttendanceFormula.MEMBERS) == Fraction(9, 12)

    def test_the_circulated_variant_also_subtracts_the_excused(self):
        assert rates.attendance(self.roll, AttendanceFormula.MEMBERS_LESS_EXCUSED) == Fraction(9, 10)

    def test_speaking_is_over_those_who_came(self):
        assert rates.speaking(self.roll) == Fraction(6, 9)


class TestRule:
    @pytest.mark.parametrize(
        ("day", "rule"),
        [
            (date(2018, 7, 5), None),
            (date(2018, 7, 6), HD12),
            (date(2025, 10, 27), HD12),
            (date(2025, 10, 28), HD42),
            (date(2030, 1, 1), HD42),
        ],
    )
    def test_a_rule_holds_from_its_date_until_the_next(self, day, rule):
        assert rates.rule_on(day) is rule

    @pytest.mark.parametrize(
        ("present", "due", "kept"), [(85, 100, False), (86, 100, True), (17, 20, False), (851, 1000, True)]
    )
    def test_hd_12_asks_for_more_than_85_percent(self, present, due, kept):
        assert rates.meets(HD12, Roll(due=due, present_due=present, unexcused=due - present)) is kept

    @pytest.mark.parametrize(("present", "due", "kept"), [(9, 10, True), (899, 1000, False), (90, 100, True)])
    def test_hd_42_asks_for_at_least_90_percent(self, present, due, kept):
        assert rates.meets(HD42, Roll(due=due, present_due=present, excused=due - present)) is kept

    def test_hd_42_allows_no_unexcused_absence(self):
        assert rates.meets(HD42, Roll(due=100, present_due=99, unexcused=1)) is False

    def test_nobody_due_neither_keeps_nor_breaks_a_rule(self):
        assert rates.meets(HD42, Roll()) is None

    def test_the_rule_says_itself_in_words(self):
        assert HD12.sentence == "trên 85 %"
        assert HD42.sentence == "từ 90 % trở lên và không có đảng viên vắng không lý do"
