"""Streamlit's own scripts and styles, compressed: a first visit weighs a quarter on a weak link.

Streamlit sends its static files as they are and leaves compression to a proxy; a commune's machine has none.
Each file is packed once, when it is first asked for, and kept in memory (about 4 MB for all of them).
"""

import gzip
import mimetypes
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from settings import HOME
from web.shell import streamlit_folder

FOLDERS = {"/static/": streamlit_folder() / "static" / "static", "/assets/": HOME / "assets"}
PACKED = {".js", ".css", ".svg", ".json"}
"""What compression makes smaller; fonts and pictures are packed already."""

FOREVER = "public, max-age=31536000, immutable"
"""Streamlit's file names carry a hash of their content."""


class Packed:
    """ASGI middleware that answers for compressible static files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the packed file, or pass on."""
        path = _file(scope["path"]) if scope["type"] == "http" and _takes_gzip(scope) else None
        if path is None:
            await self.app(scope, receive, send)
            return
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        headers["Cache-Control"] = FOREVER if scope["path"].startswith("/static/") else "no-cache"
        await Response(_packed(path), media_type=kind, headers=headers)(scope, receive, send)


def _takes_gzip(scope: Scope) -> bool:
    return scope["method"] in {"GET", "HEAD"} and "gzip" in Headers(scope=scope).get("accept-encoding", "")


def _file(address: str) -> Path | None:
    for prefix, folder in FOLDERS.items():
        if address.startswith(prefix):
            path = (folder / address.removeprefix(prefix)).resolve()
            is_ours = path.is_relative_to(folder) and path.suffix in PACKED and path.is_file()
            return path if is_ours else None
    return None


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
