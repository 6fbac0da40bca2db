"""Every plain address of the portal."""

import logging
import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from settings import HOME
from web import sign_in

logger = logging.getLogger("portal")


def apology(request: Request, error: Exception) -> Response:
    """A short apology with a reference number that is in the log; never a traceback."""
    reference = secrets.token_hex(4)
    logger.error("reference %s: %s %s", reference, request.method, request.url.path, exc_info=error)
    return sign_in.apology(request, reference)


ROUTES = [
    Route("/auth/sign-in", sign_in.sign_in_page, methods=["GET"]),
    Route("/auth/sign-in", sign_in.sign_in_post, methods=["POST"]),
    Route("/auth/sign-out", sign_in.sign_out, methods=["GET", "POST"]),
    Route("/auth/password", sign_in.password_page, methods=["GET"]),
    Route("/auth/password", sign_in.password_post, methods=["POST"]),
    Route("/auth/alive", sign_in.alive, methods=["GET"]),
    Mount("/assets", StaticFiles(directory=HOME / "assets")),
]

EXCEPTION_HANDLERS = {Exception: apology}
