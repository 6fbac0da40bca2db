"""Programmes: the nearest issuer's holds, contradictions stay in the note, only stewards write them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from models import AuditEntry, Programme, Role
from models.base import new_id
from services import clock, four_good
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.four_good import CELL, COMMITTEE, USUAL, Stage
from tests.factories import a_unit, an_actor, an_era
from tests.factories_four_good import a_programme, a_programme_draft

NOTE = "Kế hoạch 267-KH/HU ghi giai đoạn 2023–2030; một văn bản khác ghi 2023–2025."


def title_in_force(session, actor, unit, kind=CELL, year=2026):
    return four_good.programme(session, actor, unit.id, kind, year).title


def actions(session):
    query = select(AuditEntry.action).where(AuditEntry.entity == "programme").order_by(AuditEntry.sequence)
    return list(session.exec(query))


class TestInForce:
    def test_without_any_the_usual_days_hold(self, session, cam, cell):
        found = four_good.programme(session, cam, cell.id, CELL, 2026)
        assert (found.programme_id, found.days) == (None, USUAL)
        assert "Chưa có chương trình" in found.title

    def test_the_programme_of_a_unit_above_holds_though_it_is_out_of_reach(self, session, huong, district, cam, cell):
        a_programme(session, huong, district, assessed_until="15/11", document_number="267-KH/HU")
        found = four_good.programme(session, cam, cell.id, CELL, 2026)
        assert found.document == "số 267-KH/HU"
        assert found.days.last_on(Stage.ASSESS, 2026) == date(2026, 11, 15)
        assert (found.unit_name, found.is_reached) == ("Đảng bộ huyện Ngân Sơn", False)

    def test_the_nearest_issuers_holds(self, session, huong, xuan, district, commune, cam, cell):
        a_programme(session, huong, district, title="Của huyện")
        a_programme(session, xuan, commune, title="Của xã")
        assert title_in_force(session, cam, cell) == "Của xã"
        assert title_in_force(session, huong, district) == "Của huyện"

    @pytest.mark.parametrize(("year", "is_covered"), [(2022, False), (2023, True), (2030, True), (2031, False)])
    def test_it_holds_in_its_years_only(self, session, huong, district, year, is_covered):
        a_programme(session, huong, district)
        assert (four_good.programme(session, huong, district.id, CELL, year).programme_id is not None) is is_covered

    def test_it_holds_for_its_kind_only(self, session, huong, district):
        a_programme(session, huong, district, kind=COMMITTEE)
        assert four_good.programme(session, huong, district.id, CELL, 2026).programme_id is None
        assert four_good.programme(session, huong, district.id, COMMITTEE, 2026).programme_id is not None

    def test_the_tree_of_the_year_decides(self, session, huong, district, commune, cell):
        other = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        a_programme(session, huong, other, title="Của Đức Vân")
        moved = a_unit(session, "Chi bộ chuyển", kind="cell", parent=other, until=date(2026, 1, 1))
        an_era(session, moved, "Chi bộ chuyển", parent=commune, since=date(2026, 1, 1))
        assert title_in_force(session, huong, moved, year=2025) == "Của Đức Vân"
        assert title_in_force(session, huong, moved, year=2026) != "Của Đức Vân"

    def test_out_of_reach_there_is_none(self, session, cam, commune):
        with pytest.raises(NotFound):
            four_good.programme(session, cam, commune.id, CELL, 2026)


class TestListing:
    def test_it_has_those_in_reach_and_those_above(self, session, huong, xuan, district, commune):
        stranger = a_unit(session, "Đảng bộ xã Đức Vân", parent=district)
        a_programme(session, huong, district, title="Của huyện")
        a_programme(session, xuan, commune, title="Của xã", first_year=2025)
        a_programme(session, huong, stranger, title="Của xã khác")
        assert [(row.title, row.is_reached) for row in four_good.programmes(session, xuan)] == [
            ("Của xã", True),
            ("Của huyện", False),
        ]
        assert len(four_good.programmes(session, huong)) == 3


class TestWriting:
    def test_a_contradiction_is_kept_word_for_word_and_not_repaired(self, session, huong, district):
        a_programme(session, huong, district, note=f"  {NOTE}\nHai mốc.  ")
        [found] = four_good.programmes(session, huong)
        assert found.note == f"{NOTE}\nHai mốc."
        assert (found.first_year, found.last_year) == (2023, 2030)

    def test_the_same_token_again_makes_no_other(self, session, huong, district):
        token = new_id()
        for _ in range(2):
            assert four_good.create_programme(session, huong, district.id, a_programme_draft(), token) == token
        assert len(session.exec(select(Programme)).all()) == 1
        assert actions(session) == ["programme:created"]

    @pytest.mark.parametrize(("first", "last"), [(2030, 2035), (2020, 2023), (2024, 2025), (2020, 2040)])
    def test_two_of_one_unit_never_overlap(self, session, huong, district, first, last):
        a_programme(session, huong, district)
        with pytest.raises(Conflict, match="2023–2030") as refused:
            a_programme(session, huong, district, first_year=first, last_year=last)
        assert "ghi chú" in refused.value.sentence

    def test_one_after_the_other_is_no_overlap(self, session, huong, district):
        a_programme(session, huong, district, title="Giai đoạn sau", first_year=2031, last_year=2035)
        a_programme(session, huong, district)
        assert title_in_force(session, huong, district, year=2031) == "Giai đoạn sau"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "a" * 301}, "title"),
            ({"kind": "annual_cell"}, "kind"),
            ({"first_year": 1999}, "first_year"),
            ({"last_year": 2101}, "first_year"),
            ({"last_year": 2022}, "last_year"),
            ({"registered_until": "30/2"}, "registered_until"),
            ({"assessed_until": "1/3"}, "assessed_until"),
            ({"recognised_until": "14/12"}, "recognised_until"),
            ({"document_number": "a" * 81}, "document_number"),
            ({"document_date": date(2026, 12, 11)}, "document_date"),
            ({"note": "a" * 1001}, "note"),
        ],
    )
    def test_what_cannot_be_is_refused_with_its_field(self, session, huong, district, changes, field):
        with pytest.raises(Invalid) as refused:
            a_programme(session, huong, district, **changes)
        assert refused.value.field == field
        assert session.exec(select(Programme)).all() == []

    def test_a_change_is_kept_and_audited_and_the_same_again_is_none(self, session, huong, district):
        programme_id = a_programme(session, huong, district)
        seen = session.get_one(Programme, programme_id).changed_at
        with clock.set_to(datetime(2026, 12, 11, tzinfo=UTC)):
            draft = a_programme_draft(assessed_until="20/11")
            for _ in range(2):
                four_good.change_programme(session, huong, programme_id, draft, seen)
        assert four_good.programmes(session, huong)[0].days.assessed_until == "11-20"
        assert actions(session) == ["programme:created", "programme:changed"]

    def test_who_saw_an_older_state_overwrites_nothing(self, session, huong, district):
        programme_id = a_programme(session, huong, district)
        seen = session.get_one(Programme, programme_id).changed_at
        with clock.set_to(datetime(2026, 12, 11, tzinfo=UTC)):
            four_good.change_programme(session, huong, programme_id, a_programme_draft(title="Mới"), seen)
            with pytest.raises(Conflict, match="vừa được người khác sửa"):
                four_good.change_programme(session, huong, programme_id, a_programme_draft(title="Khác"), seen)
        assert title_in_force(session, huong, district) == "Mới"

    def test_the_kind_stays(self, session, huong, district):
        programme_id = a_programme(session, huong, district)
        seen = session.get_one(Programme, programme_id).changed_at
        with pytest.raises(Invalid, match="loại"):
            four_good.change_programme(session, huong, programme_id, a_programme_draft(kind=COMMITTEE), seen)

    def test_removed_it_gives_way_to_the_one_above(self, session, huong, xuan, district, commune):
        a_programme(session, huong, district, title="Của huyện")
        own = a_programme(session, xuan, commune, title="Của xã")
        for _ in range(2):
            four_good.remove_programme(session, xuan, own, clock.now())
        assert title_in_force(session, xuan, commune) == "Của huyện"
        assert actions(session) == [*["programme:created"] * 2, "programme:removed"]

    def test_of_what_was_removed_others_hear_nothing(self, session, huong, district, xuan, commune, cam):
        gone, seen = a_programme(session, huong, district), clock.now()
        of_commune = a_programme(session, xuan, commune)
        four_good.remove_programme(session, huong, gone, seen)
        four_good.remove_programme(session, huong, of_commune, seen)
        with pytest.raises(NotFound):
            four_good.remove_programme(session, xuan, gone, seen)
        with pytest.raises(NotAllowed):
            four_good.remove_programme(session, an_actor(session, commune, Role.LEADER), of_commune, seen)

    def test_what_was_changed_since_is_not_removed_unseen(self, session, huong, district):
        programme_id, seen = a_programme(session, huong, district), clock.now()
        with clock.set_to(datetime(2026, 12, 11, tzinfo=UTC)):
            four_good.change_programme(session, huong, programme_id, a_programme_draft(title="Mới"), seen)
            with pytest.raises(Conflict, match="vừa được người khác sửa"):
                four_good.remove_programme(session, huong, programme_id, seen)
        assert title_in_force(session, huong, district) == "Mới"


class TestWho:
    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_write_criteria(self, session, district, role):
        actor = an_actor(session, district, role)
        if role in {Role.ADMINISTRATOR, Role.DISTRICT_STAFF, Role.COMMUNE_OFFICER}:
            a_programme(session, actor, district)
        else:
            with pytest.raises(NotAllowed):
                a_programme(session, actor, district)

    def test_nobody_above_the_own_reach(self, session, huong, district, xuan):
        with pytest.raises(NotFound):
            a_programme(session, xuan, district)
        of_district = a_programme(session, huong, district)
        with pytest.raises(NotFound):
            four_good.change_programme(session, xuan, of_district, a_programme_draft(title="Khác"), None)
        with pytest.raises(NotFound):
            four_good.remove_programme(session, xuan, of_district, clock.now())

    def test_what_does_not_exist_is_not_found(self, session, huong):
        with pytest.raises(NotFound):
            four_good.remove_programme(session, huong, new_id(), clock.now())
