"""Templates from outside: looked through, tried, put to use for a part of the tree, taken back; attacks are refused."""

import re
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from sqlmodel import select

from documents import papers as documents
from models import AuditEntry, PaperKind, Role
from models.database import write_tx
from services import papers
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.papers import PaperRef, printing
from tests.factories import a_stranger, a_unit, an_actor
from tests.factories_meetings import a_cast
from tests.services.papers.conftest import NOW

KIND = PaperKind.TASK_LIST


def with_lines(*lines, change=lambda document: None):
    """The template that ships with further paragraphs."""
    document = docx.Document(BytesIO(documents.shipped(KIND)))
    for line in lines:
        document.add_paragraph(line)
    change(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name, content, *, change=None):
    """The template that ships with a further part in its zip, or an existing one changed."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(documents.shipped(KIND))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if change and entry.filename == name else data)
        if change is None:
            new.writestr(name, content)
    return out.getvalue()


def field(instruction):
    def change(document):
        found = OxmlElement("w:fldSimple")
        found.set(qn("w:instr"), instruction)
        document.add_paragraph()._p.append(found)

    return change


def split_field(*parts):
    def change(document):
        paragraph = document.add_paragraph()
        for part in parts:
            text = OxmlElement("w:instrText")
            text.text = part
            paragraph.add_run()._r.append(text)

    return change


def examined(content):
    return papers.examine(KIND, "mau.docx", content)


@pytest.mark.parametrize("kind", list(papers.NAMES_OF))
def test_what_ships_passes_its_own_check(kind):
    assert papers.examine(kind, "a.docx", documents.shipped(kind)).content == documents.shipped(kind)


def test_unknown_fields_are_all_named():
    with pytest.raises(Invalid, match=re.escape("không có: bi_thu, row_text, ten_chi_bo.")):
        examined(with_lines("{{ ten_chi_bo }}", "{% for row in tasks %}{{ row.row_text }}{% endfor %}", "{{ bi_thu }}"))


def test_a_field_that_only_a_rare_branch_prints_is_looked_at_too():
    with pytest.raises(Invalid, match="ten_chi_bo"):
        examined(with_lines("{% if not about %}{{ ten_chi_bo }}{% endif %}"))


def test_a_command_that_is_written_wrongly_is_told():
    with pytest.raises(Invalid, match="viết chưa đúng"):
        examined(with_lines("{% if about %}"))


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ about['__cl' + 'ass__']['__mro__'] }}",
        "{{ about|attr('__class__') }}",
        "{{ about|safe }}",
        "{% autoescape false %}{{ about }}{% endautoescape %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ lipsum.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ 'x' * 2000000000 }}",
    ],
)
def test_an_attack_is_refused(line):
    with pytest.raises(Invalid):
        examined(with_lines(line))


def test_a_template_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 2)
    monkeypatch.setattr(printing, "SECONDS_A_PAPER", 0)
    loops = "{% for a in about %}" * 12 + "x" + "{% endfor %}" * 12
    with pytest.raises(Invalid, match="không dùng được"):
        examined(with_lines(loops))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không chứa macro"),
        (b"PK\x03\x04 no archive", "không chứa macro"),
        (b"%PDF-1.7", "không chứa macro"),
        (bytes(2_000_001), "lớn hơn"),
    ],
)
def test_what_is_no_word_file_is_refused(content, words):
    with pytest.raises(Invalid, match=words):
        examined(content)


def test_macros_and_embedded_things_are_refused():
    for name in ("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/a.bin", "word/../x.xml"):
        with pytest.raises(Invalid, match="macro"):
            examined(with_part(name, b"x"))


def test_links_to_the_outside_are_refused():
    link = (
        b'<Relationship Id="x" Type="attachedTemplate" Target="http://a/b.dotm" TargetMode="External"/></Relationships>'
    )
    content = with_part(
        "word/_rels/document.xml.rels", b"", change=lambda data: data.replace(b"</Relationships>", link)
    )
    with pytest.raises(Invalid, match="liên kết ra ngoài"):
        examined(content)


@pytest.mark.parametrize(
    "change",
    [
        field(' INCLUDETEXT "/etc/passwd" '),
        field(" DDEAUTO c:\\\\x cmd "),
        split_field("INCLUDE", "PICTURE http://a"),
        split_field("inc", "ludetext /etc/passwd"),
    ],
    ids=["text", "dde", "picture", "lower case"],
)
def test_fields_that_reach_outside_are_refused(change):
    with pytest.raises(Invalid, match="trường tự động"):
        examined(with_lines(change=change))


def test_page_numbers_are_good_fields():
    assert examined(with_lines(change=split_field(" PA", "GE "))).kind is KIND


def test_entities_and_bombs_are_refused():
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(Invalid, match="khai báo"):
        examined(with_part("word/x.xml", entity))
    with pytest.raises(Invalid, match="quá nhiều dữ liệu"):
        examined(with_part("word/big.xml", bytes(21_000_000)))


def test_a_template_holds_for_its_unit_and_below_until_it_is_taken_back(session, cast):
    keeper = an_actor(session, cast.district, Role.ADMINISTRATOR)
    mine, theirs = examined(with_lines("Mẫu của xã")), examined(with_lines("Mẫu của huyện"))
    papers.put_to_use(session, keeper, cast.district.id, theirs)
    papers.put_to_use(session, keeper, cast.commune.id, mine)
    for unit, content in ((cast.cell, mine), (cast.commune, mine), (cast.district, theirs)):
        assert papers.in_use(session, keeper, unit.id, KIND) == content.content
    row = next(row for row in papers.templates(session, keeper, cast.cell.id) if row.kind is KIND)
    assert (row.unit_name, row.file_name) == ("Đảng bộ xã Bằng Vân", "mau.docx")
    papers.put_back(session, keeper, cast.commune.id, KIND)
    assert papers.in_use(session, keeper, cast.cell.id, KIND) == theirs.content
    papers.put_back(session, keeper, cast.district.id, KIND)
    assert papers.in_use(session, keeper, cast.cell.id, KIND) is None
    with pytest.raises(Conflict, match="không có mẫu riêng"):
        papers.put_back(session, keeper, cast.commune.id, KIND)
    actions = session.exec(select(AuditEntry.action).where(AuditEntry.entity == "paper_template")).all()
    assert sorted(actions) == ["paper_template:put_back"] * 2 + ["paper_template:replaced"] * 2


def test_a_newer_template_takes_the_place_of_an_older_one(session, cast):
    keeper = an_actor(session, cast.district, Role.ADMINISTRATOR)
    for words in ("cũ", "mới"):
        papers.put_to_use(session, keeper, cast.district.id, examined(with_lines(words)))
    content = papers.in_use(session, keeper, cast.cell.id, KIND)
    assert docx.Document(BytesIO(content)).paragraphs[-1].text == "mới"
    row = next(row for row in papers.templates(session, keeper, cast.district.id) if row.kind is KIND)
    assert papers.take_template(session, keeper, row.template_id).content == content


def test_a_paper_carries_the_template_that_is_in_use(session, cast, full):
    keeper = an_actor(session, cast.district, Role.ADMINISTRATOR)
    mine = examined(with_lines("Mẫu riêng: {{ about }}"))
    papers.put_to_use(session, keeper, cast.district.id, mine)
    paper = papers.paper(session, cast.officer, PaperRef(KIND, cast.cell.id, full.month))
    written = docx.Document(BytesIO(documents.docx(paper)))
    assert written.paragraphs[-1].text == "Mẫu riêng: sinh hoạt chi bộ thường kỳ tháng 11/2026"


def test_only_administrators_keep_templates_and_only_within_reach(session, cast):
    mine = examined(documents.shipped(KIND))
    for act in (
        lambda actor: papers.put_to_use(session, actor, cast.commune.id, mine),
        lambda actor: papers.put_back(session, actor, cast.commune.id, KIND),
    ):
        with pytest.raises(NotAllowed):
            act(cast.officer)
        with pytest.raises(NotFound):
            act(a_stranger(a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district), Role.ADMINISTRATOR))


def test_a_template_that_became_unusable_is_a_refusal_and_no_crash(engine):
    with write_tx() as session:
        cast = a_cast(session)
        ref = PaperRef(PaperKind.MONTHLY_GRADES, cast.commune.id, NOW.date().replace(day=1))
        paper = papers.paper(session, cast.officer, ref)
    broken = printing.Print(b"no template", paper.values)
    with pytest.raises(Invalid, match="không dùng được"):
        list(papers.printed([broken]))
