"""Evidence: judged by its content, few and small enough, named safely, handed out inside reach only."""

import unicodedata
import zipfile
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlmodel import func, select

from models import Assessment, AuditEntry, Evidence, EvidenceLink, Meeting, Role, Task
from models.base import new_id
from services import assessments, clock, evidence, meetings
from services.assessments import AssessmentRef
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.evidence import DOCX, JPEG, LONGEST_NAME, PDF, PNG, XLSX, EvidenceDraft, recognised, safe_name
from services.meetings import MeetingRef, TargetDraft
from tests.factories import a_cell, a_unit, an_actor, some_members
from tests.factories_assessments import YEAR, a_criteria_set, a_secretary, filled
from tests.factories_meetings import a_task, fill
from tests.statements import counted


def an_office_file(*parts: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for part in parts:
            package.writestr(part, "<x/>")
    return packed.getvalue()


A_PDF = b"%PDF-1.7\n..."
A_PNG = b"\x89PNG\r\n\x1a\n..."
A_JPEG = b"\xff\xd8\xff\xe0..."
A_DOCX = an_office_file("[Content_Types].xml", "word/document.xml")
AN_XLSX = an_office_file("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture(autouse=True)
def _november():
    with clock.set_to(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def commune(session):
    return a_unit(session)


@pytest.fixture
def cell(session, commune):
    a_criteria_set(session, commune)
    return a_cell(session, commune)


@pytest.fixture
def cam(session, cell):
    return a_secretary(session, cell)


@pytest.fixture
def ref(cell):
    return AssessmentRef(cell.id, YEAR)


def attach(session, actor, ref, content=A_PDF, name="Minh chứng.pdf", item="i1"):
    return evidence.attach(session, actor, ref, item, EvidenceDraft(name, content))


def count(session, table=Evidence) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(A_PDF, PDF), (A_PNG, PNG), (A_JPEG, JPEG), (A_DOCX, DOCX), (AN_XLSX, XLSX)],
    ids=["pdf", "png", "jpeg", "docx", "xlsx"],
)
def test_a_file_is_known_by_its_content(session, cam, ref, content, kind):
    file = evidence.take(session, cam, attach(session, cam, ref, content, "không đuôi"))
    assert (file.media_type, file.content) == (kind.media_type, content)
    assert file.file_name == f"không đuôi{kind.endings[0]}"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
        b"GIF89a",
        b" %PDF-1.7 not at the beginning",
        an_office_file("anything.txt"),
        an_office_file("word/document.xml"),
        an_office_file("[Content_Types].xml", "ppt/presentation.xml"),
        an_office_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        A_DOCX[:40],
        b"PK\x03\x04" + b"\x00" * 100,
    ],
)
def test_anything_else_is_refused_whatever_it_is_called(session, cam, ref, content):
    with pytest.raises(Invalid, match=r"Chỉ nhận tệp PDF, ảnh PNG hoặc JPEG, Word .* nội dung của “Minh chứng.pdf”"):
        attach(session, cam, ref, content)
    assert count(session) == 0


@given(data=st.binary(max_size=300))
def test_no_content_makes_recognition_fail(data):
    for beginning in (b"", b"PK\x03\x04", A_DOCX[:60]):
        assert recognised(beginning + data) in {None, PDF, PNG, JPEG, DOCX, XLSX}


@given(position=st.integers(0, len(A_DOCX) - 1), byte=st.integers(0, 255))
def test_a_damaged_office_file_is_taken_or_refused_but_never_fails(position, byte):
    damaged = A_DOCX[:position] + bytes([byte]) + A_DOCX[position + 1 :]
    assert recognised(damaged) in {None, DOCX}


def test_an_empty_file_is_refused(session, cam, ref):
    with pytest.raises(Invalid, match=r"Tệp “Minh chứng\.pdf” rỗng"):
        attach(session, cam, ref, b"")


