"""Write-through: what was typed is stored as typed, refused with a sentence, and never overwritten unseen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, func, select

from models import Answer, Assessment, AuditEntry, Role, UnitKind
from services import assessments, clock
from services.assessments import AssessmentRef
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_unit, an_actor, an_era
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, filled

APPLIES, LEFT_OUT = True, False


def value_of(session, ref, item_id="i1", field="value"):
    row = session.exec(select(Answer).where(Answer.item_id == item_id)).one_or_none()
    return getattr(row, field) if row else None


def write(session, actor, ref, value, seen=None, *, item="i1", field="value"):
    return assessments.answer(session, actor, ref, item, field, value, seen)


@pytest.mark.parametrize(
    ("item", "typed", "stored", "shown"),
    [
        ("i1", "4,75", "4.75", "4,75"),
        ("i1", " 4.5 ", "4.5", "4,5"),
        ("i1", "4,", "4", "4"),
        ("i1", "10", "10", "10"),
        ("i1", "0", "0", "0"),
        ("i2", "part", "part", "part"),
        ("i3", "yes", "yes", "yes"),
        ("i3", "no", "no", "no"),
        ("i4", "3", "3", "3"),
    ],
)
def test_what_was_typed_is_stored_and_shown_again(session, cam, ref, item, typed, stored, shown):
    assert write(session, cam, ref, typed, item=item) == shown
    assert value_of(session, ref, item) == stored


@pytest.mark.parametrize(
    ("item", "typed", "sentence"),
    [
        ("i1", "nhiều", "Tiêu chí 1.1: “nhiều” không phải là số điểm"),
        ("i1", ",", "Tiêu chí 1.1: “,” không phải là số điểm"),
        ("i1", "4,,", "Tiêu chí 1.1: “4,” không phải là số điểm"),
        ("i1", "-1", "Tiêu chí 1.1: Điểm không được âm"),
        ("i1", "1.000", "Tiêu chí 1.1: .*hai chữ số"),
        ("i1", "10,25", "1.1 phải từ 0 đến 10; đã nhập 10,25"),
        ("i1", "4,8", "1.1 phải là bội số của 0,25; đã nhập 4,8"),
        ("i2", "best", "1.2 phải chọn một trong 2 mức"),
        ("i3", "maybe", "2.1 chỉ nhận “Có” hoặc “Không”"),
        ("i4", "hai", "2.2 phải"),
        ("i4", "²", "2.2 phải"),
        ("i4", "1" * 5000, "2.2 phải"),
    ],
)
def test_a_refusal_names_the_item_and_the_rule(session, cam, ref, item, typed, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        write(session, cam, ref, typed, item=item)
    assert refusal.value.field == item
    assert value_of(session, ref, item) is None


@pytest.mark.parametrize("forged", [True, 5, 4.75, ["full"], b"full", {"value": 1}])
@pytest.mark.parametrize("item", ["i1", "i2", "i3", "i4"])
def test_a_forged_value_is_refused_not_stored(session, cam, ref, item, forged):
    with pytest.raises(Invalid):
        write(session, cam, ref, forged, item=item)


@pytest.mark.parametrize(("item", "field"), [("i9", "value"), ("i1", "total"), ("", "value"), ("i1", "")])
def test_what_the_form_does_not_have_is_refused(session, cam, ref, item, field):
    with pytest.raises(Invalid, match="mở lại trang"):
        write(session, cam, ref, "1", item=item, field=field)


def test_nothing_is_pre_filled(session, cam, ref):
    sheet = assessments.sheet(session, cam, ref)
    assert [row.typed for section in sheet.sections for row in section.items] == [None] * 4
    assert sheet.score.total is None


def test_an_emptied_field_is_unanswered_again(session, cam, ref):
    write(session, cam, ref, "4,75")
    assert write(session, cam, ref, "", "4,75") is None
    assert value_of(session, ref) is None


def test_a_note_keeps_its_lines_and_loses_what_cannot_be_seen(session, cam, ref):
    note = write(session, cam, ref, "  Dòng một\r\nDo\u0300ng hai\u202e ", "", field="note")
    assert note == "Dòng một\nDòng hai"
    assert value_of(session, ref, field="note") == note


def test_a_note_has_an_end(session, cam, ref):
    with pytest.raises(Invalid, match=r"Thuyết minh của tiêu chí 1.1 dài 2.001 ký tự, tối đa là 2.000"):
        write(session, cam, ref, "a" * 2001, "", field="note")


@pytest.mark.parametrize("forged", [5, True, "\ud800", ["x"]])
def test_a_forged_note_is_refused(session, cam, ref, forged):
    with pytest.raises(Invalid, match="phải là chữ"):
        write(session, cam, ref, forged, "", field="note")


def test_only_an_item_that_may_be_left_out_can_be(session, cam, ref):
    assert write(session, cam, ref, LEFT_OUT, APPLIES, item="i4", field="applicable") is LEFT_OUT
    with pytest.raises(Invalid, match=r"1\.1 áp dụng cho mọi trường hợp"):
        write(session, cam, ref, LEFT_OUT, APPLIES, item="i1", field="applicable")
    with pytest.raises(Invalid, match="Áp dụng"):
        write(session, cam, ref, "no", APPLIES, item="i4", field="applicable")


def test_what_does_not_apply_keeps_its_answer_for_when_it_does(session, cam, ref):
    write(session, cam, ref, "1", item="i4")
    write(session, cam, ref, LEFT_OUT, APPLIES, item="i4", field="applicable")
    row = assessments.sheet(session, cam, ref).sections[1].items[1]
    assert (row.typed, row.answer.is_applicable, row.score.points) == ("1", False, 2)


def test_the_first_answer_begins_the_assessment_and_the_second_finds_it(session, cam, ref):
    filled(session, cam, type("Cell", (), {"id": ref.unit_id}), {"i1": "5", "i2": "full"})
    assert session.exec(select(func.count()).select_from(Assessment)).one() == 1
    assert session.exec(select(AuditEntry.action).order_by(col(AuditEntry.sequence)).offset(3)).all() == [
        "assessment:created",
        "assessment:answered",
        "assessment:answered",
    ]


def test_another_persons_answer_is_not_overwritten_unseen(session, cam, xuan, ref):
    write(session, cam, ref, "4,75")
    with pytest.raises(Conflict, match=r"Kết quả của tiêu chí 1\.1 vừa được người khác sửa thành “4,75”"):
        write(session, xuan, ref, "6", None)
    assert value_of(session, ref) == "4.75"
    assert write(session, xuan, ref, "6", "4,75") == "6"


@pytest.mark.parametrize(
    ("item", "field", "first", "said"),
    [
        ("i2", "value", "part", "Hoàn thành một phần"),
        ("i3", "value", "no", "không"),
        ("i4", "applicable", False, "không áp dụng"),
        ("i1", "note", "Thiếu một chỉ tiêu", "Thiếu một chỉ tiêu"),
    ],
)
def test_a_conflict_says_what_stands_there_in_words(session, cam, xuan, ref, item, field, first, said):
    empty = {"value": None, "note": "", "applicable": True}[field]
    other = {"i2": "full", "i3": "yes", "i1": "Khác"}.get(item)
    write(session, cam, ref, first, empty, item=item, field=field)
    if field == "applicable":
        # A switch has two sides: whoever saw the other side wants what stands there already.
        assert write(session, xuan, ref, first, empty, item=item, field=field) is first
        return
    with pytest.raises(Conflict, match=f"sửa thành “{said}”"):
        write(session, xuan, ref, other, empty, item=item, field=field)


def test_the_same_answer_twice_is_one_and_no_conflict(session, cam, xuan, ref):
    write(session, cam, ref, "4,75")
    assert write(session, xuan, ref, "4.75", None) == "4,75"
    assert session.exec(select(AuditEntry.action)).all().count("assessment:answered") == 1


points = st.integers(0, 40).map(lambda quarter: f"{quarter / 4:g}".replace(".", ","))
"""0 to 10 in quarters, as typed."""


@given(history=st.lists(st.tuples(st.integers(0, 2), points), max_size=12))
def test_only_who_saw_what_stands_there_changes_it(rolled_back, history):
    """Three screens type into one field; each knows what it last saw. Nobody's answer is lost unknowingly."""
    with rolled_back() as session:
        commune = a_unit(session)
        cell = a_cell(session, commune)
        a_criteria_set(session, commune)
        actor, ref = a_secretary(session, cell), AssessmentRef(cell.id, YEAR)
        stands: str | None = None
        screens: list[str | None] = [None, None, None]
        for screen, typed in history:
            try:
                screens[screen] = write(session, actor, ref, typed, screens[screen])
            except Conflict:
                assert screens[screen] != stands
                assert typed != stands
                screens[screen] = stands
            else:
                assert screens[screen] == typed
                stands = typed
            assert assessments.sheet(session, actor, ref).sections[0].items[0].typed == stands


