"""What was taken out of a draft can be put back, the last first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import criteria
from services.errors import Conflict
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_form

I1, I2 = "sections.good_1.items.i1", "sections.good_1.items.i2"


@pytest.fixture
def set_id(session, xuan, commune):
    return criteria.store(session, xuan, a_form(), commune.id)


def data(session, actor, set_id):
    return criteria.draft(session, actor, set_id).data


def take_out(session, actor, set_id, address):
    return criteria.remove(session, actor, set_id, address, criteria.place(data(session, actor, set_id), address).row)


def test_parts_come_back_to_their_places_the_last_first(session, xuan, set_id):
    before = data(session, xuan, set_id)
    for address in (I1, "grades.kha", "sections.good_1", "sections.good_2.items.i3"):
        take_out(session, xuan, set_id, address)
    assert criteria.draft(session, xuan, set_id).undoable == "tiêu chí 2.1"
    said = [criteria.undo(session, xuan, set_id) for _ in range(4)]
    assert said == ["tiêu chí 2.1", "mục “Nhiệm vụ chính trị tốt”", "mức xếp loại “Khá”", "tiêu chí 1.1"]
    assert data(session, xuan, set_id) == before
    assert criteria.draft(session, xuan, set_id).undoable == ""
    with pytest.raises(Conflict, match="Không còn gì để hoàn tác"):
        criteria.undo(session, xuan, set_id)


def test_the_second_click_of_a_double_one_puts_nothing_else_back(session, xuan, set_id):
    take_out(session, xuan, set_id, I1)
    take_out(session, xuan, set_id, I2)
    assert [criteria.undo(session, xuan, set_id, revision=2) for _ in range(2)] == ["tiêu chí 1.2"] * 2
    assert criteria.draft(session, xuan, set_id).undoable == "tiêu chí 1.1"


def test_only_what_the_screen_showed_is_put_back(session, xuan, set_id):
    take_out(session, xuan, set_id, I1)
    criteria.put(session, xuan, set_id, "title", "Tên khác", "Bộ tiêu chí thử")
    take_out(session, xuan, set_id, I2)
    with pytest.raises(Conflict, match="bỏ hoặc đưa trở lại phần khác"):
        criteria.undo(session, xuan, set_id, revision=2)
    criteria.undo(session, xuan, set_id, revision=3)
    criteria.put(session, xuan, set_id, "title", "Tên nữa", "Tên khác")
    assert criteria.undo(session, xuan, set_id, revision=4) == "tiêu chí 1.1"


def test_what_came_back_can_be_taken_out_and_come_back_again(session, xuan, set_id):
    before = data(session, xuan, set_id)
    for _ in range(2):
        take_out(session, xuan, set_id, I1)
        criteria.undo(session, xuan, set_id)
    assert data(session, xuan, set_id) == before


def test_a_part_whose_id_was_given_away_comes_back_under_another(session, xuan, set_id):
    take_out(session, xuan, set_id, "grades.kha")
    criteria.insert(session, xuan, set_id, "grades", {"label": "Khá"}, after="tot")
    criteria.undo(session, xuan, set_id)
    assert [row["id"] for row in data(session, xuan, set_id)["grades"]] == ["tot", "g4", "kha", "kem"]


def test_a_neighbour_that_is_gone_does_not_keep_a_part_from_coming_back(session, xuan, set_id):
    take_out(session, xuan, set_id, "grades.kem")
    take_out(session, xuan, set_id, "grades.kha")
    criteria.insert(session, xuan, set_id, "grades", {"label": "Khác"})
    criteria.undo(session, xuan, set_id)
    criteria.undo(session, xuan, set_id)
    assert [row["id"] for row in data(session, xuan, set_id)["grades"]] == ["tot", "kha", "kem", "khac"]


def test_the_levels_that_another_way_of_scoring_dropped_come_back(session, xuan, set_id):
    before = data(session, xuan, set_id)
    criteria.put(session, xuan, set_id, f"{I2}.method", "points", "levels")
    criteria.put(session, xuan, set_id, f"{I2}.step", "0,5", "")
    assert criteria.draft(session, xuan, set_id).undoable == "tiêu chí 1.2, cách chấm"
    criteria.undo(session, xuan, set_id)
    assert data(session, xuan, set_id) == before


def test_a_note_comes_back_unless_the_notes_were_changed_since(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "notes", ["Một", "Hai"], None)
    criteria.take_out(session, xuan, set_id, "notes", ["Hai"], ["Một", "Hai"])
    criteria.undo(session, xuan, set_id)
    assert data(session, xuan, set_id)["notes"] == ["Một", "Hai"]
    criteria.take_out(session, xuan, set_id, "notes", None, ["Một", "Hai"])
    criteria.put(session, xuan, set_id, "notes", ["Ba"], None)
    with pytest.raises(Conflict, match="“Ghi chú” đã được sửa tiếp"):
        criteria.undo(session, xuan, set_id)


def test_the_draft_before_a_file_comes_back_unless_it_was_changed_since(session, xuan, set_id):
    before = data(session, xuan, set_id)
    criteria.replace(session, xuan, set_id, a_form(title="Từ tệp"), 0)
    assert criteria.undo(session, xuan, set_id) == "bản trước khi tải tệp lên"
    assert data(session, xuan, set_id) == before
    criteria.replace(session, xuan, set_id, a_form(title="Từ tệp"), 2)
    criteria.put(session, xuan, set_id, "title", "Sửa tiếp", "Từ tệp")
    with pytest.raises(Conflict, match="đã có sửa đổi khác"):
        criteria.undo(session, xuan, set_id)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_any_row_of_removals_is_undone_by_as_many_steps_back(rolled_back, choices):
    with rolled_back() as session:
        commune = a_unit(session)
        officer = an_actor(session, commune)
        set_id = criteria.store(session, officer, a_form(), commune.id)
        before = data(session, officer, set_id)
        taken = 0
        for choice in choices:
            parts = [found.address for found in criteria.every_part(data(session, officer, set_id)) if found.address]
            if parts:
                take_out(session, officer, set_id, parts[choice % len(parts)])
                taken += 1
        for _ in range(taken):
            criteria.undo(session, officer, set_id)
        assert data(session, officer, set_id) == before