def test_ten_megabytes_are_taken_and_a_byte_more_is_not(session, cam, ref):
    limit = 10 * 1024 * 1024
    attach(session, cam, ref, A_PDF.ljust(limit, b"x"))
    with pytest.raises(Invalid, match="lớn hơn 10 MB"):
        attach(session, cam, ref, A_PDF.ljust(limit + 1, b"x"))


def test_an_item_takes_ten_files(session, cam, ref):
    for number in range(10):
        attach(session, cam, ref, A_PDF + bytes([number]))
    with pytest.raises(Invalid, match=r"Tiêu chí 1\.1 đã có 10 tệp minh chứng"):
        attach(session, cam, ref, A_PDF + b"one more")
    attach(session, cam, ref, A_PDF, item="i2")


def test_the_same_file_twice_on_one_item_is_one(session, cam, ref):
    assert attach(session, cam, ref) == attach(session, cam, ref, name="tên khác.pdf")
    assert attach(session, cam, ref, item="i2") != attach(session, cam, ref)
    assert count(session) == 2


def test_a_file_is_kept_with_its_digest_who_and_when(session, cam, ref):
    row = session.get_one(Evidence, attach(session, cam, ref))
    assert (row.sha256, row.size, row.uploaded_by, row.uploaded_at) == (
        sha256(A_PDF).hexdigest(),
        len(A_PDF),
        cam.account_id,
        clock.now(),
    )


def test_a_file_may_be_the_first_thing_of_an_assessment(session, cam, ref):
    attach(session, cam, ref)
    assert assessments.sheet(session, cam, ref).course.is_editable
    assert count(session, Assessment) == 1


def test_an_item_that_the_form_does_not_have_takes_no_file(session, cam, ref):
    with pytest.raises(Invalid, match="không có tiêu chí này"):
        attach(session, cam, ref, item="i9")


def test_what_was_handed_in_takes_and_loses_no_file(session, cam, cell):
    ref = filled(session, cam, cell)
    file = attach(session, cam, ref)
    assessments.submit(session, cam, ref)
    with pytest.raises(Conflict, match="đã nộp"):
        attach(session, cam, ref, A_PNG)
    with pytest.raises(Conflict, match="đã nộp"):
        evidence.detach(session, cam, file)


def test_a_file_is_taken_away_again(session, cam, ref):
    file = attach(session, cam, ref)
    evidence.detach(session, cam, file)
    assert count(session) == 0
    with pytest.raises(NotFound):
        evidence.take(session, cam, file)


def test_out_of_reach_no_file_exists(session, cam, ref, commune):
    file = attach(session, cam, ref)
    neighbour = a_secretary(session, a_cell(session, commune, "Chi bộ bên"))
    for act in (
        lambda: evidence.take(session, neighbour, file),
        lambda: evidence.detach(session, neighbour, file),
        lambda: attach(session, neighbour, ref, A_PNG),
        lambda: evidence.take(session, cam, new_id()),
    ):
        with pytest.raises(NotFound):
            act()
    assert count(session) == 1


@pytest.mark.parametrize("role", list(Role))
def test_every_role_in_reach_reads_and_only_writers_write(session, cam, cell, commune, role):
    ref = filled(session, cam, cell, {"i1": "5"})
    file = attach(session, cam, ref)
    actor = an_actor(session, commune, role)
    assert evidence.take(session, actor, file).content == A_PDF
    if role in {Role.ADMINISTRATOR, Role.LEADER}:
        with pytest.raises(NotAllowed):
            attach(session, actor, ref, A_PNG)
        with pytest.raises(NotAllowed):
            evidence.detach(session, actor, file)
    else:
        attach(session, actor, ref, A_PNG)
        evidence.detach(session, actor, file)


