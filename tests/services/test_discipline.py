"""Disciplinary decisions: recorded once, about a member in reach, taken back where they were a mistake."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import func, select

from models import AuditEntry, Discipline, MembershipKind, Role, UnitKind
from models.base import new_id
from services import clock, members
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.members import DisciplineDraft, DisciplineForm
from tests.factories import a_cell, a_member, a_membership, a_stranger, a_unit, an_actor, an_era
from tests.statements import counted

TODAY, DAY = date(2026, 11, 20), date(2026, 5, 12)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.set_to(datetime(2026, 11, 20, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện Ngân Sơn", kind=UnitKind.DISTRICT)


@pytest.fixture
def commune(session, district):
    return a_unit(session, parent=district)


@pytest.fixture
def cell(session, commune):
    return a_cell(session, commune)


@pytest.fixture
def member(session, cell):
    return a_member(session, cell, "Lý Văn Sáu")


@pytest.fixture
def olga(session, commune):
    """Officer of the commune."""
    return an_actor(session, commune)


def a_draft(member, *, form=DisciplineForm.REPRIMAND, number="12-QĐ/UBKT", on=DAY):
    return DisciplineDraft(member.id if member else None, form, number, on)


def recorded(session, actor, member, **changes):
    return members.discipline(session, actor, a_draft(member, **changes), new_id())


def listed(session, actor, unit_id=None, first=FIRST, last=LAST):
    return members.disciplines(session, actor, unit_id, first, last)


class TestRecording:
    def test_a_decision_is_listed_with_the_member_and_the_cell_of_that_day(self, session, cell, member, olga):
        token = recorded(session, olga, member, number="  12-QĐ/UBKT ")
        [row] = listed(session, olga)
        assert (row.discipline_id, row.member_id, row.full_name) == (token, member.id, "Lý Văn Sáu")
        assert (row.unit_id, row.unit_name) == (cell.id, "Chi bộ Khuổi Ngọa")
        assert (row.form, row.decision_number, row.decided_on) == (DisciplineForm.REPRIMAND, "12-QĐ/UBKT", DAY)

    def test_the_cell_is_that_of_the_day_whatever_happened_since(self, session, commune, olga):
        old, new = a_cell(session, commune, "Chi bộ Nặm Nộc"), a_cell(session, commune, "Chi bộ Đông Chót")
        member = a_member(session, old, left_on=date(2026, 8, 1))
        a_membership(session, member, new, joined_on=date(2026, 8, 1))
        recorded(session, olga, member)
        recorded(session, olga, member, on=date(2026, 8, 1))
        assert [row.unit_id for row in listed(session, olga)] == [new.id, old.id]

    def test_whoever_was_expelled_that_very_day_still_counts_for_the_cell(self, session, cell, olga):
        member = a_member(session, cell, left_on=DAY)
        recorded(session, olga, member, form=DisciplineForm.EXPULSION)
        assert listed(session, olga)[0].unit_id == cell.id
        with pytest.raises(NotFound):
            recorded(session, olga, member, on=date(2026, 5, 13))

    def test_a_guest_is_disciplined_at_home(self, session, commune, cell, member, olga):
        host = a_cell(session, commune, "Chi bộ Nặm Nộc")
        a_membership(session, member, host, kind=MembershipKind.TEMPORARY_IN, joined_on=date(2026, 3, 1))
        recorded(session, olga, member)
        assert listed(session, olga)[0].unit_id == cell.id

    def test_a_double_click_records_it_once(self, session, member, olga):
        token = new_id()
        for _ in range(2):
            assert members.discipline(session, olga, a_draft(member), token) == token
        assert session.exec(select(func.count()).select_from(Discipline)).one() == 1
        assert session.exec(select(AuditEntry.action)).all() == ["discipline:recorded"]

    def test_the_same_decision_entered_again_is_refused_with_its_number(self, session, member, olga):
        recorded(session, olga, member)
        with pytest.raises(Conflict, match=r"Quyết định số 12-QĐ/UBKT ngày 12/05/2026 .* đã được ghi"):
            recorded(session, olga, member)
        recorded(session, olga, member, number="13-QĐ/UBKT")
        assert len(listed(session, olga)) == 2

    def test_the_id_of_another_decision_is_refused(self, session, cell, member, olga):
        token = recorded(session, olga, member)
        other = a_member(session, cell, "Lý Văn Bảy")
        with pytest.raises(Conflict):
            members.discipline(session, olga, a_draft(other), token)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"form": None}, "form"),
            ({"number": " \u200b"}, "decision_number"),
            ({"number": "x" * 81}, "decision_number"),
            ({"on": None}, "decided_on"),
            ({"on": date(2026, 11, 21)}, "decided_on"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, member, olga, changes, field):
        with pytest.raises(Invalid) as refusal:
            recorded(session, olga, member, **changes)
        assert refusal.value.field == field
        assert listed(session, olga) == []

    def test_somebody_has_to_be_chosen(self, session, olga):
        with pytest.raises(Invalid, match="chọn đảng viên"):
            recorded(session, olga, None)

    def test_the_audit_trail_keeps_it(self, session, cell, member, olga):
        token = recorded(session, olga, member)
        session.expire_all()
        entry = session.exec(select(AuditEntry)).one()
        assert (entry.entity, entry.entity_id, entry.unit_id) == ("discipline", str(token), cell.id)
        assert entry.details == {
            "member_id": str(member.id),
            "form": "reprimand",
            "decision_number": "12-QĐ/UBKT",
            "decided_on": "2026-05-12",
        }

    @pytest.mark.parametrize("role", [Role.CELL_SECRETARY, Role.LEADER, Role.ADMINISTRATOR])
    def test_who_may_not_write_records_nothing(self, session, commune, member, role):
        actor = an_actor(session, commune, role)
        for draft in (a_draft(member), a_draft(member, form=None), a_draft(None)):
            with pytest.raises(NotAllowed):
                members.discipline(session, actor, draft, new_id())

    def test_out_of_reach_and_nobody_at_all_are_refused_with_the_same_words(self, session, district, member):
        elsewhere = an_actor(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district))
        nowhere = a_member(session)
        sentences = set()
        for somebody in (member, nowhere):
            with pytest.raises(NotFound) as refusal:
                recorded(session, elsewhere, somebody)
            sentences.add(refusal.value.sentence)
        assert sentences == {"Ngày 12/05/2026 đảng viên này không sinh hoạt tại chi bộ nào trong phạm vi của đồng chí."}

    def test_who_belonged_to_a_cell_out_of_reach_that_day_is_not_found_although_they_are_here_now(
        self, session, district, cell, olga
    ):
        far = a_cell(session, a_unit(session, "Đảng bộ xã Đức Vân", parent=district), "Chi bộ xa")
        member = a_member(session, far, left_on=date(2026, 8, 1))
        a_membership(session, member, cell, joined_on=date(2026, 8, 1))
        with pytest.raises(NotFound):
            recorded(session, olga, member)
        recorded(session, olga, member, on=date(2026, 8, 1))


class TestWithdrawing:
    def test_it_is_gone_and_the_audit_trail_keeps_it(self, session, cell, member, olga):
        token = recorded(session, olga, member)
        members.withdraw_discipline(session, olga, token)
        assert listed(session, olga) == []
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "discipline:withdrawn")).one()
        assert (entry.unit_id, entry.details["decision_number"]) == (cell.id, "12-QĐ/UBKT")

    def test_a_second_click_changes_nothing(self, session, member, olga):
        token = recorded(session, olga, member)
        for _ in range(2):
            members.withdraw_discipline(session, olga, token)
        assert session.exec(select(AuditEntry.action)).all() == ["discipline:recorded", "discipline:withdrawn"]

    @pytest.mark.parametrize("role", [Role.CELL_SECRETARY, Role.LEADER, Role.ADMINISTRATOR])
    def test_who_may_not_write_takes_nothing_back(self, session, commune, member, olga, role):
        token = recorded(session, olga, member)
        actor = an_actor(session, commune, role)
        with pytest.raises(NotAllowed):
            members.withdraw_discipline(session, actor, token)
        members.withdraw_discipline(session, olga, token)
        with pytest.raises(NotAllowed):
            members.withdraw_discipline(session, actor, token)

    def test_out_of_reach_or_never_there_it_does_not_exist(self, session, district, member, olga):
        token = recorded(session, olga, member)
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        for is_gone in (False, True):
            if is_gone:
                members.withdraw_discipline(session, olga, token)
            for role in Role:
                with pytest.raises(NotFound):
                    members.withdraw_discipline(session, a_stranger(elsewhere, role), token)
        with pytest.raises(NotFound):
            members.withdraw_discipline(session, olga, new_id())


class TestListing:
    def test_the_days_are_inside_and_the_newest_comes_first(self, session, cell, olga):
        for name, on in (("D", FIRST), ("B", LAST.replace(month=11, day=20)), ("C", date(2025, 12, 31)), ("A", FIRST)):
            recorded(session, olga, a_member(session, cell, f"Lý Văn {name}"), on=on)
        assert [row.full_name for row in listed(session, olga)] == ["Lý Văn B", "Lý Văn A", "Lý Văn D"]
        assert [row.full_name for row in listed(session, olga, first=FIRST, last=FIRST)] == ["Lý Văn A", "Lý Văn D"]

    def test_a_unit_narrows_it_and_nothing_from_out_of_reach_is_listed(self, session, district, commune, member, olga):
        recorded(session, olga, member)
        near = a_cell(session, commune, "Chi bộ Nặm Nộc")
        elsewhere = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        assert len(listed(session, olga, commune.id)) == 1
        assert listed(session, olga, near.id) == []
        assert listed(session, a_stranger(elsewhere)) == []
        assert len(listed(session, a_stranger(district, Role.LEADER))) == 1
        with pytest.raises(NotFound):
            listed(session, a_stranger(elsewhere), commune.id)

    def test_the_cell_has_its_name_of_the_day(self, session, commune, olga):
        cell = a_cell(session, commune, "Chi bộ Cũ", until=date(2026, 6, 1))
        an_era(session, cell, "Chi bộ Mới", parent=commune, since=date(2026, 6, 1))
        member = a_member(session, cell)
        recorded(session, olga, member)
        recorded(session, olga, member, on=date(2026, 6, 1))
        assert [row.unit_name for row in listed(session, olga)] == ["Chi bộ Mới", "Chi bộ Cũ"]

    def test_it_takes_one_statement(self, session, cell, olga):
        for number in range(10):
            recorded(session, olga, a_member(session, cell, f"Lý Văn {number}"))
        with counted(session) as statements:
            assert len(listed(session, olga)) == 10
        assert len(statements) == 1


@pytest.mark.parametrize("form", list(DisciplineForm))
def test_every_form_has_a_name(form):
    assert members.FORM_NAMES[form]
