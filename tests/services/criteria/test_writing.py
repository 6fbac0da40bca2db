"""A draft is changed field by field: kept as typed, never over what somebody else wrote unseen, always written down."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import col, select

from models import AuditEntry, CriteriaSet, CriteriaState, Role
from services import criteria
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.scoring import InvalidForm
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_criteria_set, a_form
from tests.statements import counted

TITLE = "Bộ tiêu chí thử"
I1 = "sections.good_1.items.i1"
I2 = "sections.good_1.items.i2"


@pytest.fixture
def set_id(session, xuan, commune):
    return criteria.store(session, xuan, a_form(), commune.id)


@pytest.fixture
def mai(session, commune):
    """A second officer of the commune."""
    return an_actor(session, commune)


def draft(session, actor, set_id):
    return criteria.draft(session, actor, set_id)


def value(session, actor, set_id, address):
    return criteria.place(draft(session, actor, set_id).data, address).kept


def actions(session, set_id):
    query = select(AuditEntry.action).where(AuditEntry.entity_id == str(set_id)).order_by(col(AuditEntry.sequence))
    return session.exec(query).all()


def check_it(session, actor, set_id):
    for row in criteria.check(session, actor, set_id).open_warnings:
        criteria.accept_warning(session, actor, set_id, row.finding.fingerprint, "Đúng như văn bản")
    assert criteria.check(session, actor, set_id).is_checked


@pytest.mark.parametrize(
    ("address", "typed", "seen", "shown", "kept"),
    [
        ("title", "  Bộ  mới ", TITLE, "Bộ mới", "Bộ mới"),
        (f"{I1}.max_points", "4,75", "10", "4,75", Decimal("4.75")),
        (f"{I1}.max_points", "12", "10", "12", 12),
        (f"{I1}.max_points", "1.000", "10", "1.000", "1.000"),
        (f"{I1}.max_points", "mười", "10", "mười", "mười"),
        (f"{I1}.guidance", "Dòng một\n  Dòng hai", "", "Dòng một\n  Dòng hai", "Dòng một\n  Dòng hai"),
        (f"{I1}.not_applicable", "full", None, "full", "full"),
        (f"{I1}.share_of.metric", "speaking_rate", None, "speaking_rate", "speaking_rate"),
        (f"{I2}.levels.part.otherwise", True, False, True, True),
        ("grades.tot.min_inclusive", False, True, False, False),
        ("grades.tot.min", "-2,5", "18", "-2,5", Decimal("-2.5")),
        ("valid_to", date(2027, 1, 1), None, date(2027, 1, 1), date(2027, 1, 1)),
        ("applies_to.unit_kinds", ["cell"], [], ["cell"], ["cell"]),
        ("rebase.places", 2, None, 2, 2),
        ("sections.good_1.good", 3, 1, 3, 3),
        ("notes", ["Một", "Hai"], None, ["Một", "Hai"], ["Một", "Hai"]),
    ],
)
def test_a_field_is_kept_as_it_is_typed(session, xuan, set_id, address, typed, seen, shown, kept):
    assert criteria.put(session, xuan, set_id, address, typed, seen) == shown
    found = value(session, xuan, set_id, address)
    assert (found, type(found)) == (kept, type(kept))
    assert draft(session, xuan, set_id).revision == 1


@pytest.mark.parametrize(
    ("address", "emptied", "seen"),
    [("title", "", TITLE), (f"{I1}.step", " ", "0,25"), ("document_number", None, "01-QĐ/HU")],
)
def test_an_emptied_field_is_gone(session, xuan, set_id, address, emptied, seen):
    criteria.put(session, xuan, set_id, address, emptied, seen)
    assert value(session, xuan, set_id, address) is None


def test_a_group_is_there_while_one_of_its_fields_is(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "rebase.places", 2, None)
    criteria.put(session, xuan, set_id, "rebase.rounding", "down", None)
    assert draft(session, xuan, set_id).data["rebase"] == {"places": 2, "rounding": "down"}
    criteria.put(session, xuan, set_id, "rebase.places", None, 2)
    criteria.put(session, xuan, set_id, "rebase.rounding", None, "down")
    assert "rebase" not in draft(session, xuan, set_id).data


def test_what_makes_no_form_is_kept_and_said_with_its_place(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "title", "", TITLE)
    criteria.put(session, xuan, set_id, f"{I2}.levels.full.points", "năm", "5")
    found = draft(session, xuan, set_id).examined
    assert found.form is None
    assert {(row.address, row.sentence) for row in found.faults} == {
        ("title", "chưa nhập."),
        (f"{I2}.levels.full.points", "phải là một số, ví dụ 5 hoặc 4.75."),
    }


def test_the_columns_follow_as_far_as_they_can(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "title", "Tên mới", TITLE)
    criteria.put(session, xuan, set_id, "valid_to", date(2024, 1, 1), None)
    criteria.put(session, xuan, set_id, "valid_from", None, date(2025, 1, 1))
    row = session.get_one(CriteriaSet, set_id)
    assert (row.title, row.valid_from, row.valid_to) == ("Tên mới", date(2025, 1, 1), None)
    assert row.changed_at is not None


def test_yes_is_something_else_than_one(session, xuan, set_id):
    address, one, yes = (
        "sections.good_2.items.i3.when",
        {"metric": "members", "is": 1},
        {"metric": "members", "is": True},
    )
    criteria.put(session, xuan, set_id, address, one, None)
    criteria.put(session, xuan, set_id, address, yes, one)
    assert value(session, xuan, set_id, address)["is"] is True


def test_the_same_again_changes_nothing(session, xuan, set_id):
    before = actions(session, set_id)
    criteria.put(session, xuan, set_id, "title", TITLE, "gì cũng được")
    assert (draft(session, xuan, set_id).revision, actions(session, set_id)) == (0, before)


def test_two_people_on_one_field_never_overwrite_each_other_unknowingly(session, xuan, mai, set_id):
    criteria.put(session, mai, set_id, f"{I1}.max_points", "12", "10")
    criteria.put(session, xuan, set_id, "title", "Tên khác", TITLE)
    with pytest.raises(Conflict) as refused:
        criteria.put(session, xuan, set_id, f"{I1}.max_points", "8", "10")
    assert f"“tiêu chí 1.1, điểm tối đa” vừa được {mai.display_name} (lúc " in refused.value.sentence
    assert "đổi thành “12”" in refused.value.sentence
    assert value(session, xuan, set_id, f"{I1}.max_points") == 12
    criteria.put(session, xuan, set_id, f"{I1}.max_points", "8", "12")
    assert value(session, mai, set_id, f"{I1}.max_points") == 8


def test_two_people_on_two_fields_do_not_meet(session, xuan, mai, set_id):
    criteria.put(session, mai, set_id, f"{I1}.max_points", "12", "10")
    criteria.put(session, xuan, set_id, f"{I1}.text", "Nội dung khác", "Hoàn thành chỉ tiêu")
    assert value(session, xuan, set_id, f"{I1}.max_points") == 12


def test_what_is_kept_in_one_piece_is_changed_only_over_what_was_seen(session, xuan, mai, set_id):
    gate = {"gate": "items_at_maximum", "items": ["i1"]}
    assert criteria.put(session, mai, set_id, "grades.tot.requires", [gate], None) == [gate]
    with pytest.raises(Conflict, match="vừa được"):
        criteria.put(session, xuan, set_id, "grades.tot.requires", [{"gate": "no_knock_out"}], None)
    criteria.put(session, xuan, set_id, "grades.tot.requires", [gate, {"gate": "no_knock_out"}], [gate])
    assert len(value(session, xuan, set_id, "grades.tot.requires")) == 2


def test_an_item_that_somebody_moved_is_still_the_one_that_was_meant(session, xuan, mai, set_id):
    assert criteria.move(session, mai, set_id, I1, to="good_2") == "sections.good_2.items.i1"
    criteria.put(session, xuan, set_id, f"{I1}.max_points", "9", "10")
    assert value(session, xuan, set_id, "sections.good_2.items.i1.max_points") == 9


def test_a_part_that_somebody_took_out_is_said_to_be_gone(session, xuan, mai, set_id):
    row = criteria.place(draft(session, mai, set_id).data, I1).row
    criteria.remove(session, mai, set_id, I1, row)
    for change in (
        lambda: criteria.put(session, xuan, set_id, f"{I1}.text", "Khác", "Hoàn thành chỉ tiêu"),
        lambda: criteria.move(session, xuan, set_id, I1, 1),
        lambda: criteria.remove(session, xuan, set_id, I1, row),
        lambda: criteria.insert(session, xuan, set_id, "sections.good_9.items"),
    ):
        with pytest.raises(Conflict, match="không còn trong bộ tiêu chí"):
            change()


def test_a_part_that_somebody_changed_is_not_taken_out_unseen(session, xuan, mai, set_id):
    row = criteria.place(draft(session, xuan, set_id).data, I1).row
    criteria.put(session, mai, set_id, f"{I1}.text", "Nội dung khác", "Hoàn thành chỉ tiêu")
    with pytest.raises(Conflict, match=f"vừa được {mai.display_name} .* sửa nên chưa bỏ"):
        criteria.remove(session, xuan, set_id, I1, row)


def test_new_parts_get_ids_and_numbers_that_follow(session, xuan, set_id):
    assert criteria.insert(session, xuan, set_id, "sections") == "sections.s3"
    assert criteria.insert(session, xuan, set_id, "sections.s3.items", {"method": "points"}) == "sections.s3.items.i3_1"
    assert criteria.insert(session, xuan, set_id, "sections.good_1.items") == "sections.good_1.items.i1_3"
    assert criteria.insert(session, xuan, set_id, f"{I2}.levels") == f"{I2}.levels.l3"
    assert criteria.insert(session, xuan, set_id, "grades", {"label": "Trung bình"}) == "grades.trung_binh"
    assert criteria.insert(session, xuan, set_id, "grades") == "grades.g5"
    label = {"label": "Hoàn thành xuất sắc nhiệm vụ"}
    assert criteria.insert(session, xuan, set_id, "roll_up.grades", label) == "roll_up.grades.htxsnv"
    data = draft(session, xuan, set_id).data
    numbers = [row.get("number") for section in data["sections"] for row in section["items"]]
    assert numbers == ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1"]


def test_a_part_stands_where_it_is_put(session, xuan, set_id):
    criteria.insert(session, xuan, set_id, "grades", {"label": "Đầu"}, after="")
    criteria.insert(session, xuan, set_id, "grades", {"label": "Giữa"}, after="tot")
    ids = [row["id"] for row in draft(session, xuan, set_id).data["grades"]]
    assert ids == ["dau", "tot", "giua", "kha", "kem"]


def test_parts_move_among_their_neighbours_and_stop_at_the_ends(session, xuan, set_id):
    def ids():
        return [row["id"] for row in draft(session, xuan, set_id).data["grades"]]

    criteria.move(session, xuan, set_id, "grades.kem", -1)
    assert ids() == ["tot", "kem", "kha"]
    criteria.move(session, xuan, set_id, "grades.kem", -5)
    assert ids() == ["kem", "tot", "kha"]
    criteria.move(session, xuan, set_id, "grades.kem", 1)
    assert ids() == ["tot", "kem", "kha"]


@pytest.mark.parametrize(
    "click",
    [
        lambda session, actor, set_id: criteria.insert(session, actor, set_id, "sections", revision=1),
        lambda session, actor, set_id: criteria.duplicate(session, actor, set_id, I1, revision=1),
        lambda session, actor, set_id: criteria.move(session, actor, set_id, I1, 1, revision=1),
        lambda session, actor, set_id: criteria.move(session, actor, set_id, I1, to="good_2", revision=1),
    ],
    ids=["insert", "duplicate", "move", "move to a section"],
)
def test_the_second_click_of_a_double_one_changes_nothing_and_leads_to_the_same_place(
    session, xuan, mai, set_id, click
):
    criteria.put(session, xuan, set_id, "title", "Tên khác", TITLE)
    first = click(session, xuan, set_id)
    criteria.put(session, mai, set_id, "title", "Tên nữa", "Tên khác")
    after = draft(session, xuan, set_id)
    assert click(session, xuan, set_id) == first
    assert draft(session, xuan, set_id).data == after.data
    assert after.revision == draft(session, xuan, set_id).revision == 3


def test_a_click_counts_though_a_field_was_stored_since_its_screen_was_drawn(session, xuan, mai, set_id):
    criteria.put(session, xuan, set_id, "title", "Tên khác", TITLE)
    made = [criteria.insert(session, who, set_id, "sections", revision=0) for who in (xuan, mai)]
    assert len(set(made)) == 2


def test_a_copy_of_a_part_has_ids_of_its_own(session, xuan, set_id):
    assert criteria.duplicate(session, xuan, set_id, I2) == "sections.good_1.items.i1_3"
    assert criteria.duplicate(session, xuan, set_id, "sections.good_2") == "sections.s3"
    data = draft(session, xuan, set_id).data
    assert [section["id"] for section in data["sections"]] == ["good_1", "good_2", "s3"]
    twin, items = data["sections"][0]["items"][2], [row["id"] for row in data["sections"][2]["items"]]
    assert (twin["levels"], twin["text"]) == (data["sections"][0]["items"][1]["levels"], "Kết quả thực hiện nghị quyết")
    assert items == ["i3_1", "i3_2"]
    assert draft(session, xuan, set_id).examined.faults == ()


def test_another_way_of_scoring_keeps_what_it_can_use(session, xuan, set_id):
    criteria.put(session, xuan, set_id, f"{I2}.method", "yes_no", "levels")
    assert criteria.place(draft(session, xuan, set_id).data, I2).row == {
        "id": "i2",
        "number": "1.2",
        "text": "Kết quả thực hiện nghị quyết",
        "method": "yes_no",
        "max_points": 5,
    }


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("title", 5),
        ("title", "x" * 5001),
        ("title", "\ud800"),
        ("valid_from", "2026-01-01"),
        (f"{I1}.max_points", 5),
        (f"{I1}.method", "luck"),
        ("rebase.places", "2"),
        ("is_total_capped", "yes"),
        ("applies_to.unit_kinds", "cell"),
        ("notes", [object()]),
        ("notes", {"a": "b"}),
        ("notes", [{"a": "b"}]),
        ("grades.tot.requires", {"gate": "no_knock_out"}),
        (f"{I1}.applies_when", [{"metric": "members", "gte": 1}]),
        ("no_such_field", "x"),
        ("sections", "x"),
        ("", "x"),
    ],
)
def test_what_no_field_can_hold_is_refused_in_words(session, xuan, set_id, address, typed):
    with pytest.raises(Invalid):
        criteria.put(session, xuan, set_id, address, typed, None)
    assert draft(session, xuan, set_id).revision == 0


def test_a_condition_too_deep_to_be_read_back_is_not_stored(session, xuan, set_id):
    deep = {"metric": "members", "gte": {"by": "members", "steps": [{"below": 3, "value": 1}, {"value": 2}]}}
    for depth in range(7):
        address, condition = f"{I2}.levels.full.when", deep
        for _ in range(depth):
            condition = {"any": [condition]}
        before = value(session, xuan, set_id, address)
        try:
            criteria.put(session, xuan, set_id, address, condition, before)
        except Invalid as refused:
            assert depth > 4
            assert "lồng nhau quá sâu" in refused.sentence or "không lưu được" in refused.sentence
        else:
            assert value(session, xuan, set_id, address) == condition
    assert draft(session, xuan, set_id).revision == 5


def test_who_may_change_a_draft_is_decided_by_reach_then_by_role(session, district, commune, cam, set_id):
    stranger = an_actor(session, a_unit(session, "Xã bên", parent=district))
    leader = an_actor(session, commune, Role.LEADER)
    for change in (
        lambda who: criteria.put(session, who, set_id, "title", "Khác", TITLE),
        lambda who: criteria.insert(session, who, set_id, "sections"),
        lambda who: criteria.duplicate(session, who, set_id, I1),
        lambda who: criteria.move(session, who, set_id, I1, 1),
        lambda who: criteria.remove(session, who, set_id, I1, {}),
        lambda who: criteria.replace(session, who, set_id, a_form(), 0),
        lambda who: criteria.undo(session, who, set_id),
        lambda who: criteria.check(session, who, set_id),
        lambda who: criteria.accept_warning(session, who, set_id, "x", "Lý do"),
        lambda who: criteria.discard(session, who, set_id),
        lambda who: criteria.draft(session, who, set_id),
    ):
        for actor in (stranger, cam):
            with pytest.raises(NotFound):
                change(actor)
        with pytest.raises(NotAllowed):
            change(leader)


@pytest.mark.parametrize("is_retired", [False, True])
def test_nothing_changes_a_set_that_is_out(session, commune, xuan, is_retired):
    set_id = a_criteria_set(session, commune)
    if is_retired:
        criteria.retire(session, xuan, set_id, date(2026, 11, 22), "Có văn bản mới")
    body = session.get_one(CriteriaSet, set_id).body
    for change in (
        lambda: criteria.put(session, xuan, set_id, "title", "Khác", TITLE),
        lambda: criteria.take_out(session, xuan, set_id, "notes", [], None),
        lambda: criteria.insert(session, xuan, set_id, "sections"),
        lambda: criteria.duplicate(session, xuan, set_id, I1),
        lambda: criteria.move(session, xuan, set_id, I1, 1),
        lambda: criteria.remove(session, xuan, set_id, I1, {}),
        lambda: criteria.replace(session, xuan, set_id, a_form(title="Khác"), 0),
        lambda: criteria.undo(session, xuan, set_id),
        lambda: criteria.check(session, xuan, set_id),
        lambda: criteria.accept_warning(session, xuan, set_id, "x", "Lý do"),
    ):
        with pytest.raises(Conflict, match="đã ban hành nên không sửa được nữa"):
            change()
    criteria.copy(session, xuan, set_id, commune.id, as_new_version=True)
    assert session.get_one(CriteriaSet, set_id).body == body


def test_changing_what_was_checked_makes_it_a_draft_again_and_says_so(session, xuan, mai, set_id):
    check_it(session, xuan, set_id)
    criteria.put(session, mai, set_id, "title", "Tên khác", TITLE)
    found = draft(session, xuan, set_id)
    assert found.row.state is CriteriaState.DRAFT
    assert f"Bộ này đã kiểm tra, nhưng {mai.display_name} sửa lúc" in found.reopened
    assert actions(session, set_id)[-2:] == ["criteria_set:reopened", "criteria_set:written"]
    check_it(session, xuan, set_id)
    assert draft(session, xuan, set_id).reopened == ""


def test_every_change_is_written_down(session, xuan, set_id):
    criteria.put(session, xuan, set_id, f"{I1}.max_points", "9,5", "10")
    criteria.insert(session, xuan, set_id, "sections")
    criteria.move(session, xuan, set_id, "sections.s3", -1)
    criteria.remove(session, xuan, set_id, "sections.s3", {"id": "s3"})
    criteria.undo(session, xuan, set_id)
    names = ("written", "part_added", "part_moved", "part_removed", "part_restored")
    assert actions(session, set_id)[1:] == [f"criteria_set:{name}" for name in names]
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "criteria_set:written")).one()
    assert entry.details == {
        "address": f"{I1}.max_points",
        "label": "tiêu chí 1.1, điểm tối đa",
        "before": "10",
        "after": "9.5",
        "revision": 1,
    }


def test_a_file_takes_the_place_of_a_draft_that_was_seen(session, xuan, mai, set_id):
    criteria.put(session, mai, set_id, "title", "Tên khác", TITLE)
    text = a_form(title="Từ tệp", code="ma_khac", version=7)
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        criteria.replace(session, xuan, set_id, text, 0)
    criteria.replace(session, xuan, set_id, text, 1)
    found = draft(session, xuan, set_id)
    assert (found.row.title, found.data["id"], found.data["version"]) == ("Từ tệp", "thu", 1)
    assert found.examined.form is not None


def test_the_same_file_again_changes_nothing(session, xuan, set_id):
    for _ in range(2):
        criteria.replace(session, xuan, set_id, a_form(title="Tên khác"), 0)
    assert draft(session, xuan, set_id).revision == 1
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        criteria.replace(session, xuan, set_id, a_form(title="Tên nữa"), 0)


def test_a_file_that_no_screen_could_show_is_refused_with_its_places(session, xuan, set_id):
    broken = "sections: 5\ngrades:\n- {id: Tốt}\n- {id: a}\n- {id: a}\nrebase: 3\nnotes: chữ\n"
    with pytest.raises(InvalidForm) as refused:
        criteria.replace(session, xuan, set_id, broken, 0)
    assert [fault.path for fault in refused.value.faults] == [
        "rebase",
        "notes",
        "sections",
        "grades[0].id",
        "grades[2].id",
    ]
    twice = a_form().replace("id: i3", "id: i1")
    with pytest.raises(InvalidForm, match=r"“i1” đã dùng ở sections\[0\].items\[0\].id."):
        criteria.replace(session, xuan, set_id, twice, 0)
    with pytest.raises(InvalidForm, match="YAML"):
        criteria.replace(session, xuan, set_id, "a: [", 0)


def test_a_file_that_is_no_form_yet_is_a_draft_with_faults(session, xuan, set_id):
    text = "title: Dở dang\nsections:\n- title: Mục một\n  items:\n  - text: Việc\n    max_points: nhiều\n"
    shown = criteria.upload(session, xuan, set_id, text)
    assert (shown.examined.form, shown.differences) == (None, None)
    criteria.replace(session, xuan, set_id, text, 0)
    found = draft(session, xuan, set_id)
    assert found.data["sections"][0]["items"][0]["id"] == "i1_1"
    addresses = {row.address for row in found.examined.faults}
    assert "sections.s1.items.i1_1" in addresses
    assert value(session, xuan, set_id, "sections.s1.items.i1_1.max_points") == "nhiều"


def test_a_file_says_beforehand_what_it_changes(session, xuan, set_id):
    shown = criteria.upload(session, xuan, set_id, a_form(title="Tên khác"))
    assert [difference.path for difference in shown.differences] == ["title"]
    assert draft(session, xuan, set_id).revision == 0


def test_a_change_costs_three_statements_and_a_draft_is_read_with_seven(session, xuan, set_id):
    session.flush()
    with counted(session) as written:
        criteria.put(session, xuan, set_id, "title", "Tên khác", TITLE)
        session.flush()
    with counted(session) as read:
        criteria.draft(session, xuan, set_id)
    assert (len(written), len(read)) == (3, 7)
