"""The check of a draft: no errors, every warning accepted with a reason, and publication only behind it."""

from decimal import Decimal

import pytest
from sqlmodel import col, select

from models import AcceptedWarning, AuditEntry, CriteriaSet, CriteriaState, Role, SubjectKind
from services import criteria
from services.criteria import Kind
from services.errors import Conflict, Invalid
from tests.factories import an_actor
from tests.factories_assessments import a_form

I2 = "sections.good_1.items.i2"


@pytest.fixture
def set_id(session, xuan, commune):
    return criteria.store(session, xuan, a_form(), commune.id)


def state(session, set_id):
    return session.get_one(CriteriaSet, set_id).state


def floor_warning(session, actor, set_id):
    """The lowest level of the item 1.2 is worth something: the one warning of the small form."""
    [row] = criteria.check(session, actor, set_id).open_warnings
    assert (row.finding.rule, row.address, row.finding.example) == ("floor", I2, "2")
    return row.finding.fingerprint


def test_a_draft_with_an_open_warning_is_not_checked(session, xuan, set_id):
    found = criteria.check(session, xuan, set_id)
    assert (found.is_checked, len(found.open_warnings), state(session, set_id)) == (False, 1, CriteriaState.DRAFT)


def test_with_every_warning_accepted_it_is(session, xuan, set_id):
    criteria.accept_warning(session, xuan, set_id, floor_warning(session, xuan, set_id), " Văn bản  ghi như vậy ")
    found = criteria.check(session, xuan, set_id)
    assert (found.is_checked, found.open_warnings) == (True, ())
    assert state(session, set_id) is CriteriaState.CHECKED
    criteria.check(session, xuan, set_id)
    recorded = session.exec(select(AuditEntry.action).order_by(col(AuditEntry.sequence))).all()
    assert recorded[-2:] == ["criteria_set:warning_accepted", "criteria_set:checked"]


def test_a_draft_that_is_no_form_is_not_checked(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "title", "", "Bộ tiêu chí thử")
    found = criteria.check(session, xuan, set_id)
    assert (found.is_checked, found.examined.form, found.open_warnings) == (False, None, ())


def test_an_error_cannot_be_accepted(session, xuan, set_id):
    criteria.put(session, xuan, set_id, "max_points", "21", "20")
    [error] = criteria.check(session, xuan, set_id).examined.errors
    assert (error.address, error.finding.example) == ("max_points", "20")
    with pytest.raises(Conflict, match="không còn trong kết quả kiểm tra"):
        criteria.accept_warning(session, xuan, set_id, error.finding.fingerprint, "Cứ thế")


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_a_warning_wants_a_reason(session, xuan, set_id, reason):
    with pytest.raises(Invalid) as refused:
        criteria.accept_warning(session, xuan, set_id, floor_warning(session, xuan, set_id), reason)
    assert refused.value.field == "reason"
    assert session.exec(select(AcceptedWarning)).all() == []


def test_the_first_reason_stays(session, xuan, commune, set_id):
    fingerprint = floor_warning(session, xuan, set_id)
    criteria.accept_warning(session, xuan, set_id, fingerprint, "Văn bản ghi như vậy")
    criteria.accept_warning(session, an_actor(session, commune), set_id, fingerprint, "Lý do khác")
    kept = criteria.draft(session, xuan, set_id).accepted[fingerprint]
    assert (kept.reason, kept.accepted_by) == ("Văn bản ghi như vậy", xuan.display_name)


def test_a_warning_that_changed_wants_to_be_accepted_anew_and_the_old_reason_is_kept(session, xuan, set_id):
    old = floor_warning(session, xuan, set_id)
    criteria.accept_warning(session, xuan, set_id, old, "Văn bản ghi như vậy")
    assert criteria.put(session, xuan, set_id, f"{I2}.levels.part.points", "1,5", "2") == "1,5"
    found = criteria.check(session, xuan, set_id)
    assert not found.is_checked
    [row] = found.open_warnings
    assert (row.finding.example, row.finding.fingerprint == old) == ("1,5", False)
    assert criteria.draft(session, xuan, set_id).accepted[old].reason == "Văn bản ghi như vậy"
    assert found.examined.form.items["i2"].levels[1].points == Decimal("1.5")


