"""The light HTML pages beside the portal's script (``web/pages``), with every value escaped."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

_pages = Jinja2Templates(directory=Path(__file__).parent / "pages")


def template(request: Request, name: str, status: int = 200, **values: object) -> Response:
    """Draw ``web/pages/<name>``."""
    return _pages.TemplateResponse(request, name, values, status_code=status)
