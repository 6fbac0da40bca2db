"""Who refers to a document by its number: forms, programmes, templates, records; not those of a longer number."""

from datetime import date

import pytest

from models import AgendaItem, AgendaTemplate
from models.base import new_id
from services import four_good, library
from services.clock import now
from services.four_good import USUAL, ProgrammeDraft
from services.library import DocumentDraft
from tests.factories_assessments import a_criteria_set
from tests.services.metrics.rows import a_meeting
from tests.statements import counted

NUMBER = "42-HD/BTCTW"


@pytest.fixture
def document(session, cast):
    draft = DocumentDraft(NUMBER, date(2025, 10, 28), "Ban Tổ chức Trung ương", "Hướng dẫn sinh hoạt chi bộ")
    return library.keep(session, cast.staff, cast.district.id, draft, None, new_id())


def found(session, actor, key):
    return library.mentions(session, actor, library.document(session, actor, key))


def test_nothing_refers_to_a_new_document(session, cast, document):
    assert found(session, cast.staff, document).is_empty


def test_criteria_sets_by_their_number_or_their_words(session, cast, document):
    own = a_criteria_set(session, cast.district, document_number="42-hd/btctw")
    more = 'legal_basis: ["Hướng dẫn số 42-HD/BTCTW ngày 28/10/2025"]'
    citing = a_criteria_set(session, cast.district, code="khac", document_number="9-QĐ/HU", more=more)
    a_criteria_set(session, cast.district, code="xa", document_number="142-HD/BTCTW")
    draft = a_criteria_set(session, cast.district, published=False, code="nhap", document_number=NUMBER)
    assert {row.set_id for row in found(session, cast.staff, document).sets} == {own, citing, draft}
    assert {row.set_id for row in found(session, cast.secretary, document).sets} == {own, citing}


def test_programmes_by_their_number(session, cast, document):
    facts = {"first_year": 2026, "last_year": 2027, "document_date": date(2025, 11, 1)}
    days = {name: four_good.shown(getattr(USUAL, name)) for name in ("registered_until", "assessed_until")}
    days |= {name: four_good.shown(getattr(USUAL, name)) for name in ("reviewed_until", "recognised_until")}
    draft = ProgrammeDraft(kind="four_good_cell", title="Kế hoạch", document_number=NUMBER, note="", **facts, **days)
    four_good.create_programme(session, cast.staff, cast.district.id, draft, new_id())
    assert [row.title for row in found(session, cast.secretary, document).programmes] == ["Kế hoạch"]


def test_templates_of_agendas_by_their_words(session, cast, document):
    for unit, lines in ((cast.district, f"Quán triệt {NUMBER}\nKhác"), (cast.commune, f"Nói về 1{NUMBER}")):
        session.add(AgendaTemplate(unit_id=unit.id, cell_type=None, lines=lines, changed_at=now()))
    session.flush()
    assert found(session, cast.secretary, document).templates == ("Đảng bộ huyện Ngân Sơn",)


def test_records_by_their_words_in_reach_the_newest_first(session, cast, document):
    for month, unit, field in ((3, cast.cell, "content"), (5, cast.cell, "directions"), (4, cast.far, "conclusion")):
        a_meeting(session, unit, date(2026, month, 1), **{field: f"Quán triệt {NUMBER.lower()}, thảo luận."})
    a_meeting(session, cast.cell, date(2026, 6, 1), content=f"Văn bản 1{NUMBER} và {NUMBER}A")
    meeting = a_meeting(session, cast.neighbour, date(2026, 7, 1))
    session.add(AgendaItem(meeting_id=meeting.id, number=1, text=f"Học tập {NUMBER}"))
    session.flush()
    rows = found(session, cast.officer, document).meetings
    assert [(row.unit_name, row.month.month) for row in rows] == [
        ("Chi bộ Nặm Nộc", 7),
        ("Chi bộ Khuổi Ngọa", 5),
        ("Chi bộ Khuổi Ngọa", 3),
    ]
    assert [row.month.month for row in found(session, cast.stranger, document).meetings] == [4]
    assert not found(session, cast.staff, document).is_empty


def test_twenty_meetings_are_enough(session, cast, document):
    for month in range(1, 13):
        for year in (2025, 2026):
            a_meeting(session, cast.cell, date(year, month, 1), content=f"Theo {NUMBER}")
    rows = found(session, cast.officer, document).meetings
    assert len(rows) == 20
    assert rows[0].month == date(2026, 12, 1)


def test_more_meetings_cost_no_more_statements(session, cast, document):
    row = library.document(session, cast.staff, document)
    counts = []
    for month in (1, 2):
        a_meeting(session, cast.cell, date(2026, month, 1), content=f"Theo {NUMBER}")
        session.expire_all()
        with counted(session) as statements:
            library.mentions(session, cast.staff, row)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        (NUMBER, True),
        ("theo Hướng dẫn số 42–HD/BTCTW.", True),
        ("42-hd/btctw,", True),
        ("(42-HD/BTCTW)", True),
        ("142-HD/BTCTW", False),
        ("42-HD/BTCTWA", False),
        ("42-HD", False),
        ("", False),
    ],
)
def test_a_number_is_named_as_a_whole(text, is_named):
    assert library.is_named(NUMBER, text) is is_named