def test_the_sheet_says_when_it_was_last_stored(session, cam, ref):
    write(session, cam, ref, "4")
    with clock.set_to(clock.now() + timedelta(hours=1)):
        write(session, cam, ref, "5", "4")
        assert assessments.sheet(session, cam, ref).course.changed_at == clock.now()


def test_the_trail_says_what_was_answered_and_that_a_note_changed_but_not_the_note(session, cam, ref):
    write(session, cam, ref, "4,5")
    write(session, cam, ref, "Đồng chí A chậm", "", field="note")
    query = select(AuditEntry.details).where(AuditEntry.action == "assessment:answered")
    details = session.exec(query.order_by(col(AuditEntry.sequence))).all()
    assert details == [{"item": "i1", "field": "value", "value": "4,5"}, {"item": "i1", "field": "note"}]


def test_a_leader_reads_and_changes_nothing(session, commune, in_force, ref):
    leader = an_actor(session, commune, Role.LEADER)
    with pytest.raises(NotAllowed):
        write(session, leader, ref, "5")
    assert assessments.sheet(session, leader, ref).course.state is None


def test_a_year_that_has_not_begun_is_refused(session, cam, cell):
    with pytest.raises(Invalid, match="Năm 2027 chưa tới"):
        write(session, cam, AssessmentRef(cell.id, 2027), "5")


