"""Praise stays with the unit and its superiors; a model is read by everybody below whoever noted it."""

from datetime import date

import pytest
from sqlmodel import select

from models import AuditEntry, Commendation, CommendationKind
from models.base import new_id
from services import followup
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.followup import KIND_NAMES, CommendationDraft
from tests.factories import a_cell, a_stranger, an_era
from tests.statements import counted

PRAISE, MODEL = CommendationKind.PRAISE, CommendationKind.MODEL
ON = date(2026, 9, 2)


def noted(
    session, actor, unit, kind=PRAISE, *, title="Làm đường nội thôn", text="Hiến đất", on=ON, number="", token=None
):
    draft = CommendationDraft(unit.id if unit else None, kind, title, text, on, number)
    return followup.commend(session, actor, draft, token or new_id())


def titles(session, actor, words="", kind=None):
    return [row.title for row in followup.commendations(session, actor, words, kind)]


class TestNoting:
    def test_it_is_listed_with_the_unit(self, session, cast):
        key = noted(session, cast.officer, cast.cell, title=" Làm  đường ", number="12-QĐ/ĐU")
        [row] = followup.commendations(session, cast.officer)
        assert (row.commendation_id, row.unit_id, row.unit_name) == (key, cast.cell.id, "Chi bộ Khuổi Ngọa")
        assert (row.kind, row.title, row.text, row.noted_on) == (PRAISE, "Làm đường", "Hiến đất", ON)
        assert (row.decision_number, row.is_reached) == ("12-QĐ/ĐU", True)

    def test_a_committee_may_be_praised(self, session, cast):
        noted(session, cast.staff, cast.commune)
        assert [row.unit_name for row in followup.commendations(session, cast.officer)] == ["Đảng bộ xã Bằng Vân"]

    def test_a_double_click_notes_it_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            assert noted(session, cast.officer, cast.cell, token=token) == token
        assert len(titles(session, cast.officer)) == 1
        assert session.exec(select(AuditEntry.action)).all() == ["commendation:noted"]
        with pytest.raises(Conflict):
            noted(session, cast.officer, cast.neighbour, token=token)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": None}, "kind"),
            ({"title": " "}, "title"),
            ({"title": "x" * 301}, "title"),
            ({"text": "x" * 4001}, "text"),
            ({"kind": MODEL, "text": "\n"}, "text"),
            ({"on": None}, "noted_on"),
            ({"on": date(2026, 11, 21)}, "noted_on"),
            ({"number": "x" * 81}, "decision_number"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, changes, field):
        with pytest.raises(Invalid) as refusal:
            noted(session, cast.officer, cast.cell, **changes)
        assert refusal.value.field == field

    def test_a_unit_has_to_be_chosen_and_a_praise_needs_no_text(self, session, cast):
        with pytest.raises(Invalid, match="chọn đơn vị"):
            noted(session, cast.officer, None)
        noted(session, cast.officer, cast.cell, text="")

    def test_reach_then_permission(self, session, cast):
        with pytest.raises(NotFound):
            noted(session, cast.stranger, cast.cell, title="")
        for reader in cast.readers:
            for unit in (cast.cell, None):
                with pytest.raises(NotAllowed):
                    noted(session, reader, unit, title="")


class TestReading:
    def test_a_model_of_the_commune_is_read_by_its_cells_a_praise_is_not(self, session, cast):
        noted(session, cast.officer, cast.neighbour, MODEL, title="Mô hình")
        noted(session, cast.officer, cast.neighbour, PRAISE, title="Khen")
        assert titles(session, cast.secretary) == ["Mô hình"]
        assert [row.is_reached for row in followup.commendations(session, cast.secretary)] == [False]
        assert titles(session, cast.stranger) == []
        assert sorted(titles(session, cast.staff)) == ["Khen", "Mô hình"]

    def test_a_model_of_the_district_is_read_everywhere_in_it(self, session, cast):
        noted(session, cast.staff, cast.far, MODEL, title="Mô hình")
        assert all(titles(session, actor) == ["Mô hình"] for actor in (cast.secretary, cast.officer, cast.stranger))

    def test_what_is_noted_below_is_not_spread_above_its_commune(self, session, cast):
        noted(session, cast.officer, cast.cell, MODEL, title="Mô hình")
        assert titles(session, cast.stranger) == []
        assert titles(session, a_stranger(cast.far)) == []

    @pytest.mark.parametrize("words", ["lam duong", "ĐƯỜNG làm", "hien dat", "12-qđ", "12 qd/du", "khuoi ngoạ"])
    def test_it_is_found_by_words_without_diacritics(self, session, cast, words):
        noted(session, cast.officer, cast.cell, number="12-QĐ/ĐU")
        noted(session, cast.officer, cast.neighbour, title="Việc khác", text="Khác")
        assert titles(session, cast.officer, words) == ["Làm đường nội thôn"]

    def test_by_kind_and_the_newest_first(self, session, cast):
        for title, on in (("B", date(2026, 1, 1)), ("A", ON), ("C", date(2025, 1, 1))):
            noted(session, cast.officer, cast.cell, title=title, on=on)
        noted(session, cast.officer, cast.cell, MODEL, title="D")
        assert titles(session, cast.officer, kind=PRAISE) == ["A", "B", "C"]
        assert titles(session, cast.officer, kind=MODEL) == ["D"]

    def test_the_unit_has_its_name_of_the_day(self, session, cast):
        cell = a_cell(session, cast.commune, "Chi bộ Cũ", until=date(2026, 6, 1))
        an_era(session, cell, "Chi bộ Mới", parent=cast.commune, since=date(2026, 6, 1))
        for on in (date(2026, 5, 31), date(2026, 6, 1)):
            noted(session, cast.officer, cell, on=on)
        assert [row.unit_name for row in followup.commendations(session, cast.officer)] == ["Chi bộ Mới", "Chi bộ Cũ"]

    def test_it_takes_one_statement(self, session, cast):
        for unit in (cast.cell, cast.neighbour, cast.far):
            noted(session, cast.staff, unit)
        with counted(session) as statements:
            assert len(titles(session, a_stranger(cast.district))) == 3
        assert len(statements) == 1


class TestRemoving:
    def test_it_is_gone_and_a_second_click_changes_nothing(self, session, cast):
        key = noted(session, cast.officer, cast.cell)
        for _ in range(2):
            followup.remove_commendation(session, cast.officer, key)
        assert session.exec(select(Commendation)).all() == []
        assert session.exec(select(AuditEntry.action)).all() == ["commendation:noted", "commendation:removed"]

    def test_reach_level_and_permission(self, session, cast):
        key = noted(session, cast.staff, cast.cell, MODEL)
        with pytest.raises(NotFound):
            followup.remove_commendation(session, cast.stranger, key)
        with pytest.raises(NotAllowed, match="cấp trên"):
            followup.remove_commendation(session, cast.officer, key)
        for reader in cast.readers:
            with pytest.raises(NotAllowed):
                followup.remove_commendation(session, reader, key)


def test_every_kind_has_a_name():
    assert KIND_NAMES.keys() == set(CommendationKind)
