"""Files that leave the portal. Every address needs the browser's session; none works for anybody else.

An address that anyone could forward (Streamlit's own ``/media/<hash>``) would be a key to the file, so files
are made here, for the actor of the session, at the moment they are asked for.
"""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from charts import pictures, render
from charts.pictures import Picture
from documents import criteria_sheets, sheets
from models.database import read_tx, write_tx
from services import browser_sessions, criteria, evidence, exports, figures, library, meetings, scoring
from services.access import Actor
from services.errors import NotAllowed, NotFound, Refusal, SignedOut
from services.papers import PaperKind
from services.tables import Table
from services.vietnamese import search_key
from web import papers
from web.tables import TABLES
from web.templates import template

MEDIA_TYPES = {
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATUS: dict[type[Refusal], int] = {NotFound: 404, NotAllowed: 403, SignedOut: 401}


def chart(request: Request) -> Response:
    """One picture of the chart page as .png, .csv or .xlsx: ``/downloads/charts/<name>.<ext>?unit=&first=&last=``."""
    return _answered(request, _chart)


def table(request: Request) -> Response:
    """A table as .xlsx or .csv: ``/downloads/tables/<name>.<ext>`` with what ``web.tables`` asks for."""
    return _answered(request, _table)


def criteria_file(request: Request) -> Response:
    """A criteria set as its file: ``/downloads/criteria/<id>.yaml`` or ``.xlsx``."""
    return _answered(request, _criteria)


def evidence_file(request: Request) -> Response:
    """A file beside an assessment: ``/files/evidence/<id>``."""
    return _answered(request, _evidence)


def meeting_file(request: Request) -> Response:
    """A file beside a meeting: ``/files/meetings/<id>``."""
    return _answered(request, _meeting_file)


def library_file(request: Request) -> Response:
    """A guiding document's file: ``/files/library/<id>``."""
    return _answered(request, _library)


def paper(request: Request) -> Response:
    """A paper: ``/downloads/papers/<kind>.docx`` or ``.pdf`` with ``unit``, ``month``, and of a meeting ``kind``, ``number``."""
    return _answered(request, _paper)


def paper_template(request: Request) -> Response:
    """A template of papers, by its id or by the kind that it ships for: ``/files/paper-templates/<which>``."""
    return _answered(request, _paper_template)


def papers_archive(request: Request) -> Response:
    """Many papers in one archive, streamed from disk: ``/downloads/paper-archives/<id>.zip``."""
    return _answered(request, _papers_archive)


def _answered(request: Request, work: Callable[[Request, Actor], Response]) -> Response:
    try:
        visit = request.scope.get("portal.visit")
        with read_tx() as session:
            actor = browser_sessions.actor(session, visit.session_id if visit else UUID(int=0))
        return work(request, actor)
    except Refusal as refusal:
        return template(request, "refusal.html", STATUS.get(type(refusal), 422), sentence=refusal.sentence)


def _chart(request: Request, actor: Actor) -> Response:
    picture, unit_id = _picture(request, actor)
    extension = request.path_params["extension"]
    if extension not in MEDIA_TYPES:
        raise NotFound
    content = _content(picture, extension, exports.signed(picture.table, actor))
    scope = "-".join(search_key(picture.subtitle.split(",")[0].split(":")[0]).split())
    name = f"{picture.name}-{scope}-{request.query_params['last']}.{extension}"
    with write_tx() as session:
        exports.allowed(session, actor, unit_id, name, len(picture.table.rows))
    return _file(content, name, MEDIA_TYPES[extension])


def _table(request: Request, actor: Actor) -> Response:
    name, extension = request.path_params["name"], request.path_params["extension"]
    if name not in TABLES or extension not in {"xlsx", "csv"}:
        raise NotFound
    with read_tx() as session:
        taken = TABLES[name](session, actor, request.query_params)
    signed = exports.signed(taken.table, actor)
    content = sheets.xlsx(signed) if extension == "xlsx" else sheets.csv(signed)
    file_name = f"{name}-{taken.stem}.{extension}"
    with write_tx() as session:
        exports.allowed(session, actor, taken.unit_id, file_name, len(taken.table.rows))
    return _file(content, file_name, MEDIA_TYPES[extension])


def _picture(request: Request, actor: Actor) -> tuple[Picture, UUID]:
    unit_id = _uuid(request.query_params.get("unit", ""))
    first, last = (_month(request.query_params.get(name, "")) for name in ("first", "last"))
    name = request.path_params["name"]
    with read_tx() as session:
        if name in {"held", "rates"} or name.startswith("ranking-"):
            drawn = pictures.of_meetings(figures.meeting_figures(session, actor, unit_id, first, last))
        else:
            drawn = pictures.of_grades(figures.grade_figures(session, actor, unit_id, first, last))
    if name not in drawn:
        raise NotFound
    return drawn[name], unit_id


def _content(picture: Picture, extension: str, table: Table) -> bytes:
    if extension == "png":
        return render.png(picture.chart())
    return sheets.xlsx(table) if extension == "xlsx" else sheets.csv(table)


def _criteria(request: Request, actor: Actor) -> Response:
    extension = request.path_params["extension"]
    if extension not in {"yaml", "xlsx"}:
        raise NotFound
    with read_tx() as session:
        row, text = criteria.text(session, actor, _uuid(request.path_params["set_id"]))
    content = text.encode() if extension == "yaml" else criteria_sheets.xlsx(scoring.load(text))
    name = f"{row.code}-{row.version}.{extension}"
    with write_tx() as session:
        exports.allowed(session, actor, actor.unit_id, name, 1)
    return _file(content, name, MEDIA_TYPES[extension])


def _evidence(request: Request, actor: Actor) -> Response:
    with write_tx() as session:
        found = evidence.take(session, actor, _uuid(request.path_params["evidence_id"]))
    return _file(found.content, found.file_name, found.media_type)


def _meeting_file(request: Request, actor: Actor) -> Response:
    with write_tx() as session:
        found = meetings.take_file(session, actor, _uuid(request.path_params["file_id"]))
    return _file(found.content, found.file_name, found.media_type)


def _library(request: Request, actor: Actor) -> Response:
    with read_tx() as session:
        found = library.file(session, actor, _uuid(request.path_params["document_id"]))
    return _file(found.content, found.file_name, found.media_type)


def _paper(request: Request, actor: Actor) -> Response:
    asked = request.path_params
    found = papers.one(actor, asked["paper"], asked["extension"], request.query_params)
    return _file(found.content, found.name, found.media_type)


def _paper_template(request: Request, actor: Actor) -> Response:
    which = request.path_params["which"]
    is_shipped = which in {kind.value for kind in PaperKind}
    found = papers.shipped_template(which) if is_shipped else papers.template(actor, _uuid(which))
    return _file(found.content, found.name, found.media_type)


def _papers_archive(request: Request, actor: Actor) -> Response:
    found = papers.archive(actor, _uuid(request.path_params["archive_id"]))
    return FileResponse(found.path, filename=f"{found.order.name}.zip", media_type="application/zip")


def _file(content: bytes, name: str, media_type: str) -> Response:
    """Always as a download, never shown inside the portal: an uploaded file must not run as a page of ours."""
    ascii_name = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotFound from error
