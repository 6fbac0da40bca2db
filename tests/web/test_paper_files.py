"""Papers leave the portal only to who is signed in, reaches the unit and may export; each leaves a trace."""

import zipfile
from datetime import date
from io import BytesIO
from uuid import uuid4

import docx
import pytest
from sqlmodel import col, select

from documents import archives
from documents import papers as documents
from documents.archives import Order
from models import AuditEntry, Meeting, MeetingKind, MeetingState, PaperKind
from models.database import read_tx, write_tx
from services import meetings, papers
from services.papers import PaperRef
from tests.documents.test_archives import ended
from tests.web.test_downloads import client, sign_in, unit_named  # noqa: F401 - a fixture is found by its name

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def last_of_khuoi_ngoa(client):  # noqa: F811 - the fixture itself
    """The newest regular meeting of the cell that was handed in."""
    cell = unit_named("Chi bộ Khuổi Ngọa")
    with read_tx() as session:
        query = select(Meeting).where(Meeting.unit_id == cell, Meeting.kind == MeetingKind.REGULAR)
        handed_in = col(Meeting.state).in_([MeetingState.SUBMITTED, MeetingState.APPROVED])
        return session.exec(query.where(handed_in).order_by(col(Meeting.month).desc())).first()


def address(kind, unit_id, month, extension="docx"):
    return f"/downloads/papers/{kind}.{extension}?unit={unit_id}&month={month:%Y-%m}"


def exports():
    with read_tx() as session:
        return session.exec(select(AuditEntry).where(AuditEntry.action == "export:made")).all()


def test_the_minutes_as_word_and_as_pdf(client, last_of_khuoi_ngoa):  # noqa: F811 - the fixture itself
    sign_in(client, "cb_khuoingoa")
    meeting = last_of_khuoi_ngoa
    answer = client.get(address("minutes", meeting.unit_id, meeting.month))
    assert (answer.status_code, answer.headers["content-type"]) == (200, WORD)
    name = f"bien-ban-chi-bo-khuoi-ngoa-{meeting.month:%Y-%m}.docx"
    assert name in answer.headers["content-disposition"]
    page = [paragraph.text for paragraph in docx.Document(BytesIO(answer.content)).paragraphs]
    assert "BIÊN BẢN" in page
    as_pdf = client.get(address("minutes", meeting.unit_id, meeting.month, "pdf"))
    assert as_pdf.content.startswith(b"%PDF-")
    assert [entry.details["file"] for entry in exports()] == [name, name.replace("docx", "pdf")]


def test_a_month_of_the_commune(client):  # noqa: F811 - the fixture itself
    sign_in(client, "xa_bangvan")
    unit_id = unit_named("xã Bằng Vân")
    for kind in ("monthly_grades", "monthly_schedule"):
        answer = client.get(address(kind, unit_id, date(2026, 10, 1)))
        assert answer.status_code == 200
        (table,) = [one for one in docx.Document(BytesIO(answer.content)).tables if one.cell(0, 0).text == "STT"]
        names = {row.cells[1].text.split(" (")[0] for row in table.rows[1:-1]}
        assert sum(name.startswith("Chi bộ") for name in names) == 19


@pytest.mark.parametrize(
    "target",
    [
        "/downloads/papers/minutes.exe?unit={unit}&month=2026-10",
        "/downloads/papers/nothing.docx?unit={unit}&month=2026-10",
        "/downloads/papers/minutes.docx?unit=x&month=2026-10",
        "/downloads/papers/minutes.docx?unit={unit}&month=october",
        "/downloads/papers/minutes.docx?unit={unit}&month=2026-10&kind=x",
        "/downloads/papers/minutes.docx?unit={unit}&month=2026-10&number=0",
        "/downloads/papers/minutes.docx?unit={unit}&month=2026-10&number=x",
        "/downloads/paper-archives/x.zip",
        "/files/paper-templates/x",
        "/files/meetings/x",
    ],
)
def test_what_no_address_can_be_is_not_found(client, last_of_khuoi_ngoa, target):  # noqa: F811 - the fixture itself
    sign_in(client, "xa_bangvan")
    assert client.get(target.format(unit=last_of_khuoi_ngoa.unit_id)).status_code == 404
    assert exports() == []


def test_signed_out_or_out_of_reach_there_is_nothing(client, last_of_khuoi_ngoa):  # noqa: F811 - the fixture itself
    meeting = last_of_khuoi_ngoa
    target = address("minutes", meeting.unit_id, meeting.month)
    assert client.get(target).status_code in {303, 401}
    sign_in(client, "cb_khuoingoa")
    with read_tx() as session:
        other = session.exec(select(Meeting.unit_id).where(Meeting.unit_id != meeting.unit_id)).first()
    assert client.get(address("minutes", other, meeting.month)).status_code == 404
    assert exports() == []


def test_a_scan_goes_out_as_an_attachment(client, last_of_khuoi_ngoa):  # noqa: F811 - the fixture itself
    actor, meeting = sign_in(client, "cb_khuoingoa"), last_of_khuoi_ngoa
    ref = meetings.MeetingRef(meeting.unit_id, meeting.month)
    with write_tx() as session:
        file_id = papers.attach_scan(session, actor, ref, "bản ký.pdf", b"%PDF-1.7 signed")
    answer = client.get(f"/files/meetings/{file_id}")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.7 signed", "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")


def test_an_archive_is_streamed_to_who_asked_for_it_and_to_nobody_else(client, last_of_khuoi_ngoa):  # noqa: F811 - the fixture itself
    actor, meeting = sign_in(client, "cb_khuoingoa"), last_of_khuoi_ngoa
    refs = (PaperRef(PaperKind.MINUTES, meeting.unit_id, meeting.month),)

    def read(asked):
        with read_tx() as session:
            return [papers.paper(session, actor, ref) for ref in asked]

    order = Order(actor.account_id, meeting.unit_id, f"minutes-{meeting.month:%Y-%m}", refs)
    found = ended(archives.begin(order, read))
    answer = client.get(f"/downloads/paper-archives/{found.archive_id}.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        assert book.namelist() == [f"bien-ban-chi-bo-khuoi-ngoa-{meeting.month:%Y-%m}.docx"]
    (entry,) = exports()
    assert (entry.unit_id, entry.details["rows"]) == (meeting.unit_id, 1)
    sign_in(client, "xa_bangvan")
    assert client.get(f"/downloads/paper-archives/{found.archive_id}.zip").status_code == 404


def test_templates_are_handed_out_to_administrators(client):  # noqa: F811 - the fixture itself
    keeper = sign_in(client, "quantri")
    answer = client.get("/files/paper-templates/minutes")
    assert answer.content == documents.shipped(PaperKind.MINUTES)
    examined = papers.examine(PaperKind.MINUTES, "của tôi.docx", answer.content)
    with write_tx() as session:
        template_id = papers.put_to_use(session, keeper, keeper.unit_id, examined)
    assert client.get(f"/files/paper-templates/{template_id}").content == answer.content
    sign_in(client, "xa_bangvan")
    assert client.get(f"/files/paper-templates/{template_id}").status_code == 404
    assert client.get(f"/files/paper-templates/{uuid4()}").status_code == 404
