"""Who may read which sets, what a list says of them, and how new ones come about."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import CriteriaSet, CriteriaState, Role, SubjectKind, UnitKind
from models.base import new_id
from services import clock, criteria
from services.criteria import Kind
from services.errors import Invalid, NotAllowed, NotFound
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_criteria_set, a_form


def names(session, actor):
    return [f"{row.code} {row.version}" for row in criteria.sets(session, actor)]


def test_everybody_reads_what_is_out_above_and_below_and_drafts_are_for_those_who_keep_sets(
    session, district, commune, cam, xuan, huyen
):
    a_criteria_set(session, district, code="huyen")
    a_criteria_set(session, district, code="huyen_nhap", published=False)
    a_criteria_set(session, commune, code="xa")
    a_criteria_set(session, commune, code="xa_nhap", published=False)
    a_criteria_set(session, a_unit(session, "Xã bên", parent=district), code="ben")
    leader = an_actor(session, commune, Role.LEADER)
    assert names(session, cam) == ["huyen 1", "xa 1"]
    assert names(session, leader) == ["huyen 1", "xa 1"]
    assert names(session, xuan) == ["huyen 1", "xa 1", "xa_nhap 1"]
    assert names(session, huyen) == ["huyen 1", "huyen_nhap 1", "xa 1", "xa_nhap 1", "ben 1"]


def test_a_row_says_which_set_it_is_and_whether_it_is_kept_here(session, district, commune, xuan):
    a_criteria_set(session, district, code="huyen", more="document_date: 2024-12-30\nvalid_to: 2030-01-01")
    a_criteria_set(session, commune, code="xa", published=False)
    above, own = criteria.sets(session, xuan)
    assert (above.kind_name, above.unit_name, above.is_kept_here) == ("chi bộ bốn tốt", district_name(district), False)
    assert (above.document_date, above.valid_to, above.is_open) == (date(2024, 12, 30), date(2030, 1, 1), False)
    assert (own.state, own.is_kept_here, own.is_open) == (CriteriaState.DRAFT, True, True)


def district_name(_district):
    return "Đảng bộ huyện Ngân Sơn"


def test_the_newest_version_comes_first(session, commune, xuan):
    for version in (1, 2):
        a_criteria_set(session, commune, version=version)
    assert names(session, xuan) == ["thu 2", "thu 1"]


def test_what_may_not_be_read_is_not_found(session, district, commune, cam, xuan):
    draft = a_criteria_set(session, commune, code="nhap", published=False)
    strange = a_criteria_set(session, a_unit(session, "Xã bên", parent=district), code="ben")
    own = a_criteria_set(session, commune)
    for actor, set_id in ((cam, draft), (cam, strange), (xuan, strange), (xuan, new_id())):
        for read in (
            criteria.view,
            criteria.text,
            lambda *who: criteria.compared(*who, own),
            lambda session, actor, set_id: criteria.compared(session, actor, own, set_id),
        ):
            with pytest.raises(NotFound):
                read(session, actor, set_id)


def test_a_set_from_above_is_read_but_not_worked_on(session, district, xuan):
    set_id = a_criteria_set(session, district)
    assert criteria.view(session, xuan, set_id).examined.form is not None
    assert criteria.text(session, xuan, set_id)[1] == a_form()
    with pytest.raises(NotFound):
        criteria.draft(session, xuan, set_id)


def test_two_versions_are_compared_in_words(session, commune, cam):
    old = a_criteria_set(session, commune)
    new = a_criteria_set(session, commune, version=2, title="Tên khác")
    found = criteria.compared(session, cam, old, new)
    sentences = [difference.sentence for difference in found.differences]
    assert sentences == ["Bộ tiêu chí: phiên bản 1 → 2", "Bộ tiêu chí: tên “Bộ tiêu chí thử” → “Tên khác”"]
    assert criteria.compared(session, cam, old, old).differences == ()


def test_what_is_no_form_yet_cannot_be_compared(session, commune, xuan):
    old = a_criteria_set(session, commune)
    new = criteria.begin(session, xuan, commune.id, "four_good_cell")
    found = criteria.compared(session, xuan, old, new)
    assert found.differences is None
    [unfinished] = found.unfinished
    assert (unfinished.row.set_id, unfinished.examined.form) == (new, None)
    assert {fault.address for fault in unfinished.examined.faults} >= {"title", "valid_from"}


def test_overlapping_versions_are_told(session, commune, xuan):
    a_criteria_set(session, commune)
    a_criteria_set(session, commune, version=2, valid_from=date(2020, 1, 1), more="valid_to: 2021-01-01")
    set_id = a_criteria_set(session, commune, version=3, valid_from=date(2026, 1, 1), published=False)
    assert criteria.draft(session, xuan, set_id).remarks == (
        "Phiên bản 1 đang có hiệu lực từ 01/01/2025, chưa hết hạn; trùng thời gian từ 01/01/2026 thì bản 3 này được dùng.",
    )


# Beginning and copying


def test_a_set_is_begun_for_a_kind_and_a_unit(session, commune, xuan):
    set_id = criteria.begin(session, xuan, commune.id, "four_good_cell")
    found = criteria.draft(session, xuan, set_id)
    assert (found.row.state, found.row.kind, found.row.version) == (CriteriaState.DRAFT, "four_good_cell", 1)
    assert found.row.code == f"four_good_cell_dang_bo_xa_bang_van_{clock.today().year}"
    assert (found.data["issuer"], found.subject) == ("Đảng bộ xã Bằng Vân", SubjectKind.CELL)
    assert {row.address for row in found.examined.faults} == {"title", "valid_from", "sections", "grades"}


def test_the_same_token_begins_a_set_once(session, commune, xuan):
    token = new_id()
    assert [criteria.begin(session, xuan, commune.id, "annual_cell", token) for _ in range(2)] == [token, token]
    assert len(criteria.sets(session, xuan)) == 1


def test_a_second_set_of_a_kind_and_year_gets_a_code_of_its_own(session, commune, xuan):
    first, second = (criteria.begin(session, xuan, commune.id, "annual_cell") for _ in range(2))
    codes = [criteria.draft(session, xuan, set_id).row.code for set_id in (first, second)]
    assert codes[1] == f"{codes[0]}_2"


def test_only_kinds_that_are_known_there_may_be_begun(session, district, commune, xuan):
    admin = an_actor(session, district, Role.ADMINISTRATOR)
    criteria.add_kind(
        session, admin, Kind("cua_ben", "của xã bên", SubjectKind.CELL), a_unit(session, parent=district).id
    )
    criteria.add_kind(session, admin, Kind("cua_huyen", "của huyện", SubjectKind.CELL), district.id)
    for kind in ("cua_ben", "khong_co"):
        with pytest.raises(Invalid, match="loại đánh giá"):
            criteria.begin(session, xuan, commune.id, kind)
    criteria.begin(session, xuan, commune.id, "cua_huyen")


def test_who_may_begin_and_copy(session, district, commune, cell, cam, xuan):
    source = a_criteria_set(session, district)
    for begin in (
        lambda who, unit: criteria.begin(session, who, unit.id, "four_good_cell"),
        lambda who, unit: criteria.copy(session, who, source, unit.id, as_new_version=False),
    ):
        with pytest.raises(NotFound):
            begin(xuan, district)
        with pytest.raises(NotAllowed):
            begin(cam, cell)
        begin(xuan, cell)


def test_a_copy_is_a_set_of_ones_own_without_the_facts_of_the_document(session, district, commune, xuan):
    source = a_criteria_set(session, district, more="document_date: 2024-12-30\nvalid_to: 2030-01-01")
    found = criteria.draft(session, xuan, criteria.copy(session, xuan, source, commune.id, as_new_version=False))
    assert (found.row.unit_id, found.row.version, found.data["issuer"]) == (commune.id, 1, "Đảng bộ xã Bằng Vân")
    assert not {"document_number", "document_date", "valid_from", "valid_to"} & found.data.keys()
    assert found.data["sections"] == criteria.view(session, xuan, source).examined.data["sections"]


def test_a_new_version_continues_the_code_in_its_unit(session, commune, xuan):
    source = a_criteria_set(session, commune)
    first, second = (criteria.copy(session, xuan, source, commune.id, as_new_version=True) for _ in range(2))
    rows = [session.get_one(CriteriaSet, set_id) for set_id in (first, second)]
    assert [(row.code, row.version, row.unit_id) for row in rows] == [("thu", 2, commune.id), ("thu", 3, commune.id)]
    token = new_id()
    assert {criteria.copy(session, xuan, first, commune.id, as_new_version=True, token=token) for _ in range(2)} == {
        token
    }


def test_a_new_version_stays_with_its_unit(session, district, commune, xuan):
    source = a_criteria_set(session, district)
    with pytest.raises(Invalid, match="đúng đơn vị đã ban hành"):
        criteria.copy(session, xuan, source, commune.id, as_new_version=True)


# Scope, over random trees

trees = st.lists(st.integers(0, 5), min_size=1, max_size=6)


@settings(max_examples=25)
@given(parents=trees, place=st.integers(0, 6), role=st.sampled_from(list(Role)))
def test_what_is_listed_is_what_reach_and_state_allow(rolled_back, parents, place, role):
    with rolled_back() as session:
        tree = [a_unit(session, "Gốc", kind=UnitKind.DISTRICT)]
        for number, parent in enumerate(parents):
            tree.append(a_unit(session, f"Đơn vị {number}", parent=tree[parent % len(tree)]))
        known: dict[UUID, tuple[str, bool]] = {}
        for number, unit in enumerate(tree):
            for is_out in (True, False):
                code = f"s{number}_{'out' if is_out else 'draft'}"
                known[a_criteria_set(session, unit, code=code, published=is_out)] = (unit.path, is_out)
        own = tree[place % len(tree)]
        actor = an_actor(session, own, role)
        keeps = role not in {Role.CELL_SECRETARY, Role.LEADER}
        expected = {
            set_id
            for set_id, (path, is_out) in known.items()
            if (path.startswith(own.path) and (is_out or keeps)) or (is_out and own.path.startswith(path))
        }
        listed = criteria.sets(session, actor)
        assert {row.set_id for row in listed} == expected
        for row in listed:
            assert row.is_kept_here is (keeps and known[row.set_id][0].startswith(own.path))
