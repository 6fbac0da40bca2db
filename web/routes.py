"""Every plain address of the portal."""

from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from settings import HOME
from web import downloads, sign_in

ROUTES = [
    Route("/auth/sign-in", sign_in.sign_in_page, methods=["GET"]),
    Route("/auth/sign-in", sign_in.sign_in_post, methods=["POST"]),
    Route("/auth/sign-out", sign_in.sign_out, methods=["GET", "POST"]),
    Route("/auth/password", sign_in.password_page, methods=["GET"]),
    Route("/auth/password", sign_in.password_post, methods=["POST"]),
    Route("/auth/alive", sign_in.alive, methods=["GET"]),
    Route("/downloads/charts/{name}.{extension}", downloads.chart, methods=["GET"]),
    Route("/downloads/tables/{name}.{extension}", downloads.table, methods=["GET"]),
    Route("/downloads/criteria/{set_id}.{extension}", downloads.criteria_file, methods=["GET"]),
    Route("/downloads/papers/{paper}.{extension}", downloads.paper, methods=["GET"]),
    Route("/downloads/paper-archives/{archive_id}.zip", downloads.papers_archive, methods=["GET"]),
    Route("/files/paper-templates/{which}", downloads.paper_template, methods=["GET"]),
    Route("/files/evidence/{evidence_id}", downloads.evidence_file, methods=["GET"]),
    Route("/files/meetings/{file_id}", downloads.meeting_file, methods=["GET"]),
    Route("/files/library/{document_id}", downloads.library_file, methods=["GET"]),
    Mount("/assets", StaticFiles(directory=HOME / "assets")),
]