def test_a_reviewer_reads_the_files_of_what_was_handed_in(session, cam, cell, commune):
    ref = filled(session, cam, cell)
    file = attach(session, cam, ref)
    assessments.submit(session, cam, ref)
    taker = an_actor(session, commune)
    assert evidence.take(session, taker, file).file_name == "Minh chứng.pdf"
    taken = select(AuditEntry).where(AuditEntry.action == "evidence:taken", AuditEntry.account_id == taker.account_id)
    assert session.exec(taken).one().entity_id == str(file)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Nghị quyết tháng 10.pdf", "Nghị quyết tháng 10.pdf"),
        ("NQ.PDF", "NQ.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\cam\\nq.pdf", "nq.pdf"),
        ("..", "minh-chung.pdf"),
        ("", "minh-chung.pdf"),
        (".pdf", "pdf.pdf"),
        ("ảnh chụp.jpg", "ảnh chụp.jpg.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("con", "_con.pdf"),
        ("contract.pdf", "contract.pdf"),
        ('a<b>:"|?*c.pdf', "abc.pdf"),
        ("dòng\nhai.pdf", "dòng hai.pdf"),
        ("hóa đơn\u202efdp.exe", "hóa đơnfdp.exe.pdf"),
        ("tie\u0302\u0301ng.pdf", "tiếng.pdf"),
    ],
)
def test_a_name_is_only_a_name_and_ends_as_its_content_does(given_name, kept):
    assert safe_name(given_name, PDF) == kept


@example(name="á" * 300)
@example(name="á" * 300 + ".PDF")
@given(name=st.text(max_size=300))
def test_no_name_is_a_path_too_long_or_hides_its_end(name):
    kept = safe_name(name, PDF)
    assert kept.lower().endswith(".pdf")
    assert len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\<>:"|?*\n\0')
    assert kept[0] not in ". "
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(unicodedata.category(letter) in {"Cc", "Cf"} for letter in kept)


# The day that a file is about


def test_a_file_has_the_day_it_is_about_beside_the_day_of_its_upload(session, cam, ref):
    draft = EvidenceDraft("Nghị quyết.pdf", A_PDF, date(2026, 3, 5))
    row = session.get_one(Evidence, evidence.attach(session, cam, ref, "i1", draft))
    assert (row.effective_on, row.uploaded_at) == (date(2026, 3, 5), clock.now())


def test_the_day_is_written_later_and_taken_away(session, cam, ref):
    file = attach(session, cam, ref)
    assert evidence.date_file(session, cam, file, date(2026, 3, 5), None) == date(2026, 3, 5)
    shown = assessments.sheet(session, cam, ref).items[0].beside.files[0]
    assert (shown.effective_on, shown.digest) == (date(2026, 3, 5), sha256(A_PDF).hexdigest()[:12])
    assert evidence.date_file(session, cam, file, None, date(2026, 3, 5)) is None


def test_another_persons_day_is_not_overwritten_unseen(session, cam, commune, ref):
    file = attach(session, cam, ref)
    evidence.date_file(session, cam, file, date(2026, 3, 5), None)
    with pytest.raises(Conflict, match="vừa được người khác sửa thành “05/03/2026”"):
        evidence.date_file(session, an_actor(session, commune), file, date(2026, 4, 5), None)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2026, 11, 23), "23/11/2026 chưa tới"), ("5/3/2026", "phải là một ngày"), (5, "phải là một ngày")],
    ids=str,
)
def test_a_day_that_cannot_be_is_refused(session, cam, ref, day, sentence):
    with pytest.raises(Invalid, match=sentence):
        evidence.date_file(session, cam, attach(session, cam, ref), day, None)
    with pytest.raises(Invalid, match=sentence):
        evidence.attach(session, cam, ref, "i2", EvidenceDraft("a.pdf", A_PDF, day))


def test_a_day_is_written_by_writers_while_the_form_is_open(session, cam, cell, commune):
    ref = filled(session, cam, cell)
    file = attach(session, cam, ref)
    with pytest.raises(NotAllowed):
        evidence.date_file(session, an_actor(session, commune, Role.LEADER), file, date(2026, 3, 5), None)
    with pytest.raises(NotFound):
        evidence.date_file(session, an_actor(session, a_unit(session, "Xã khác")), file, date(2026, 3, 5), None)
    assessments.submit(session, cam, ref)
    with pytest.raises(Conflict, match="đã nộp"):
        evidence.date_file(session, cam, file, date(2026, 3, 5), None)