@pytest.mark.parametrize("year", [0, -5, 10**9])
def test_a_year_that_no_calendar_holds_is_refused(session, cam, cell, year):
    with pytest.raises(Invalid, match=f"Năm {year}"):
        assessments.sheet(session, cam, AssessmentRef(cell.id, year))


def test_only_cells_assess_themselves(session, commune, xuan, in_force):
    with pytest.raises(Invalid, match="Chỉ chi bộ"):
        write(session, xuan, AssessmentRef(commune.id, YEAR), "5")


def test_a_cell_assesses_the_years_in_which_it_existed(session, commune, xuan, in_force):

    young = a_cell(session, commune, "Chi bộ mới", since=date(2026, 6, 1))
    gone = a_cell(session, commune, "Chi bộ cũ", since=date(2020, 1, 1), until=date(2026, 1, 1))
    write(session, xuan, AssessmentRef(young.id, 2026), "5")
    write(session, xuan, AssessmentRef(gone.id, 2025), "5")
    unborn = a_cell(session, commune, "Chi bộ tháng sau", since=date(2026, 12, 1))
    for ref in (AssessmentRef(young.id, 2025), AssessmentRef(gone.id, 2026), AssessmentRef(unborn.id, 2026)):
        with pytest.raises(Invalid, match="chưa thành lập hoặc đã thôi hoạt động"):
            write(session, xuan, ref, "5")


def test_a_cell_that_became_a_committee_is_no_cell_any_more(session, commune, xuan, in_force):

    grown = a_cell(session, commune, "Chi bộ lớn", until=date(2026, 5, 1))
    an_era(session, grown, "Đảng bộ bộ phận", kind=UnitKind.SUB_COMMITTEE, parent=commune, since=date(2026, 5, 1))
    with pytest.raises(Invalid, match="Chỉ chi bộ"):
        write(session, xuan, AssessmentRef(grown.id, 2026), "5")
    write(session, xuan, AssessmentRef(grown.id, 2025), "5")


def test_without_a_set_in_force_the_refusal_says_what_to_do(session, cell):
    cam = a_secretary(session, cell)
    with pytest.raises(NotFound, match=r"Chưa có bộ tiêu chí “chi bộ bốn tốt”.*báo quản trị"):
        write(session, cam, AssessmentRef(cell.id, YEAR), "5")
