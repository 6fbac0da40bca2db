"""What gets in each other's way: symmetric, whatever the order, and nothing that does not overlap."""

from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.meetings import Clash, ClashKind, MeetingKind, MeetingRef, clashes

NOVEMBER = date(2026, 11, 1)
A, B, C = (UUID(int=number) for number in range(1, 4))
HOURS = st.one_of(st.none(), st.times().map(lambda at: at.replace(second=0, microsecond=0)))

sittings = st.lists(
    st.builds(
        clashes.Sitting,
        ref=st.builds(
            MeetingRef,
            unit_id=st.sampled_from([A, B, C]),
            month=st.just(NOVEMBER),
            kind=st.sampled_from(list(MeetingKind)),
            number=st.integers(1, 3),
        ),
        on=st.dates(date(2026, 11, 3), date(2026, 11, 4)),
        begins_at=HOURS,
        ends_at=HOURS,
        place=st.sampled_from(["", "Nhà văn hoá", "NHÀ VĂN HÓA", "Trường học"]),
        commune_id=st.sampled_from([None, A]),
        chair_id=st.sampled_from([None, A, B]),
        supervisors=st.frozensets(st.sampled_from(["Triệu Thị Lan", "TRIỆU THỊ LAN", "Nông Văn Sơn"]), max_size=2),
    ),
    max_size=8,
    unique_by=lambda sitting: sitting.ref,
)


def sitting(unit_id=A, at=time(14, 0), *, kind=MeetingKind.REGULAR, on=date(2026, 11, 3), **facts):
    return clashes.Sitting(MeetingRef(unit_id, NOVEMBER, kind), on, at, **facts)


def kinds_of(*found):
    return [clash.kind for clash in clashes.clashes(found)]


class TestProperties:
    @given(sittings, st.randoms(use_true_random=False))
    def test_the_order_of_the_list_says_nothing(self, found, chance):
        shuffled = chance.sample(found, len(found))
        assert clashes.clashes(shuffled) == clashes.clashes(found)

    @given(sittings)
    def test_all_clashes_are_those_of_all_pairs(self, found):
        pairs = [(one, other) for place, one in enumerate(found) for other in found[place + 1 :]]
        expected = [clash for one, other in pairs for clash in clashes.clashes([other, one])]
        whole = clashes.clashes(found)
        assert sorted(map(repr, whole)) == sorted(map(repr, expected))
        assert len(set(whole)) == len(whole)

    @given(sittings)
    def test_only_meetings_of_one_day_clash_and_only_where_hours_overlap(self, found):
        by_ref = {one.ref: one for one in found}
        for clash in clashes.clashes(found):
            one, other = by_ref[clash.first], by_ref[clash.second]
            assert one.on == other.on
            is_of_one_unit = one.ref.unit_id == other.ref.unit_id
            assert (clash.kind is ClashKind.SAME_DAY) is is_of_one_unit
            if not is_of_one_unit:
                assert set(one.minutes) & set(other.minutes)

    @given(sittings)
    def test_one_alone_is_in_nobodys_way(self, found):
        assert all(clashes.clashes([one]) == [] for one in found)


class TestShared:
    def test_one_chair_cannot_lead_two_meetings_at_once(self):
        assert kinds_of(sitting(A, chair_id=C), sitting(B, time(15, 59), chair_id=C)) == [ClashKind.CHAIR]

    def test_the_next_hour_is_free(self):
        assert kinds_of(sitting(A, chair_id=C), sitting(B, time(16, 0), chair_id=C)) == []

    def test_a_meeting_that_is_known_to_have_ended_frees_the_rest(self):
        held = sitting(A, chair_id=C, ends_at=time(15, 0))
        assert kinds_of(held, sitting(B, time(15, 0), chair_id=C)) == []
        assert kinds_of(held, sitting(B, time(14, 59), chair_id=C)) == [ClashKind.CHAIR]

    def test_without_an_hour_nothing_is_said_of_an_overlap(self):
        assert kinds_of(sitting(A, None, chair_id=C), sitting(B, time(14, 0), chair_id=C)) == []

    def test_places_are_compared_without_marks_and_case_and_within_a_commune(self):
        one = sitting(A, place="Nhà văn hoá Khuổi Ngọa", commune_id=C)
        assert clashes.clashes([one, sitting(B, place="NHÀ VĂN HÓA  KHUỔI NGOẠ", commune_id=C)]) == [
            Clash(
                ClashKind.PLACE,
                one.ref,
                MeetingRef(B, NOVEMBER),
                "NHÀ VĂN HÓA  KHUỔI NGOẠ",
            )
        ]
        assert kinds_of(one, sitting(B, place="Nhà văn hóa Khuổi Ngọa", commune_id=A)) == []

    def test_no_place_is_no_place_in_common(self):
        assert kinds_of(sitting(A), sitting(B)) == []

    def test_a_supervisor_cannot_be_at_two_meetings(self):
        names = frozenset({"Triệu Thị Lan"})
        found = clashes.clashes([sitting(A, supervisors=names), sitting(B, supervisors=names)])
        assert [(clash.kind, clash.about) for clash in found] == [(ClashKind.SUPERVISOR, "Triệu Thị Lan")]

    @pytest.mark.parametrize(
        ("kind", "found"), [(MeetingKind.THEMATIC, [ClashKind.SAME_DAY]), (MeetingKind.CELL_COMMITTEE, [])]
    )
    def test_members_come_once_a_day_and_the_committee_may_meet_before(self, kind, found):
        assert kinds_of(sitting(A, time(8, 0)), sitting(A, time(19, 0), kind=kind)) == found