# Rows of the portal


@pytest.fixture
def sitting(session, cam, cell):
    """A meeting of October with a task and a target; their ids by what they are."""
    some_members(session, cell, 4)
    meeting = MeetingRef(cell.id, date(2026, 10, 1))
    fill(session, cam, meeting)
    owner = meetings.sheet(session, cam, meeting).roll[0].member_id
    task = a_task(session, cam, meeting, owner, "Làm 500 m đường nội thôn")
    target = meetings.give_target(session, cam, meeting, TargetDraft("Trồng rừng", None, "ha"), new_id())
    found = session.exec(select(Meeting.id).where(Meeting.unit_id == cell.id)).one()
    return {"meeting": found, "task": task, "target": target}


LABELS = {
    "meeting": "Sinh hoạt thường kỳ ngày 05/10/2026",
    "task": "Nhiệm vụ: Làm 500 m đường nội thôn (hạn 31/12/2026)",
    "target": "Chỉ tiêu 1: Trồng rừng (nghị quyết tháng 10/2026)",
}


def links(session, actor, ref):
    return [link for row in assessments.sheet(session, actor, ref).items for link in row.beside.links]


@pytest.mark.parametrize("kind", list(LABELS))
def test_a_row_of_the_portal_shows_what_it_is_and_leads_to_its_meeting(session, cam, ref, cell, sitting, kind):
    evidence.link(session, cam, ref, "i2", kind, sitting[kind])
    [found] = links(session, cam, ref)
    assert (found.item_id, found.kind, found.label) == ("i2", kind, LABELS[kind])
    assert found.place == MeetingRef(cell.id, date(2026, 10, 1))


def test_another_assessment_of_the_unit_is_pointed_to(session, cam, ref, cell):
    quarter = AssessmentRef(cell.id, YEAR, months=(7, 9))
    assessments.answer(session, cam, quarter, "i1", "value", "5", None)
    found = session.exec(select(Assessment.id)).one()
    evidence.link(session, cam, ref, "i1", "assessment", found)
    [row] = links(session, cam, ref)
    assert (row.label, row.place) == ("Bản tự chấm chi bộ bốn tốt quý III/2026", quarter)


def test_a_label_is_read_live(session, cam, ref, sitting):
    evidence.link(session, cam, ref, "i1", "task", sitting["task"])
    session.get_one(Task, sitting["task"]).text = "Làm 600 m đường"
    session.flush()
    assert links(session, cam, ref)[0].label == "Nhiệm vụ: Làm 600 m đường (hạn 31/12/2026)"


def test_what_is_gone_says_so_and_leads_nowhere(session, cam, ref, cell, sitting):
    evidence.link(session, cam, ref, "i1", "task", sitting["task"])
    meetings.withdraw_task(session, cam, MeetingRef(cell.id, date(2026, 10, 1)), sitting["task"])
    [row] = links(session, cam, ref)
    assert (row.label, row.place) == ("Nội dung này không còn trên cổng", None)
    evidence.unlink(session, cam, row.link_id)
    assert links(session, cam, ref) == []


def test_the_same_row_twice_at_one_item_is_one_link(session, cam, ref, sitting):
    first = evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"])
    assert evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"]) == first
    assert evidence.link(session, cam, ref, "i2", "meeting", sitting["meeting"]) != first
    assert count(session, EvidenceLink) == 2


def test_what_is_offered_is_what_may_be_pointed_to(session, cam, ref, cell, sitting):
    assessments.answer(session, cam, AssessmentRef(cell.id, YEAR, months=(7, 9)), "i1", "value", "5", None)
    offered = evidence.candidates(session, cam, ref)
    assert [row.label for row in offered] == [*LABELS.values(), "Bản tự chấm chi bộ bốn tốt quý III/2026"]
    for row in offered:
        evidence.link(session, cam, ref, "i1", row.kind, row.entity_id)
    assert [link.label for link in links(session, cam, ref)] == [row.label for row in offered]
    first_quarter = evidence.candidates(session, cam, AssessmentRef(cell.id, YEAR, months=(1, 3)))
    assert [row.label for row in first_quarter] == [
        "Bản tự chấm chi bộ bốn tốt năm 2026",
        "Bản tự chấm chi bộ bốn tốt quý III/2026",
    ]


