"""The library: kept by those who may, read at and below the unit that keeps it, in force on a day, found by words."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models import AuditEntry, GuidingDocument, Role
from models.base import new_id
from services import library
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.library import DocumentDraft, FileDraft
from tests.factories import a_stranger, a_unit, an_actor
from tests.statements import counted

ISSUED = date(2025, 10, 28)
PDF = FileDraft("huong dan.pdf", b"%PDF-1.7 noi dung")


def a_draft(**changes):
    facts = {
        "number": "42-HD/BTCTW",
        "issued_on": ISSUED,
        "issuer": "Ban Tổ chức Trung ương",
        "title": "Hướng dẫn sinh hoạt chi bộ",
    }
    return DocumentDraft(**(facts | changes))


def kept(session, actor, unit, file=None, token=None, **changes):
    return library.keep(session, actor, unit.id, a_draft(**changes), file, token or new_id())


def numbers(session, actor, words="", on=None):
    return [row.number for row in library.documents(session, actor, words, on)]


class TestKeeping:
    def test_it_is_listed_and_holds_from_its_day_on(self, session, cast):
        key = kept(session, cast.staff, cast.district, number=" 42-HD/BTCTW ")
        [row] = library.documents(session, cast.staff)
        assert (row.document_id, row.unit_id, row.unit_name) == (key, cast.district.id, "Đảng bộ huyện Ngân Sơn")
        assert (row.number, row.issued_on, row.issuer) == ("42-HD/BTCTW", ISSUED, "Ban Tổ chức Trung ương")
        assert (row.title, row.valid_from, row.valid_to) == ("Hướng dẫn sinh hoạt chi bộ", ISSUED, None)
        assert (row.file_name, row.file_size, row.is_reached) == ("", 0, True)
        assert row.named == "42-HD/BTCTW ngày 28/10/2025"

    def test_a_double_click_keeps_it_once(self, session, cast):
        token = new_id()
        for _ in range(2):
            assert kept(session, cast.staff, cast.district, token=token) == token
        assert session.exec(select(AuditEntry.action)).all() == ["document:kept"]
        with pytest.raises(Conflict):
            kept(session, cast.staff, cast.commune, token=token)

    def test_a_unit_keeps_a_number_of_a_day_once(self, session, cast):
        kept(session, cast.staff, cast.district)
        with pytest.raises(Conflict, match="42-HD/BTCTW ngày 28/10/2025"):
            kept(session, cast.staff, cast.district)
        kept(session, cast.staff, cast.commune)
        kept(session, cast.staff, cast.district, issued_on=date(2024, 1, 1))
        assert len(library.documents(session, cast.staff)) == 3

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"number": " "}, "number"),
            ({"number": "x" * 81}, "number"),
            ({"issued_on": None}, "issued_on"),
            ({"issued_on": date(2026, 11, 21)}, "issued_on"),
            ({"issuer": ""}, "issuer"),
            ({"issuer": "x" * 201}, "issuer"),
            ({"title": ""}, "title"),
            ({"title": "x" * 301}, "title"),
            ({"valid_from": date(2025, 10, 27)}, "valid_from"),
            ({"valid_to": ISSUED}, "valid_to"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_refused(self, session, cast, changes, field):
        with pytest.raises(Invalid) as refusal:
            kept(session, cast.staff, cast.district, **changes)
        assert refusal.value.field == field

    def test_reach_then_permission(self, session, cast):
        with pytest.raises(NotFound):
            kept(session, cast.officer, cast.district, number="")
        for reader in (cast.secretary, an_actor(session, cast.cell, Role.LEADER)):
            with pytest.raises(NotAllowed):
                kept(session, reader, cast.cell, number="")
        kept(session, cast.administrator, cast.district)
        kept(session, cast.officer, cast.commune)


class TestFiles:
    def test_a_file_is_kept_and_handed_out_word_for_word(self, session, cast):
        key = kept(session, cast.staff, cast.district, PDF)
        row = library.document(session, cast.secretary, key)
        assert (row.file_name, row.file_size) == ("huong dan.pdf", len(PDF.content))
        found = library.file(session, cast.secretary, key)
        assert (found.file_name, found.media_type, found.content) == ("huong dan.pdf", "application/pdf", PDF.content)

    @pytest.mark.parametrize("content", [b"", b"<html>", b"MZ\x90"])
    def test_other_kinds_of_file_are_refused(self, session, cast, content):
        with pytest.raises(Invalid) as refusal:
            kept(session, cast.staff, cast.district, FileDraft("a.pdf", content))
        assert refusal.value.field == "file"
        assert library.documents(session, cast.staff) == []

    def test_a_file_takes_the_place_of_another_and_can_be_taken_out(self, session, cast):
        key = kept(session, cast.staff, cast.district, PDF)
        new = FileDraft("moi.pdf", b"%PDF-1.7 moi")
        for _ in range(2):
            library.put_file(session, cast.staff, key, new)
        assert library.file(session, cast.staff, key).content == new.content
        for _ in range(2):
            library.take_file_out(session, cast.staff, key)
        with pytest.raises(NotFound):
            library.file(session, cast.staff, key)
        assert library.document(session, cast.staff, key).file_name == ""
        actions = session.exec(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
        assert actions == ["document:kept", "document:file_added", "document:file_removed"]

    def test_only_whoever_may_read_the_document_gets_it(self, session, cast):
        key = kept(session, cast.officer, cast.commune, PDF)
        for reader in (cast.secretary, cast.leader, cast.staff):
            assert library.file(session, reader, key).content == PDF.content
        with pytest.raises(NotFound):
            library.file(session, cast.stranger, key)


class TestChanging:
    def test_it_is_written_anew(self, session, cast):
        key = kept(session, cast.staff, cast.district, PDF)
        seen = library.document(session, cast.staff, key)
        for _ in range(2):
            library.change(session, cast.staff, key, a_draft(title="Hướng dẫn mới", valid_to=date(2026, 12, 1)), seen)
        row = library.document(session, cast.staff, key)
        assert (row.title, row.valid_to, row.file_name) == ("Hướng dẫn mới", date(2026, 12, 1), "huong dan.pdf")
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "document:changed")).all()
        assert [entry.details["changed"] for entry in entries] == [["title", "valid_to"]]

    def test_what_somebody_else_wrote_meanwhile_stays(self, session, cast):
        key = kept(session, cast.staff, cast.district)
        seen = library.document(session, cast.staff, key)
        library.change(session, cast.administrator, key, a_draft(title="Của người khác"), seen)
        with pytest.raises(Conflict):
            library.change(session, cast.staff, key, a_draft(title="Của tôi"), seen)

    def test_it_does_not_become_another_of_the_unit(self, session, cast):
        kept(session, cast.staff, cast.district, number="12-HD/BTCTW")
        key = kept(session, cast.staff, cast.district)
        seen = library.document(session, cast.staff, key)
        with pytest.raises(Conflict, match="12-HD/BTCTW"):
            library.change(session, cast.staff, key, a_draft(number="12-HD/BTCTW"), seen)

    def test_a_removed_one_is_gone_and_a_second_click_changes_nothing(self, session, cast):
        key = kept(session, cast.staff, cast.district, PDF)
        for _ in range(2):
            library.remove(session, cast.staff, key)
        assert session.exec(select(GuidingDocument)).all() == []
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "document:removed")).one()
        assert (entry.details["number"], entry.details["file_name"]) == ("42-HD/BTCTW", "huong dan.pdf")

    def test_what_is_read_from_below_is_not_changed_from_there(self, session, cast):
        key = kept(session, cast.staff, cast.district, PDF)
        seen = library.document(session, cast.officer, key)
        for change in (
            lambda actor: library.change(session, actor, key, a_draft(number=""), seen),
            lambda actor: library.put_file(session, actor, key, PDF),
            lambda actor: library.take_file_out(session, actor, key),
            lambda actor: library.remove(session, actor, key),
        ):
            with pytest.raises(NotFound):
                change(cast.officer)
            with pytest.raises(NotAllowed):
                change(cast.leader)


class TestReading:
    def test_what_a_unit_keeps_is_read_at_above_and_below_it(self, session, cast):
        for actor, unit, number in (
            (cast.staff, cast.district, "1"),
            (cast.officer, cast.commune, "2"),
            (cast.stranger, a_unit_of(cast.stranger), "3"),
        ):
            kept(session, actor, unit, number=number)
        found = {
            actor: sorted(numbers(session, actor))
            for actor in (cast.staff, cast.officer, cast.secretary, cast.stranger)
        }
        assert list(found.values()) == [["1", "2", "3"], ["1", "2"], ["1", "2"], ["1", "3"]]
        reached = {row.number: row.is_reached for row in library.documents(session, cast.officer)}
        assert reached == {"1": False, "2": True}
        key = next(row.document_id for row in library.documents(session, cast.stranger) if row.number == "3")
        with pytest.raises(NotFound):
            library.document(session, cast.officer, key)

    @pytest.mark.parametrize("words", ["42-HD/BTCTW", "42 hd", "SINH HOẠT chi bo", "ban to chuc", "hd/btctw huong"])
    def test_it_is_found_by_words_without_diacritics(self, session, cast, words):
        kept(session, cast.staff, cast.district)
        kept(session, cast.staff, cast.district, number="24-QĐ/TW", issuer="Trung ương", title="Thi hành Điều lệ")
        assert numbers(session, cast.officer, words) == ["42-HD/BTCTW"]

    def test_the_newest_comes_first(self, session, cast):
        for number, year in (("A", 2020), ("B", 2024), ("C", 2022)):
            kept(session, cast.staff, cast.district, number=number, issued_on=date(year, 1, 1))
        assert numbers(session, cast.staff) == ["B", "C", "A"]

    def test_the_last_day_is_outside(self, session, cast):
        kept(session, cast.staff, cast.district, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 1))
        for on, holds in (
            (date(2025, 12, 31), False),
            (date(2026, 1, 1), True),
            (date(2026, 5, 31), True),
            (date(2026, 6, 1), False),
        ):
            assert bool(numbers(session, cast.staff, on=on)) is holds

    def test_it_is_known_by_its_number_however_typed(self, session, cast):
        kept(session, cast.staff, cast.district)
        kept(session, cast.staff, cast.district, number="142-HD/BTCTW")
        for typed in ("42-HD/BTCTW", " 42–hd/btctw ", "42 HD/BTCTW"):
            assert [row.number for row in library.by_number(session, cast.secretary, typed)] == ["42-HD/BTCTW"]
        assert library.by_number(session, cast.secretary, " ") == library.by_number(session, cast.officer, "2-HD") == []

    def test_the_list_takes_one_statement_and_reads_no_files(self, session, cast):
        for number in range(3):
            kept(session, cast.staff, cast.district, PDF, number=str(number))
        with counted(session) as statements:
            assert len(library.documents(session, a_stranger(cast.district))) == 3
        assert len(statements) == 1
        assert "guiding_document.content," not in statements[0]

    @settings(max_examples=20)
    @given(
        spans=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10) | st.none()), min_size=1, max_size=5),
        asked=st.integers(-2, 32),
    )
    def test_on_any_day_those_hold_whose_time_covers_it(self, rolled_back, spans, asked):
        with rolled_back() as session:
            unit = a_unit(session)
            keeper = an_actor(session, unit)
            for number, (begin, length) in enumerate(spans):
                first = ISSUED + timedelta(days=begin)
                last = first + timedelta(days=length) if length else None
                kept(session, keeper, unit, number=str(number), valid_from=first, valid_to=last)
            found = numbers(session, keeper, on=ISSUED + timedelta(days=asked))
        covered = [begin <= asked and (length is None or asked < begin + length) for begin, length in spans]
        assert sorted(found) == [str(number) for number, covers in enumerate(covered) if covers]


def a_unit_of(actor):
    """The unit of an actor, as far as a document needs it."""
    return type("Known", (), {"id": actor.unit_id})
