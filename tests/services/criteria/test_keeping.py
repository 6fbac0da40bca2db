"""The life of a criteria set: checked before it is kept, unchanged once published, no longer used from a day on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from models import AuditEntry, CriteriaKind, CriteriaSet, CriteriaState, Role, SubjectKind
from models.base import new_id
from services import assessments, criteria
from services.criteria import Kind
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.scoring import InvalidForm
from settings import HOME
from tests.factories import a_unit, an_actor
from tests.factories_assessments import a_criteria_set, a_form, filled, publish

KIND = "four_good_cell"
DAY = date(2026, 11, 22)
SHIPPED = sorted(Path(HOME, "data", "criteria").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_set_can_be_stored_and_published(session, district, path):
    set_id = criteria.store(session, None, path.read_text(encoding="utf-8"), district.id)
    publish(session, set_id)
    assert session.get_one(CriteriaSet, set_id).state is CriteriaState.PUBLISHED


def test_sets_are_shipped():
    assert SHIPPED


def test_the_head_of_the_file_becomes_the_row_and_the_body_stays_word_for_word(session, district):
    text = a_form(more="valid_to: 2027-01-01")
    row = session.get_one(CriteriaSet, criteria.store(session, None, text, district.id))
    assert row.body == text
    assert (row.code, row.version, row.kind, row.state) == ("thu", 1, KIND, CriteriaState.DRAFT)
    assert (row.title, row.issuer, row.document_number) == ("Bộ tiêu chí thử", "Huyện ủy thử", "01-QĐ/HU")
    assert (row.valid_from, row.valid_to) == (date(2025, 1, 1), date(2027, 1, 1))


def test_a_file_with_mistakes_is_refused_with_all_of_them(session, district):
    text = a_form().replace("method: yes_no", "method: maybe").replace("scoring_mode: points", "scoring_mode: luck")
    with pytest.raises(InvalidForm, match="có 2 chỗ cần sửa"):
        criteria.store(session, None, text, district.id)
    assert session.exec(select(CriteriaSet)).all() == []


def test_the_same_file_again_changes_nothing(session, district):
    first = criteria.store(session, None, a_form(), district.id)
    publish(session, first)
    assert criteria.store(session, None, a_form(), district.id) == first
    publish(session, first)
    recorded = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.sequence))).all()
    assert recorded == ["criteria_set:stored", "criteria_set:warning_accepted", "criteria_set:published"]


def test_a_draft_gives_way_to_a_newer_text(session, district):
    first = criteria.store(session, None, a_form(), district.id)
    assert criteria.store(session, None, a_form(title="Tên khác"), district.id) == first
    assert session.get_one(CriteriaSet, first).title == "Tên khác"


def test_a_published_set_never_changes(session, district):
    a_criteria_set(session, district)
    with pytest.raises(Conflict, match=r"phiên bản 1 đã có và không sửa được nữa. Đồng chí tăng số phiên bản"):
        criteria.store(session, None, a_form(title="Tên khác"), district.id)


def test_a_set_does_not_wander_to_another_unit(session, district, commune):
    criteria.store(session, None, a_form(), district.id)
    with pytest.raises(Conflict):
        criteria.store(session, None, a_form(title="Của xã"), commune.id)


def test_a_retired_set_does_not_come_back(session, district):
    set_id = a_criteria_set(session, district)
    session.get_one(CriteriaSet, set_id).state = CriteriaState.RETIRED
    with pytest.raises(Conflict, match="đã thôi dùng"):
        criteria.publish(session, None, set_id)


def test_what_the_lint_calls_an_error_is_not_published(session, district):
    set_id = criteria.store(session, None, a_form().replace("max_points: 20", "max_points: 21"), district.id)
    with pytest.raises(Invalid, match=r"Chưa ban hành được.*Tổng điểm ghi 21 nhưng các mục cộng lại được 20"):
        criteria.publish(session, None, set_id)
    assert session.get_one(CriteriaSet, set_id).state is CriteriaState.DRAFT


def test_administrators_and_officers_keep_the_sets_of_their_reach_and_nobody_else_does(session, district, commune):
    for role in Role:
        actor = an_actor(session, commune, role)
        with pytest.raises(NotFound):
            criteria.store(session, actor, a_form(), district.id)
        if role in {Role.CELL_SECRETARY, Role.LEADER}:
            with pytest.raises(NotAllowed):
                criteria.store(session, actor, a_form(), commune.id)
        else:
            publish_after_check(session, actor, criteria.store(session, actor, a_form(code=role.value), commune.id))
            assert session.exec(select(AuditEntry.account_id).where(AuditEntry.account_id == actor.account_id)).all()


def publish_after_check(session, actor, set_id):
    for row in criteria.check(session, actor, set_id).open_warnings:
        criteria.accept_warning(session, actor, set_id, row.finding.fingerprint, "Đúng như văn bản")
    assert criteria.check(session, actor, set_id).is_checked
    criteria.publish(session, actor, set_id)


def test_people_publish_only_what_was_checked_and_the_operator_whatever_has_no_errors(session, commune, xuan):
    set_id = criteria.store(session, xuan, a_form(), commune.id)
    with pytest.raises(Conflict, match="chưa qua kiểm tra"):
        criteria.publish(session, xuan, set_id)
    publish(session, set_id)
    row = session.get_one(CriteriaSet, set_id)
    assert (row.state, row.published_at is not None) == (CriteriaState.PUBLISHED, True)


def test_who_may_publish_and_retire_is_decided_by_reach_then_by_role(session, district, commune, cam, xuan, huyen):
    above, own = a_criteria_set(session, district, code="huyen"), a_criteria_set(session, commune, code="xa")
    leader = an_actor(session, commune, Role.LEADER)
    for change in (criteria.publish, lambda *who: criteria.retire(*who, DAY, "Có văn bản mới")):
        for actor, set_id in ((cam, own), (xuan, above)):
            with pytest.raises(NotFound):
                change(session, actor, set_id)
        with pytest.raises(NotAllowed):
            change(session, leader, own)
    criteria.retire(session, huyen, above, DAY, "Có văn bản mới")


def test_a_retired_set_holds_until_its_last_day_and_its_body_stays(session, commune, cell, cam, xuan):
    set_id = a_criteria_set(session, commune)
    body = session.get_one(CriteriaSet, set_id).body
    criteria.retire(session, xuan, set_id, DAY, " Có  văn bản mới ")
    row = session.get_one(CriteriaSet, set_id)
    assert (row.state, row.valid_to, row.retired_reason) == (CriteriaState.RETIRED, DAY, "Có văn bản mới")
    assert (row.retired_at is not None, row.body) == (True, body)
    assert criteria.in_force(session, cam, KIND, cell.id, DAY - timedelta(days=1)).set_id == set_id
    with pytest.raises(NotFound):
        criteria.in_force(session, cam, KIND, cell.id, DAY)


@pytest.mark.parametrize("more", ["", "valid_to: 2030-01-01"])
def test_a_set_retired_before_it_begins_never_holds(session, commune, cell, cam, xuan, more):
    set_id = a_criteria_set(session, commune, valid_from=date(2027, 1, 1), more=more)
    criteria.retire(session, xuan, set_id, date(2027, 1, 1), "Ban hành nhầm")
    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1)):
        with pytest.raises(NotFound):
            criteria.in_force(session, cam, KIND, cell.id, day)


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (DAY, "  ", "ghi lý do"),
        (DAY, "x" * 501, "tối đa 500"),
        (date(2027, 1, 2), "Hết hạn", "đã hết hiệu lực từ ngày"),
    ],
)
def test_retiring_wants_a_reason_and_a_day_before_the_end(session, commune, xuan, on, reason, sentence):
    set_id = a_criteria_set(session, commune, more="valid_to: 2027-01-01")
    with pytest.raises(Invalid, match=sentence):
        criteria.retire(session, xuan, set_id, on, reason)


def test_only_what_is_published_is_retired(session, commune, xuan):
    draft, gone = a_criteria_set(session, commune, code="nhap", published=False), a_criteria_set(session, commune)
    criteria.retire(session, xuan, gone, DAY, "Có văn bản mới")
    for set_id in (draft, gone):
        with pytest.raises(Conflict, match="đang ban hành"):
            criteria.retire(session, xuan, set_id, DAY, "Lý do khác")


def test_the_second_click_of_a_double_one_on_retiring_changes_nothing(session, commune, xuan):
    set_id = a_criteria_set(session, commune, valid_from=date(2026, 1, 1))
    for _ in range(2):
        criteria.retire(session, xuan, set_id, DAY, "Có văn bản mới")
    assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "criteria_set:retired")).all()) == 1
    for on, reason in ((DAY + timedelta(days=1), "Có văn bản mới"), (DAY, "Lý do khác")):
        with pytest.raises(Conflict, match="đang ban hành"):
            criteria.retire(session, xuan, set_id, on, reason)


def test_only_the_text_that_was_seen_is_published_or_thrown_away(session, commune, xuan):
    set_id = criteria.store(session, xuan, a_form(), commune.id)
    criteria.put(session, xuan, set_id, "title", "Tên khác", "Bộ tiêu chí thử")
    for row in criteria.check(session, xuan, set_id).open_warnings:
        criteria.accept_warning(session, xuan, set_id, row.finding.fingerprint, "Đúng như văn bản")
    criteria.check(session, xuan, set_id)
    for act, done in ((criteria.publish, "chưa ban hành"), (criteria.discard, "chưa bỏ")):
        with pytest.raises(Conflict, match=f"vừa được người khác sửa nên {done}"):
            act(session, xuan, set_id, revision=0)
    for _ in range(2):
        criteria.publish(session, xuan, set_id, revision=1)
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        criteria.publish(session, xuan, set_id, revision=0)
    assert len(session.exec(select(AuditEntry).where(AuditEntry.action == "criteria_set:published")).all()) == 1


@pytest.mark.parametrize("kind", ["annual_cell", "annual_committee"])
def test_how_a_year_is_graded_is_laid_down_from_the_district_upwards(session, district, commune, xuan, huyen, kind):
    own = criteria.store(session, xuan, a_form(kind=kind), commune.id)
    with pytest.raises(NotAllowed, match="hằng năm do cấp huyện trở lên ban hành"):
        publish_after_check(session, xuan, own)
    assert "do cấp huyện trở lên ban hành" in criteria.draft(session, xuan, own).publishing_refusal
    assert not criteria.draft(session, huyen, own).publishing_refusal
    for actor in (huyen, an_actor(session, district, Role.ADMINISTRATOR)):
        text = a_form(kind=kind, code=f"cua_{actor.role.value}")
        publish_after_check(session, actor, criteria.store(session, actor, text, district.id))


def test_a_kind_that_is_not_used_in_the_unit_is_neither_checked_nor_published(session, district, commune, xuan):
    other = a_unit(session, parent=district)
    kind = Kind("cua_xa_khac", "của xã khác", SubjectKind.CELL)
    criteria.add_kind(session, an_actor(session, other, Role.ADMINISTRATOR), kind, other.id)
    for code in ("cua_xa_khac", "khong_ai_biet"):
        set_id = criteria.store(session, xuan, a_form(kind=code, code=code), commune.id)
        for act in (
            lambda set_id=set_id: criteria.check(session, xuan, set_id),
            lambda set_id=set_id: criteria.publish(session, None, set_id),
        ):
            with pytest.raises(Conflict, match=f"Loại đánh giá “{code}” chưa có ở đơn vị"):
                act()


def test_a_kind_of_a_sibling_is_not_there_already_and_is_not_named(session, district, commune):
    other, kind = a_unit(session, parent=district), Kind("rieng", "riêng của xã", SubjectKind.CELL)
    there, here = (an_actor(session, unit, Role.ADMINISTRATOR) for unit in (other, commune))
    for _ in range(2):
        criteria.add_kind(session, there, kind, other.id)
    with pytest.raises(Conflict) as refused:
        criteria.add_kind(session, here, kind, commune.id)
    assert "riêng" not in refused.value.sentence.replace("“rieng”", "")


def test_a_kind_of_the_line_above_is_there_already_and_is_named(session, district, commune):
    kind = Kind("chung", "chung của huyện", SubjectKind.CELL)
    criteria.add_kind(session, an_actor(session, district, Role.ADMINISTRATOR), kind, district.id)
    here = an_actor(session, commune, Role.ADMINISTRATOR)
    criteria.add_kind(session, here, kind, commune.id)
    with pytest.raises(Conflict, match="đã dùng cho loại “chung của huyện”"):
        criteria.add_kind(session, here, Kind("chung", "tên khác", SubjectKind.CELL), commune.id)
    assert len(session.exec(select(CriteriaKind)).all()) == 1


def test_what_was_begun_with_a_set_keeps_it_when_it_is_retired(session, commune, cell, cam, xuan):
    set_id = a_criteria_set(session, commune)
    ref = filled(session, cam, cell)
    criteria.retire(session, xuan, set_id, date(2026, 1, 1), "Có văn bản mới")
    assert assessments.sheet(session, cam, ref).score.total == 20


def test_a_draft_is_thrown_away_and_the_trail_keeps_its_text(session, commune, xuan):
    set_id = criteria.store(session, xuan, a_form(), commune.id)
    found = criteria.check(session, xuan, set_id).open_warnings
    criteria.accept_warning(session, xuan, set_id, found[0].finding.fingerprint, "Đúng như văn bản")
    criteria.discard(session, xuan, set_id)
    assert session.get(CriteriaSet, set_id) is None
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "criteria_set:discarded")).one()
    assert entry.details["body"] == a_form()


def test_what_is_published_is_not_thrown_away(session, commune, xuan):
    with pytest.raises(Conflict, match="đã ban hành"):
        criteria.discard(session, xuan, a_criteria_set(session, commune))


def test_a_newer_file_takes_the_check_away(session, commune, xuan):
    set_id = criteria.store(session, xuan, a_form(), commune.id)
    for row in criteria.check(session, xuan, set_id).open_warnings:
        criteria.accept_warning(session, xuan, set_id, row.finding.fingerprint, "Đúng như văn bản")
    assert criteria.check(session, xuan, set_id).is_checked
    criteria.store(session, xuan, a_form(title="Tên khác"), commune.id)
    row = session.get_one(CriteriaSet, set_id)
    assert (row.state, row.revision) == (CriteriaState.DRAFT, 1)


def test_a_set_that_does_not_exist_is_not_published(session):
    with pytest.raises(NotFound):
        criteria.publish(session, None, new_id())


def test_a_set_of_a_unit_that_does_not_exist_is_not_stored(session):
    with pytest.raises(NotFound):
        criteria.store(session, None, a_form(), new_id())