def test_rows_of_another_unit_cannot_be_pointed_to(session, cam, commune, cell, sitting):
    """Not even by somebody who reaches both."""
    officer, other = an_actor(session, commune), a_cell(session, commune, "Chi bộ bên")
    ref = AssessmentRef(other.id, YEAR)
    for kind, entity_id in sitting.items():
        with pytest.raises(NotFound):
            evidence.link(session, officer, ref, "i1", kind, entity_id)
    assert evidence.candidates(session, officer, ref) == []


def test_an_assessment_does_not_prove_itself(session, cam, ref):
    attach(session, cam, ref)
    with pytest.raises(NotFound):
        evidence.link(session, cam, ref, "i1", "assessment", session.exec(select(Assessment.id)).one())


def test_nothing_else_can_be_pointed_to(session, cam, ref, cell):
    with pytest.raises(Invalid, match="Không dẫn được loại dữ liệu này"):
        evidence.link(session, cam, ref, "i1", "member", cell.id)
    with pytest.raises(NotFound):
        evidence.link(session, cam, ref, "i1", "meeting", new_id())
    with pytest.raises(Invalid, match="không có tiêu chí này"):
        evidence.link(session, cam, ref, "i9", "meeting", new_id())


def test_an_item_takes_thirty_links(session, cam, ref, sitting):
    assessment_id = evidence_of(session, cam, ref)
    for _ in range(30):
        session.add(
            EvidenceLink(
                assessment_id=assessment_id,
                item_id="i1",
                entity="task",
                entity_id=new_id(),
                linked_at=clock.now(),
                linked_by=cam.account_id,
            )
        )
    session.flush()
    with pytest.raises(Invalid, match=r"Tiêu chí 1\.1 đã dẫn 30 mục"):
        evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"])


def evidence_of(session, actor, ref):
    attach(session, actor, ref)
    return session.exec(select(Assessment.id)).one()


def test_out_of_reach_no_link_exists(session, cam, ref, commune, sitting):
    link = evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"])
    neighbour = a_secretary(session, a_cell(session, commune, "Chi bộ bên"))
    for act in (
        lambda: evidence.unlink(session, neighbour, link),
        lambda: evidence.link(session, neighbour, ref, "i1", "task", sitting["task"]),
        lambda: evidence.candidates(session, neighbour, ref),
        lambda: evidence.unlink(session, cam, new_id()),
    ):
        with pytest.raises(NotFound):
            act()


def test_links_are_closed_with_the_form_and_to_readers(session, cam, cell, commune, sitting):
    ref = filled(session, cam, cell)
    link = evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"])
    leader = an_actor(session, commune, Role.LEADER)
    with pytest.raises(NotAllowed):
        evidence.unlink(session, leader, link)
    with pytest.raises(NotAllowed):
        evidence.link(session, leader, ref, "i1", "task", sitting["task"])
    assessments.submit(session, cam, ref)
    with pytest.raises(Conflict, match="đã nộp"):
        evidence.link(session, cam, ref, "i1", "task", sitting["task"])
    with pytest.raises(Conflict, match="đã nộp"):
        evidence.unlink(session, cam, link)
    assert [row.label for row in links(session, leader, ref)] == [LABELS["meeting"]]


def test_however_many_links_they_are_one_statement(session, cam, ref, sitting):
    evidence.link(session, cam, ref, "i1", "meeting", sitting["meeting"])
    session.flush()
    with counted(session) as one:
        assessments.sheet(session, cam, ref)
    for item_id in ("i2", "i3"):
        for kind, entity_id in sitting.items():
            evidence.link(session, cam, ref, item_id, kind, entity_id)
    session.flush()
    with counted(session) as many:
        assessments.sheet(session, cam, ref)
    assert len(many) == len(one)