def test_accepted_warnings_are_read_with_the_published_set(session, xuan, cam, set_id):
    fingerprint = floor_warning(session, xuan, set_id)
    criteria.accept_warning(session, xuan, set_id, fingerprint, "Văn bản ghi như vậy")
    criteria.check(session, xuan, set_id)
    criteria.publish(session, xuan, set_id)
    seen = criteria.view(session, cam, set_id)
    assert seen.accepted[fingerprint].reason == "Văn bản ghi như vậy"
    assert [row.finding.fingerprint for row in seen.examined.warnings] == [fingerprint]


def test_the_operator_publishes_no_set_with_an_open_warning(session, set_id):
    with pytest.raises(Invalid, match="còn 1 cảnh báo") as refused:
        criteria.publish(session, None, set_id)
    assert refused.value.reasons == ("Tiêu chí 1.2 thấp nhất vẫn được 2 điểm.",)
    assert state(session, set_id) is CriteriaState.DRAFT


def test_what_the_operator_answers_for_is_kept_and_read_with_the_set(session, cam, set_id):
    criteria.answer_for_warnings(session, None, set_id, " Văn bản  ghi như vậy ")
    criteria.publish(session, None, set_id)
    [kept] = criteria.view(session, cam, set_id).accepted.values()
    assert (kept.reason, kept.accepted_by) == ("Văn bản ghi như vậy", "Người vận hành")
    assert session.exec(select(AcceptedWarning.accepted_by)).one() is None


def test_what_the_operator_answered_for_needs_no_second_reason(session, xuan, set_id):
    criteria.answer_for_warnings(session, None, set_id, "Văn bản ghi như vậy")
    criteria.answer_for_warnings(session, None, set_id, "Lý do khác")
    found = criteria.check(session, xuan, set_id)
    assert (found.is_checked, found.open_warnings) == (True, ())
    assert session.exec(select(AcceptedWarning.reason)).all() == ["Văn bản ghi như vậy"]


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 501])
def test_the_operator_needs_a_reason_too(session, set_id, reason):
    with pytest.raises(Invalid):
        criteria.answer_for_warnings(session, None, set_id, reason)
    assert session.exec(select(AcceptedWarning)).all() == []


def test_a_copy_starts_without_accepted_warnings(session, xuan, commune, set_id):
    criteria.accept_warning(session, xuan, set_id, floor_warning(session, xuan, set_id), "Văn bản ghi như vậy")
    copied = criteria.copy(session, xuan, set_id, commune.id, as_new_version=False)
    assert criteria.draft(session, xuan, copied).accepted == {}


def test_an_error_keeps_a_draft_from_being_checked_though_every_warning_is_accepted(session, xuan, set_id):
    criteria.accept_warning(session, xuan, set_id, floor_warning(session, xuan, set_id), "Văn bản ghi như vậy")
    criteria.put(session, xuan, set_id, "max_points", "21", "20")
    found = criteria.check(session, xuan, set_id)
    assert (found.is_checked, found.open_warnings, state(session, set_id)) == (False, (), CriteriaState.DRAFT)


def test_whom_an_added_kind_is_about_is_known_from_the_kind_and_not_from_its_name(session, district, commune, xuan):
    admin = an_actor(session, district, Role.ADMINISTRATOR)
    criteria.add_kind(session, admin, Kind("kiem_tra", "kiểm tra buổi họp", SubjectKind.MEETING), district.id)
    set_id = criteria.store(session, xuan, a_form(kind="kiem_tra"), commune.id)
    of_meetings, of_units = {"metric": "duration_minutes", "gte": 90}, {"metric": "admissions", "gte": 1}
    criteria.put(session, xuan, set_id, "sections.good_2.items.i3.when", of_meetings, None)
    assert criteria.check(session, xuan, set_id).examined.errors == ()
    criteria.put(session, xuan, set_id, "sections.good_2.items.i3.when", of_units, of_meetings)
    assert [row.finding.rule for row in criteria.check(session, xuan, set_id).examined.errors] == ["metric_about"]


def test_metrics_that_are_not_about_the_subject_are_found(session, xuan, set_id):
    criteria.put(
        session, xuan, set_id, "sections.good_2.items.i3.when", {"metric": "duration_minutes", "gte": 90}, None
    )
    rules = {row.finding.rule: row.address for row in criteria.check(session, xuan, set_id).examined.errors}
    assert rules == {"metric_about": "sections.good_2.items.i3.when"}
