"""Many papers in one archive: named apart, in the order asked for, only for who asked, given up with a sentence."""

import threading
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import docx
import pytest

from documents import archives
from documents.archives import Order
from models import PaperKind
from services import papers
from services.errors import Conflict, Invalid, NotFound
from services.papers import Paper, PaperRef

ME = uuid4()
KIND = PaperKind.TASK_LIST


def refs(number):
    return tuple(PaperRef(KIND, uuid4(), date(2026, 11, 1)) for _ in range(number))


def order(number, *, is_pdf=False, account_id=ME):
    return Order(account_id, uuid4(), "phan-cong-2026-11", refs(number), is_pdf)


def written(asked):
    values = {field.name: field.sample for field in papers.fields(KIND)}
    return [Paper(ref, "chi-bo", values | {"about": str(ref.unit_id)}, is_draft=False) for ref in asked]


def ended(archive):
    """The archive once its thread is done."""
    for thread in threading.enumerate():
        if thread.name == f"papers-{archive.archive_id}":
            thread.join(60)
    return archive


def test_an_archive_holds_every_paper_under_a_name_of_its_own():
    found = ended(archives.begin(order(23), written))
    assert (found.is_ready, found.done, found.total, found.refusal) == (True, 23, 23, "")
    with zipfile.ZipFile(found.path) as book:
        assert book.testzip() is None
        names = book.namelist()
        assert names[:3] == ["chi-bo.docx", "chi-bo-2.docx", "chi-bo-3.docx"]
        assert len(set(names)) == 23
        for name, ref in zip(names, found.order.refs, strict=True):
            said = [paragraph.text for paragraph in docx.Document(BytesIO(book.read(name))).paragraphs]
            assert str(ref.unit_id) in said


def test_an_archive_of_pdf():
    found = ended(archives.begin(order(2, is_pdf=True), written))
    with zipfile.ZipFile(found.path) as book:
        assert book.namelist() == ["chi-bo.pdf", "chi-bo-2.pdf"]
        assert all(book.read(name).startswith(b"%PDF-") for name in book.namelist())


def test_an_archive_is_only_for_who_asked_for_it():
    found = ended(archives.begin(order(1), written))
    assert archives.found(ME, found.archive_id) is found
    with pytest.raises(NotFound):
        archives.found(uuid4(), found.archive_id)
    with pytest.raises(NotFound):
        archives.found(ME, uuid4())


def test_one_that_fails_is_given_up_with_a_sentence_and_leaves_no_file():
    def fails(asked):
        raise Invalid("Mẫu hỏng.")

    found = ended(archives.begin(order(3), fails))
    assert (found.is_ready, found.refusal, found.path.exists()) == (False, "Mẫu hỏng.", False)


def test_a_broken_template_among_many_gives_it_up():
    def half_broken(asked):
        return [replace(paper, template=b"no template") for paper in written(asked)]

    found = ended(archives.begin(order(3), half_broken))
    assert (found.is_ready, found.path.exists()) == (False, False)
    assert "không dùng được" in found.refusal


def test_old_ones_are_forgotten_and_there_is_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "_kept", {})
    monkeypatch.setattr(archives, "MOST_KEPT", 2)
    kept = [ended(archives.begin(order(1), written)) for _ in range(2)]
    with pytest.raises(Conflict, match="đang tạo nhiều"):
        archives.begin(order(1), written)
    kept[0].begun_at -= archives.SECONDS_KEPT + 1
    ended(archives.begin(order(1), written))
    assert not kept[0].path.exists()
    with pytest.raises(NotFound):
        archives.found(ME, kept[0].archive_id)
