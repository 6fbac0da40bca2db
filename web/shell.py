"""The page around the portal: Streamlit's own index.html, spoken in Vietnamese and with our small script.

Streamlit serves one HTML page for every address of the app and lets nobody change it. We read that file
from the installed package and alter what users and the content policy need: language, title, the notice
without JavaScript, no inline script, no preloaded font that we do not use, and ``/assets/portal.js``.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

TITLE = "Cổng sinh hoạt chi bộ"
NOTICE = "Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại trang."


class Shell:
    """ASGI middleware that answers the address of every page with our version of the one HTML page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer page addresses, pass everything else on."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and _is_page(scope["path"]):
            await HTMLResponse(page())(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_page(path: str) -> bool:
    """One segment without a dot. Streamlit's page looks for its server below its own address first

    (``/bieu-do/_stcore/health``) and must find nothing there.
    """
    return "/" not in path.strip("/") and "." not in path


@cache
def page() -> str:
    """The altered page; raises when Streamlit's page no longer has the parts we alter."""
    html = (streamlit_folder() / "static" / "index.html").read_text(encoding="utf-8")
    html = _changed(r"<!--.*?-->", "", html)
    html = _changed(r'<html lang="en">', '<html lang="vi">', html)
    html = _changed(r"<title>.*?</title>", f"<title>{TITLE}</title>", html)
    html = _changed(r"<noscript>.*?</noscript>", f"<noscript><p>{NOTICE}</p></noscript>", html)
    html = _changed(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", html)
    html = _changed(r'<link rel="shortcut icon"[^>]*>', '<link rel="icon" href="/assets/icon.svg">', html)
    html = _changed(r'<link rel="service-desc"[^>]*>', "", html)
    html = _changed(r"<script>\s*window\.prerenderReady = false\s*</script>", "", html)
    ours = '<script src="/assets/portal.js"></script><link rel="stylesheet" href="/assets/shell.css">'
    html = _changed(r'(<script type="module")', rf"{ours}\1", html)
    return re.sub(r'(href|src)="\./', r'\1="/', html)


def _changed(pattern: str, replacement: str, html: str) -> str:
    changed, count = re.subn(pattern, replacement, html, flags=re.DOTALL)
    if count == 0:
        message = f"Streamlit's index.html has no {pattern!r} any more: look at web/shell.py"
        raise RuntimeError(message)
    return changed


def streamlit_folder() -> Path:
    """The folder of the installed package; only its file is read, the library is not used here."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        message = "Streamlit is not installed"
        raise RuntimeError(message)
    return Path(found.origin).parent
