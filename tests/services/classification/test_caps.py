"""The cap of a group holds after every single decision, in every order, also when two decide at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CellType, Role, UnitKind
from models.database import read_tx, write_tx
from services import classification, clock, scoring
from services.classification import Level
from services.errors import Conflict, Invalid, Refusal
from services.scoring import Cap
from tests.factories import a_cell, a_member, a_suspension, a_unit, an_actor, an_era, some_members
from tests.factories_classification import (
    BEST,
    CAP,
    FAIR,
    GOOD,
    YEAR,
    a_decision,
    a_scheme,
    choices,
    decided,
    of_cell,
    of_committee,
    of_member,
    proposed,
    stored,
)

WHY = "Có thành tích nổi trội, vượt mức mọi chỉ tiêu."


def cells_of(session, commune, number, **more):
    return [of_cell(a_cell(session, commune, f"Chi bộ {place}", **more)) for place in range(number)]


def room_of(session, actor, unit, level=Level.CELL, year=YEAR):
    [group] = classification.sheet(session, actor, level, unit.id, year).groups
    return group


@pytest.fixture
def twenty(session, district, commune, thu):
    """Twenty cells, each proposed as good."""
    a_scheme(session, district, Level.CELL, cap=CAP | {"exceptional_ratio": 25})
    refs = cells_of(session, commune, 20)
    return [proposed(session, thu, ref) for ref in refs]


def test_bang_van_2020(session, district, commune, thu, xuan):
    a_scheme(session, district, Level.CELL)
    refs = cells_of(session, commune, 19)
    wanted = [(of_cell(_unit(ref), 2020), BEST if place < 3 else GOOD) for place, ref in enumerate(refs)]
    for ref, grade in wanted:
        proposed(session, thu, ref, grade)
    decided(session, xuan, *wanted, draft=a_decision(decided_on=date(2020, 12, 20)))
    group = room_of(session, xuan, commune, year=2020)
    said = classification.shares_in_words(group.room.excellent, group.room.good, "tốt")
    assert said == "18,75 % (3/16, chỉ tính tốt); 15,8 % (3/19, tính tốt trở lên)"
    assert (group.room.excess(is_exceptional=False), group.room.room) == (0, 0)


def _unit(ref):
    class Unit:
        id = ref.unit_id

    return Unit


def test_one_too_many_is_refused_with_rule_document_numbers_and_ways_out(session, twenty, xuan):
    with pytest.raises(Invalid) as refusal:
        decided(session, xuan, *[(ref, BEST if place < 4 else GOOD) for place, ref in enumerate(twenty)])
    assert refusal.value.sentence == (
        "Nhóm 20 chi bộ thuộc Đảng bộ xã Bằng Vân: quyết định này làm cho có 4 “Hoàn thành xuất sắc nhiệm vụ” bên cạnh "
        "16 “Hoàn thành tốt nhiệm vụ”, vượt tỷ lệ 20 % (chỉ tính trên số “Hoàn thành tốt nhiệm vụ”) của 21-HD/BTCTW; "
        "nhiều nhất được 3. Đồng chí có thể chọn mức thấp hơn cho một số trường hợp, hoặc ghi rõ lý do đặc biệt để áp "
        "dụng tỷ lệ đến 25 %."
    )
    assert all(stored(session, ref).grade is None for ref in twenty)


def test_with_a_written_reason_the_exceptional_ratio_holds_and_no_more(session, twenty, xuan):
    for_five = [(ref, BEST if place < 5 else GOOD) for place, ref in enumerate(twenty)]
    with pytest.raises(Invalid, match="vượt tỷ lệ 25 %"):
        decided(session, xuan, *for_five, draft=a_decision(exception_reason=WHY))
    for_four = [(ref, BEST if place < 4 else GOOD) for place, ref in enumerate(twenty)]
    decided(session, xuan, *for_four, draft=a_decision(exception_reason=WHY))
    reasons = Counter(stored(session, ref).exception_reason for ref in twenty)
    assert reasons == {WHY: 4, "": 16}


def test_a_reason_that_is_not_needed_is_not_kept(session, twenty, xuan):
    for_three = [(ref, BEST if place < 3 else GOOD) for place, ref in enumerate(twenty)]
    decided(session, xuan, *for_three, draft=a_decision(exception_reason=WHY))
    assert {stored(session, ref).exception_reason for ref in twenty} == {""}


def test_a_reason_of_yesterday_does_not_serve_today(session, twenty, xuan):
    decided(session, xuan, *[(ref, BEST if place < 2 else GOOD) for place, ref in enumerate(twenty[:14])])
    decided(session, xuan, (twenty[14], BEST), draft=a_decision(exception_reason=WHY))
    assert stored(session, twenty[14]).exception_reason == WHY
    decided(session, xuan, *[(ref, GOOD) for ref in twenty[15:19]])
    with pytest.raises(Invalid, match="ghi rõ lý do đặc biệt"):
        decided(session, xuan, (twenty[19], BEST))
    decided(session, xuan, (twenty[19], BEST), draft=a_decision(exception_reason=WHY))


def test_without_an_exceptional_ratio_a_reason_does_not_help(session, district, commune, thu, xuan):
    a_scheme(session, district, Level.CELL)
    refs = [proposed(session, thu, ref) for ref in cells_of(session, commune, 19)]
    with pytest.raises(Invalid, match="vượt tỷ lệ 20 %"):
        decided(
            session,
            xuan,
            *[(ref, BEST if place < 4 else GOOD) for place, ref in enumerate(refs)],
            draft=a_decision(exception_reason=WHY),
        )


def test_excellent_ones_are_not_decided_before_the_good_ones_that_carry_them(session, twenty, xuan):
    with pytest.raises(Invalid, match="ra quyết định những trường hợp còn lại của nhóm trước hoặc cùng lúc"):
        decided(session, xuan, (twenty[0], BEST))
    decided(session, xuan, *[(ref, GOOD) for ref in twenty[1:6]])
    decided(session, xuan, (twenty[0], BEST))


def test_a_good_one_that_carries_an_excellent_one_is_not_taken_back_alone(session, twenty, xuan):
    decided(session, xuan, *[(ref, BEST if place == 0 else GOOD) for place, ref in enumerate(twenty[:6])])
    with pytest.raises(Invalid, match=r"rút quyết định này thì còn 1 .* rút cùng lúc"):
        classification.withdraw(session, xuan, [twenty[1]], WHY)
    classification.withdraw(session, xuan, twenty[:2], WHY)
    assert stored(session, twenty[0]).grade is None


def test_too_many_from_before_the_portal_keep_nobody_from_what_makes_it_no_worse(session, twenty, xuan):
    for ref in twenty[:3]:
        row = stored(session, ref)
        row.grade, row.label, row.rank = BEST, "Hoàn thành xuất sắc nhiệm vụ", 0
    session.flush()
    decided(session, xuan, (twenty[3], FAIR))
    classification.withdraw(session, xuan, [twenty[0]], WHY)
    with pytest.raises(Invalid):
        decided(session, xuan, (twenty[4], BEST))
    with pytest.raises(Invalid):
        decided(session, xuan, (twenty[4], BEST), *[(ref, GOOD) for ref in twenty[5:9]])
    decided(session, xuan, *[(ref, GOOD) for ref in twenty[5:9]])


# Which are similar


def test_groups_by_type_of_cell_are_counted_apart(session, district, commune, thu, xuan):
    a_scheme(session, district, Level.CELL, cap=CAP | {"group": "[parent, cell_type]"})
    villages = cells_of(session, commune, 6)
    offices = cells_of(session, commune, 6, cell_type=CellType.OFFICE)
    for ref in (*villages, *offices):
        proposed(session, thu, ref)
    sheet = classification.sheet(session, xuan, Level.CELL, commune.id, YEAR)
    assert sorted((group.what, group.room.size, group.room.allowed) for group in sheet.groups) == [
        ("chi bộ loại hình hành chính, sự nghiệp thuộc Đảng bộ xã Bằng Vân", 6, 1),
        ("chi bộ loại hình thôn, bản, tổ dân phố thuộc Đảng bộ xã Bằng Vân", 6, 1),
    ]
    with pytest.raises(Invalid, match="Nhóm 6 chi bộ loại hình thôn"):
        decided(session, xuan, *[(ref, BEST if place < 2 else GOOD) for place, ref in enumerate((*villages, *offices))])


def test_the_cells_of_another_superior_do_not_count(session, district, commune, thu, xuan):
    a_scheme(session, district, Level.CELL)
    other = a_unit(session, "Đảng bộ xã khác", parent=district)
    hoa = an_actor(session, district, Role.DISTRICT_STAFF)
    decided(
        session, hoa, *[(proposed(session, thu_of(session, other), ref), GOOD) for ref in cells_of(session, other, 10)]
    )
    mine = [proposed(session, thu, ref) for ref in cells_of(session, commune, 3)]
    with pytest.raises(Invalid, match="Nhóm 3 chi bộ"):
        decided(session, xuan, *[(ref, BEST if place < 1 else GOOD) for place, ref in enumerate(mine)])


def thu_of(session, unit):
    return an_actor(session, unit)


def test_a_scheme_that_asks_for_no_superior_counts_everybody_it_holds_for(session, district, commune, thu, xuan, hoa):
    a_scheme(session, district, Level.CELL, cap=CAP | {"group": "[]"})
    other = a_unit(session, "Đảng bộ xã khác", parent=district)
    own_rules = a_unit(session, "Đảng bộ xã có quy định riêng", parent=district)
    a_scheme(session, own_rules, Level.CELL, code="rieng", cap=None)
    cells_of(session, own_rules, 30)
    theirs = [proposed(session, thu_of(session, other), ref) for ref in cells_of(session, other, 5)]
    [mine] = [proposed(session, thu, ref) for ref in cells_of(session, commune, 1)]
    group = room_of(session, thu, commune)
    assert (group.what, group.room.size) == ("chi bộ thuộc Đảng bộ huyện Ngân Sơn", 6)
    with pytest.raises(Invalid):
        decided(session, xuan, (mine, BEST))
    decided(session, hoa, *[(ref, GOOD) for ref in theirs])
    decided(session, xuan, (mine, BEST))


def test_a_sibling_with_rules_of_its_own_is_another_group(session, district, commune, thu, xuan):
    a_scheme(session, district, Level.CELL, more="applies_to: {cell_types: [village]}")
    cells_of(session, commune, 6)
    cells_of(session, commune, 4, cell_type=CellType.OFFICE)
    sheet = classification.sheet(session, xuan, Level.CELL, commune.id, YEAR)
    assert [group.room.size for group in sheet.groups] == [6]
    assert [entry.reason for entry in sheet.left_out] == ["chưa có quy định xếp loại áp dụng"] * 4


def test_who_is_similar_is_a_matter_of_the_years_end_wherever_they_have_moved_since(
    session, district, thu, xuan, commune
):
    """A cell that came over in 2026 was counted with the cells of its old commune in 2025."""
    a_scheme(session, district, Level.CELL)
    old = a_unit(session, "Đảng bộ xã cũ", parent=district)
    cells_of(session, old, 5)
    moved = a_unit(session, "Chi bộ Chuyển", kind=UnitKind.CELL, parent=commune, since=date(2026, 7, 1))
    an_era(session, moved, "Chi bộ Chuyển", parent=old, since=date(2015, 1, 1), until=date(2026, 7, 1))
    assert (room_of(session, xuan, commune, year=2025).what, room_of(session, xuan, commune, year=2025).room.size) == (
        "chi bộ thuộc Đảng bộ xã cũ",
        6,
    )
    assert room_of(session, xuan, commune).room.size == 1
    ref = proposed(session, thu, of_cell(moved, 2025), BEST)
    with pytest.raises(Invalid, match="Nhóm 6 chi bộ thuộc Đảng bộ xã cũ"):
        decided(session, xuan, (ref, BEST))


def test_members_are_counted_in_their_cell_and_the_exempt_are_not(session, district, cell, commune, cam, xuan):
    a_scheme(session, district, Level.MEMBER)
    members = some_members(session, cell, 6)
    for number in range(20):
        a_suspension(session, a_member(session, cell, f"Hoàng Miễn {number}"))
    some_members(session, a_cell(session, commune, "Chi bộ Nặm Nộc"), 40)
    refs = [proposed(session, cam, of_member(cell, member.id)) for member in members]
    group = room_of(session, cam, cell, Level.MEMBER)
    assert (group.what, group.room.size, group.room.allowed) == ("đảng viên của Chi bộ Khuổi Ngọa", 6, 1)
    with pytest.raises(Invalid, match="Nhóm 6 đảng viên của Chi bộ Khuổi Ngọa"):
        decided(session, xuan, *[(ref, BEST if place < 2 else GOOD) for place, ref in enumerate(refs)])
    decided(session, xuan, *[(ref, BEST if place < 1 else GOOD) for place, ref in enumerate(refs)])


def test_members_can_be_counted_over_everybody_a_committee_issued_its_set_for(session, commune, cell, cam, xuan, thu):
    a_scheme(session, commune, Level.MEMBER, cap=CAP | {"group": "[]"})
    other = a_cell(session, commune, "Chi bộ Nặm Nộc")
    mine, theirs = some_members(session, cell, 1), some_members(session, other, 5)
    ref = proposed(session, cam, of_member(cell, mine[0].id))
    group = room_of(session, cam, cell, Level.MEMBER)
    assert (group.what, group.room.size) == ("đảng viên thuộc Đảng bộ xã Bằng Vân", 6)
    decided(session, xuan, *[(proposed(session, thu, of_member(other, member.id)), GOOD) for member in theirs])
    decided(session, xuan, (ref, BEST))


def test_committees_are_counted_below_their_district(session, district, commune, hoa, xuan):
    a_scheme(session, district, Level.COMMITTEE, more="applies_to: {unit_kinds: [commune]}")
    communes = [commune, *(a_unit(session, f"Đảng bộ xã {number}", parent=district) for number in range(5))]
    refs = [proposed(session, an_actor(session, unit), of_committee(unit)) for unit in communes]
    assert room_of(session, hoa, district, Level.COMMITTEE).what == "đảng bộ thuộc Đảng bộ huyện Ngân Sơn"
    with pytest.raises(Invalid):
        decided(session, hoa, *[(ref, BEST if place < 2 else GOOD) for place, ref in enumerate(refs)])
    decided(session, hoa, *[(ref, BEST if place < 1 else GOOD) for place, ref in enumerate(refs)])


# Any order, several at once

acts = st.lists(
    st.tuples(
        st.sampled_from(["decide", "decide", "decide", "withdraw"]),
        st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True),
        st.sampled_from([BEST, BEST, GOOD, GOOD, FAIR]),
        st.booleans(),
    ),
    max_size=14,
)
caps = st.fixed_dictionaries(
    {
        "ratio": st.sampled_from([20, 34, 50]),
        "denominator": st.sampled_from(["good_only", "good_or_better"]),
        "rounding": st.sampled_from(["down", "half_up", "up"]),
    }
)


def is_within(cap: Cap, grades: list[str | None], *, is_exceptional: bool) -> bool:
    excellent, good = grades.count(BEST), grades.count(GOOD)
    return excellent <= scoring.allowed(cap, excellent + good, is_exceptional=is_exceptional)


@given(caps, acts)
@settings(max_examples=25)
def test_no_walk_of_decisions_ever_exceeds_the_cap(rolled_back, cap, walk):
    rule = CAP | cap | {"exceptional_ratio": 60}
    checked = Cap.model_validate(rule | {"group": ["parent"]})
    with rolled_back() as session:
        district = a_unit(session, "Đảng bộ huyện", kind=UnitKind.DISTRICT)
        commune = a_unit(session, parent=district)
        a_scheme(session, district, Level.CELL, cap=rule)
        refs = cells_of(session, commune, 7)
        proposer, decider = an_actor(session, commune), an_actor(session, commune)
        for ref in refs:
            proposed(session, proposer, ref)
        for number, (verb, places, grade, with_reason) in enumerate(walk):
            chosen = [refs[place] for place in places]
            before = [stored(session, ref).grade for ref in refs]
            try:
                if verb == "decide":
                    draft = a_decision(number=f"{number}-QĐ/ĐU", exception_reason=WHY if with_reason else "")
                    decided(session, decider, *[(ref, grade) for ref in chosen], draft=draft)
                else:
                    classification.withdraw(session, decider, chosen, WHY)
            except Refusal:
                assert [stored(session, ref).grade for ref in refs] == before
            else:
                if verb == "decide" and grade == BEST and not with_reason:
                    assert is_within(checked, [stored(session, ref).grade for ref in refs], is_exceptional=False)
            rows = [stored(session, ref) for ref in refs]
            grades = [row.grade for row in rows]
            has_reason = any(row.exception_reason for row in rows)
            assert is_within(checked, grades, is_exceptional=has_reason)


@given(st.permutations(range(6)), st.integers(0, 1))
@settings(max_examples=10)
def test_every_order_of_the_same_decisions_leaves_the_same_room(rolled_back, order, excellent):
    with rolled_back() as session:
        commune = a_unit(session)
        a_scheme(session, commune, Level.CELL)
        refs = cells_of(session, commune, 6)
        proposer, decider = an_actor(session, commune), an_actor(session, commune)
        wanted = {ref: BEST if place < excellent else GOOD for place, ref in enumerate(refs)}
        for ref in refs:
            proposed(session, proposer, ref, wanted[ref])
        waiting = [refs[place] for place in order]
        while waiting:
            ref = waiting.pop(0)
            try:
                decided(session, decider, (ref, wanted[ref]))
            except Invalid:
                waiting.append(ref)
        room = room_of(session, decider, commune).room
        assert (room.decided_excellent, room.decided_good, room.allowed, room.room) == (
            excellent,
            6 - excellent,
            1,
            1 - excellent,
        )


@pytest.fixture
def ready(engine):
    """Six cells of which four are decided as good: one of the two others may be excellent, not both."""
    with write_tx() as session:
        commune = a_unit(session)
        a_scheme(session, commune, Level.CELL)
        refs = cells_of(session, commune, 7)
        proposer = an_actor(session, commune)
        for ref in refs:
            proposed(session, proposer, ref)
        deciders = [an_actor(session, commune) for _ in range(2)]
        decided(session, deciders[0], *[(ref, GOOD) for ref in refs[2:]])
        return refs, deciders


def at_once(works):
    start = Barrier(len(works))

    def run(work):
        start.wait()
        try:
            with write_tx() as session:
                return work(session)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def test_two_who_decide_at_once_do_not_exceed_it_together(ready):
    refs, deciders = ready
    with read_tx() as session:
        wanted = [choices(session, [(ref, BEST)]) for ref in refs[:2]]

    def work(place):
        return lambda session: classification.decide(session, deciders[place], wanted[place], a_decision())

    with clock.set_to(clock.now()):
        outcomes = at_once([work(0), work(1)] * 3)
    with read_tx() as session:
        assert sorted(stored(session, ref).grade or "" for ref in refs[:2]) == ["", BEST]
    assert sum(outcome == 1 for outcome in outcomes) == 1
    assert all(outcome in {0, 1} or isinstance(outcome, Invalid | Conflict) for outcome in outcomes)


def test_a_member_is_not_taken_back_while_the_cell_is_being_decided(engine):
    with write_tx() as session:
        commune = a_unit(session)
        for level in (Level.MEMBER, Level.CELL):
            a_scheme(session, commune, level, cap=None)
        cell = a_cell(session, commune)
        proposer, decider = an_actor(session, commune), an_actor(session, commune)
        member = proposed(session, proposer, of_member(cell, a_member(session, cell).id))
        ref = proposed(session, proposer, of_cell(cell))
        decided(session, decider, (member, GOOD))
        wanted = choices(session, [(ref, GOOD)])
    at_once(
        [
            lambda session: classification.decide(session, decider, wanted, a_decision()),
            lambda session: classification.withdraw(session, decider, [member], WHY),
        ]
        * 3
    )
    with read_tx() as session:
        grades = stored(session, member).grade, stored(session, ref).grade
    assert grades in {(GOOD, GOOD), (None, None)}


def test_of_two_first_proposals_at_once_one_is_kept(engine):
    with write_tx() as session:
        commune = a_unit(session)
        a_scheme(session, commune, Level.CELL)
        ref = of_cell(a_cell(session, commune))
        actors = [an_actor(session, commune) for _ in range(4)]

    def work(actor, grade):
        return lambda session: classification.propose(session, actor, ref, "grade", grade, None)

    grades = [BEST, GOOD, FAIR, GOOD]
    outcomes = at_once([work(actor, grade) for actor, grade in zip(actors, grades, strict=True)])
    with read_tx() as session:
        standing = stored(session, ref).proposed_grade
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {standing}
    assert all(isinstance(outcome, str | Conflict) for outcome in outcomes)


@pytest.mark.postgres
def test_what_was_read_before_the_lock_does_not_count(postgres_engine):
    """SQLite cannot come here: whoever may write is alone."""
    with write_tx() as session:
        commune = a_unit(session)
        a_scheme(session, commune, Level.CELL, cap=None)
        proposer, decider = an_actor(session, commune), an_actor(session, commune)
        ref = proposed(session, proposer, of_cell(a_cell(session, commune)))
    with write_tx() as session:
        wanted = choices(session, [(ref, GOOD)])
        _kept_in_memory = stored(session, ref)
        with write_tx() as other, clock.set_to(clock.now() + timedelta(minutes=1)):
            classification.propose(other, proposer, ref, "note", "Có đơn thư", "")
        with pytest.raises(Conflict, match="vừa được sửa"):
            classification.decide(session, decider, wanted, a_decision())
