"""What a page reads: sheets, counts, tables; in reach only, in few statements."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CellType, MembershipKind, ReportedFigure, Role, UnitKind
from services import classification
from services.classification import Level
from services.errors import Invalid
from tests.factories import a_cell, a_member, a_membership, a_suspension, a_unit, an_actor, some_members
from tests.factories_classification import (
    BEST,
    FAIR,
    GOOD,
    LABELS,
    NUMBER,
    ON,
    YEAR,
    a_scheme,
    decided,
    of_cell,
    of_committee,
    of_member,
    proposed,
    schemes,
    stored,
)
from tests.statements import counted


@pytest.fixture
def in_force(session, district):
    schemes(session, district, cap=None)


def members_of(session, actor, cell, year=YEAR):
    return classification.sheet(session, actor, Level.MEMBER, cell.id, year)


def cells_of(session, actor, unit, year=YEAR):
    return classification.sheet(session, actor, Level.CELL, unit.id, year)


def test_members_come_in_vietnamese_order_by_given_name(session, in_force, cell, cam):
    for name in ("Hoàng Văn Đào", "Nông Thị Dung", "Triệu Văn Ất", "Bế Văn An", "Hoàng Thị Dung"):
        a_member(session, cell, name)
    assert [row.name for row in members_of(session, cam, cell).rows] == [
        "Bế Văn An",
        "Triệu Văn Ất",
        "Hoàng Thị Dung",
        "Nông Thị Dung",
        "Hoàng Văn Đào",
    ]


def test_those_who_are_left_out_are_listed_with_the_reason(session, in_force, cell, commune, cam):
    a_member(session, cell, "Hoàng Văn An")
    a_suspension(session, a_member(session, cell, "Hoàng Văn Bình"), since=date(2021, 5, 1))
    a_member(session, cell, "Hoàng Văn Chung", official=False, admitted_on=date(2026, 9, 1))
    guest = a_member(session, a_cell(session, commune, "Chi bộ Nặm Nộc"), "Hoàng Văn Dũng")
    a_membership(session, guest, cell, kind=MembershipKind.TEMPORARY_IN)
    sheet = members_of(session, cam, cell)
    assert [row.name for row in sheet.rows] == ["Hoàng Văn An"]
    assert [(entry.name, entry.reason) for entry in sheet.left_out] == [
        ("Hoàng Văn Bình", "được miễn sinh hoạt từ ngày 01/05/2021"),
        ("Hoàng Văn Chung", "kết nạp ngày 01/09/2026, chưa đủ 6 tháng"),
        ("Hoàng Văn Dũng", "sinh hoạt tạm thời đến, xếp loại tại chi bộ chính thức"),
    ]


def test_a_row_says_what_is_proposed_by_whom_and_what_is_decided(session, in_force, cell, cam, xuan):
    member = a_member(session, cell, official=False, admitted_on=date(2026, 3, 1))
    ref = proposed(session, cam, of_member(cell, member.id))
    classification.propose(session, cam, ref, "votes", "5/6", "")
    [row] = members_of(session, xuan, cell).rows
    assert (row.remark, row.proposal.grade, row.proposal.votes, row.proposal.by) == (
        "dự bị",
        GOOD,
        "5/6",
        cam.display_name,
    )
    assert (row.proposal.is_own, row.decided, dict(row.grades)) == (False, None, LABELS)
    decided(session, xuan, (ref, FAIR))
    [row] = members_of(session, cam, cell).rows
    assert row.proposal.is_own
    assert (row.decided.grade, row.decided.label, row.decided.number, row.decided.on) == (
        FAIR,
        LABELS[FAIR],
        NUMBER,
        ON,
    )


def test_the_base_of_the_votes_is_that_of_the_roster(session, in_force, cell, commune, cam, xuan):
    some_members(session, cell, 4)
    a_suspension(session, a_member(session, cell, "Hoàng Văn Miễn"))
    a_member(session, cell, "Hoàng Văn Mới", official=False, admitted_on=date(2026, 3, 1))
    sheet = members_of(session, cam, cell)
    assert sheet.voters == 4
    assert sheet.vote_rule.startswith("Căn cứ tính: 4 đảng viên chính thức được triệu tập")
    assert (cells_of(session, xuan, commune).voters, cells_of(session, xuan, commune).vote_rule) == (0, "")


def test_what_a_reader_may_do_stands_on_the_sheet(session, in_force, cell, commune, district, cam, xuan, thu):
    ref = proposed(session, xuan, of_cell(cell))
    own, other = cells_of(session, xuan, commune), cells_of(session, thu, commune)
    assert (own.may_propose, own.may_decide, own.decidable) == (True, True, ())
    assert [row.ref for row in other.decidable] == [ref]
    secretary = cells_of(session, cam, cell)
    assert (secretary.may_propose, secretary.may_decide, secretary.decidable) == (True, False, ())
    for role in (Role.LEADER, Role.ADMINISTRATOR):
        reader = cells_of(session, an_actor(session, district, role), commune)
        assert (reader.may_propose, reader.may_decide) == (False, False)
    decided(session, thu, (ref, GOOD))
    assert [row.ref for row in cells_of(session, xuan, commune).withdrawable] == [ref]
    assert cells_of(session, cam, cell).withdrawable == ()


def test_the_own_committee_is_read_but_not_decided(session, in_force, commune, xuan, hoa):
    sheet = classification.sheet(session, xuan, Level.COMMITTEE, commune.id, YEAR)
    assert ([row.may_decide for row in sheet.rows], sheet.may_propose) == ([False], True)
    sheet = classification.sheet(session, hoa, Level.COMMITTEE, commune.id, YEAR)
    assert [row.may_decide for row in sheet.rows] == [True]


def test_a_cell_row_says_how_far_its_members_are(session, in_force, cell, commune, cam, xuan):
    members = some_members(session, cell, 3)
    refs = [proposed(session, cam, of_member(cell, member.id)) for member in members]
    decided(session, xuan, (refs[0], GOOD))
    [row] = cells_of(session, xuan, commune).rows
    assert (row.below.decided, row.below.total, row.below.missing) == (1, 3, ("Hoàng Văn Bình", "Hoàng Văn Chung"))
    assert (row.superior, row.remark) == ("Đảng bộ xã Bằng Vân", "thôn, bản, tổ dân phố")
    [above] = classification.sheet(session, xuan, Level.COMMITTEE, commune.id, YEAR).rows
    assert (above.below.decided, above.below.total) == (0, 1)


def test_a_sheet_of_a_past_year_is_that_of_its_last_day(session, in_force, cell, commune, xuan):
    a_cell(session, commune, "Chi bộ Cũ", until=date(2026, 1, 1))
    a_member(session, cell, "Hoàng Văn Đi", left_on=date(2026, 1, 1))
    assert [row.name for row in cells_of(session, xuan, commune, 2025).rows] == ["Chi bộ Cũ", "Chi bộ Khuổi Ngọa"]
    assert [row.name for row in cells_of(session, xuan, commune).rows] == ["Chi bộ Khuổi Ngọa"]
    assert len(members_of(session, xuan, cell, 2025).rows) == 1
    assert members_of(session, xuan, cell).rows == ()


def test_without_a_scheme_the_sheet_says_so(session, cell, commune, xuan):
    some_members(session, cell, 2)
    for level, unit in ((Level.MEMBER, cell), (Level.CELL, commune), (Level.COMMITTEE, commune)):
        sheet = classification.sheet(session, xuan, level, unit.id, YEAR)
        assert (sheet.rows, sheet.groups, sheet.schemes) == ((), (), ())
        assert "Chưa có bộ tiêu chí “xếp loại" in sheet.no_scheme
        assert "Đồng chí đề nghị" in sheet.no_scheme


def test_a_unit_without_anybody_of_a_level_is_empty_and_lacks_no_scheme(session, in_force, commune, xuan):
    sheet = cells_of(session, xuan, commune)
    assert (sheet.rows, sheet.no_scheme) == ((), "")


def test_the_sheet_says_which_set_holds(session, in_force, cell, cam):
    a_member(session, cell)
    [sentence] = members_of(session, cam, cell).schemes
    assert "Quy định xếp loại thử" in sentence


def test_members_of_a_committee_are_refused_in_words(session, in_force, commune, xuan):
    with pytest.raises(Invalid, match="chọn một chi bộ"):
        members_of(session, xuan, commune)


@pytest.mark.parametrize(("level", "most"), [(Level.MEMBER, 10), (Level.CELL, 9), (Level.COMMITTEE, 8)])
def test_a_sheet_costs_few_statements_however_many_there_are(session, district, commune, xuan, hoa, level, most):
    schemes(session, district)
    for number in range(12):
        cell = a_cell(session, commune, f"Chi bộ {number}", cell_type=list(CellType)[number % 6])
        for member in some_members(session, cell, 3):
            proposed(session, hoa, of_member(cell, member.id))
        proposed(session, hoa, of_cell(cell))
    proposed(session, hoa, of_committee(commune))
    unit = cell if level is Level.MEMBER else commune
    session.flush()
    with counted(session) as statements:
        classification.sheet(session, xuan, level, unit.id, YEAR)
    assert 0 < len(statements) <= most


# Counts


def test_counts_are_nested_exclusive_and_by_holder(session, in_force, district, commune, cell, hoa, xuan, thu):
    other = a_unit(session, "Đảng bộ xã Cốc Đán", parent=district)
    direct = a_cell(session, district, "Chi bộ Huyện ủy", kind=UnitKind.GRASSROOTS_CELL)
    good, fair = a_cell(session, commune, "Chi bộ Nặm Nộc"), a_cell(session, other, "Chi bộ Pù Mò")
    for unit, grade in ((cell, BEST), (good, GOOD), (fair, FAIR)):
        decided(session, hoa, (proposed(session, xuan_of(session, unit), of_cell(unit), grade), grade))
    proposed(session, hoa, of_cell(direct), BEST)
    found = classification.overview(session, hoa, district.id, YEAR)
    [counts] = [level for level in found.levels if level.level is Level.CELL]
    assert [(line.name, line.tally.total, [line.tally.of(mark) for mark in counts.marks]) for line in counts.lines] == [
        ("Đảng bộ xã Bằng Vân", 2, [1, 1, 0, 0]),
        ("Đảng bộ xã Cốc Đán", 1, [0, 0, 1, 0]),
        ("Chi bộ trực thuộc", 1, [0, 0, 0, 0]),
    ]
    assert classification.spoken(counts.total, counts.marks) == (
        "2/4 hoàn thành tốt nhiệm vụ trở lên, trong đó 1 hoàn thành xuất sắc nhiệm vụ; còn 1 chưa xếp loại"
    )
    table = classification.counts_table(found, counts)
    assert [column.title for column in table.columns][:3] == ["Đơn vị", "Tổng số chi bộ", LABELS[BEST]]
    assert table.rows[-1] == ("Cộng", 4, 1, 1, 1, 0, 1, 2, Decimal(1) / 2)


def xuan_of(session, unit):
    return an_actor(session, unit, Role.CELL_SECRETARY)


def test_members_of_a_commune_are_counted_cell_by_cell_without_the_exempt(session, in_force, commune, cell, cam, xuan):
    [member] = some_members(session, cell, 1)
    a_suspension(session, a_member(session, cell, "Hoàng Văn Miễn"))
    some_members(session, a_cell(session, commune, "Chi bộ Nặm Nộc"), 2)
    decided(session, xuan, (proposed(session, cam, of_member(cell, member.id)), GOOD))
    found = classification.overview(session, xuan, commune.id, YEAR)
    [counts] = [level for level in found.levels if level.level is Level.MEMBER]
    assert [(line.name, line.tally.total) for line in counts.lines] == [
        ("Chi bộ Khuổi Ngọa", 1),
        ("Chi bộ Nặm Nộc", 2),
    ]
    assert (counts.total.total, counts.total.unclassified, counts.left_out) == (3, 2, 1)


def test_a_grade_of_another_scheme_is_counted_under_its_own_label(session, in_force, commune, cell, cam, xuan):
    ref = proposed(session, cam, of_cell(cell))
    decided(session, xuan, (ref, GOOD))
    stored(session, ref).label = "Hoàn thành tốt nhiệm vụ (cũ)"
    session.flush()
    [counts] = [
        lvl for lvl in classification.overview(session, xuan, commune.id, YEAR).levels if lvl.level is Level.CELL
    ]
    assert [mark.label for mark in counts.marks] == [
        LABELS[BEST],
        LABELS[GOOD],
        "Hoàn thành tốt nhiệm vụ (cũ)",
        *list(LABELS.values())[2:],
    ]
    assert counts.total.at_least(1) == 1


def test_what_the_unit_reported_itself_stands_beside_it(session, in_force, commune, xuan):
    for measure, spoken in (
        ("members_good_percent_2026", "90%"),
        ("members_good_percent_2025", "80%"),
        ("cells", "19"),
    ):
        session.add(
            ReportedFigure(
                unit_id=commune.id, measure=measure, reported_on=date(2026, 11, 1), spoken=spoken, source="x"
            )
        )
    session.flush()
    found = classification.overview(session, xuan, commune.id, YEAR)
    assert [(figure.measure, figure.spoken) for figure in found.reported] == [("members_good_percent_2026", "90%")]


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([BEST, GOOD, FAIR, None]), st.booleans()), max_size=12))
@settings(max_examples=12)
def test_counts_add_up_and_the_exempt_are_never_in_them(rolled_back, people):
    with rolled_back() as session:
        commune = a_unit(session)
        a_scheme(session, commune, Level.MEMBER, cap=None)
        cells = [a_cell(session, commune, f"Chi bộ {number}") for number in range(3)]
        proposer, decider = an_actor(session, commune), an_actor(session, commune)
        expected = []
        for place, grade, is_exempt in people:
            member = a_member(session, cells[place])
            ref = of_member(cells[place], member.id)
            if grade:
                decided(session, decider, (proposed(session, proposer, ref, grade), grade))
            if is_exempt:
                a_suspension(session, member)
            else:
                expected.append(grade)
        levels = classification.overview(session, decider, commune.id, YEAR).levels
        if not expected:
            assert levels == ()
            return
        [counts] = levels
        assert counts.total.total == len(expected)
        assert [counts.total.of(mark) for mark in counts.marks] == [expected.count(grade) for grade in LABELS]
        assert sum(line.tally.total for line in counts.lines) in {0, len(expected)}
        assert counts.left_out == len(people) - len(expected)


def test_an_overview_costs_few_statements(session, district, commune, hoa):
    schemes(session, district)
    for number in range(12):
        some_members(session, a_cell(session, commune, f"Chi bộ {number}"), 3)
    with counted(session) as statements:
        classification.overview(session, hoa, district.id, YEAR)
    assert 0 < len(statements) <= 10


def test_a_sheet_is_a_table_with_everybody(session, in_force, cell, cam, xuan):
    first, *_ = some_members(session, cell, 2)
    a_suspension(session, a_member(session, cell, "Hoàng Văn Miễn"))
    ref = proposed(session, cam, of_member(cell, first.id))
    classification.propose(session, cam, ref, "votes", "2/2", "")
    decided(session, xuan, (ref, GOOD))
    table = classification.sheet_table(members_of(session, xuan, cell))
    assert [row[:2] for row in table.rows] == [(1, "Hoàng Văn An"), (2, "Hoàng Văn Bình"), (3, "Hoàng Văn Miễn")]
    assert table.rows[0][3:8] == (LABELS[GOOD], "2/2", LABELS[GOOD], NUMBER, ON)
    assert "Không xếp loại: được miễn sinh hoạt" in str(table.rows[2][2])
    assert all(len(row) == len(table.columns) for row in table.rows)
