"""Scans of signed papers: only of what was handed in, only pictures and PDF, handed out within reach."""

import pytest
from sqlmodel import select

from models import AuditEntry, Role
from services import meetings, papers
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_stranger, a_unit, an_actor
from tests.factories_meetings import a_submitted_meeting, fill

PDF, PNG = b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n..."


@pytest.fixture
def ref(session, cast):
    return a_submitted_meeting(session, cast.officer, cast.ref)


def test_a_scan_is_kept_listed_and_handed_out(session, cast, ref):
    file_id = papers.attach_scan(session, cast.officer, ref, "../bien ban.pdf", PDF)
    (file,) = papers.scans(session, cast.secretary, ref)
    assert (file.file_id, file.file_name, file.size) == (file_id, "bien ban.pdf", len(PDF))
    assert meetings.take_file(session, cast.secretary, file_id).content == PDF


def test_the_same_file_again_is_the_same_scan(session, cast, ref):
    assert papers.attach_scan(session, cast.officer, ref, "a.pdf", PDF) == papers.attach_scan(
        session, cast.officer, ref, "b.pdf", PDF
    )


def test_what_was_not_handed_in_was_not_signed(session, cast):
    fill(session, cast.officer, cast.ref)
    with pytest.raises(Conflict, match="chưa nộp"):
        papers.attach_scan(session, cast.officer, cast.ref, "a.pdf", PDF)
    assert papers.scans(session, cast.officer, cast.ref) == []


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "rỗng"), (b"MZ...", "Chỉ nhận"), (b"%PDF-" + bytes(10485760), "MB")]
)
def test_what_is_no_scan_is_refused(session, cast, ref, content, words):
    with pytest.raises(Invalid, match=words):
        papers.attach_scan(session, cast.officer, ref, "a.pdf", content)


def test_a_word_file_is_no_scan(session, cast, ref):
    from documents.papers import shipped

    with pytest.raises(Invalid, match="không phải là bản quét"):
        papers.attach_scan(session, cast.officer, ref, "a.docx", shipped(papers.PaperKind.MINUTES))


def test_there_is_a_limit(session, cast, ref):
    for number in range(5):
        papers.attach_scan(session, cast.officer, ref, "a.png", PNG + bytes([number]))
    with pytest.raises(Invalid, match="đã có 5 bản"):
        papers.attach_scan(session, cast.officer, ref, "a.png", PNG + b"more")


def test_a_scan_is_taken_away_and_leaves_its_digest(session, cast, ref):
    file_id = papers.attach_scan(session, cast.officer, ref, "a.pdf", PDF)
    papers.detach_scan(session, cast.officer, file_id)
    assert papers.scans(session, cast.officer, ref) == []
    with pytest.raises(NotFound):
        papers.detach_scan(session, cast.officer, file_id)
    entries = session.exec(select(AuditEntry).where(AuditEntry.entity_id == str(file_id))).all()
    assert {entry.action for entry in entries} == {"signed_scan:attached", "signed_scan:detached"}
    assert len({entry.details["sha256"] for entry in entries}) == 1


def test_reach_and_permission(session, cast, ref):
    file_id = papers.attach_scan(session, cast.officer, ref, "a.pdf", PDF)
    stranger = a_stranger(a_unit(session, "Đảng bộ xã Cốc Đán", parent=cast.district))
    with pytest.raises(NotFound):
        papers.scans(session, stranger, ref)
    with pytest.raises(NotFound):
        papers.attach_scan(session, stranger, ref, "b.png", PNG)
    with pytest.raises(NotFound):
        papers.detach_scan(session, stranger, file_id)
    with pytest.raises(NotFound):
        meetings.take_file(session, stranger, file_id)
    leader = an_actor(session, cast.district, Role.LEADER)
    with pytest.raises(NotAllowed):
        papers.attach_scan(session, leader, ref, "b.png", PNG)
    with pytest.raises(NotAllowed):
        papers.detach_scan(session, leader, file_id)
