"""The gate: nothing of the portal answers without a living browser session.

It stands before Streamlit as ASGI middleware. HTTP without a session is sent to sign in, or refused; a
websocket without one is refused before it is accepted; and every message on an open websocket is
checked again, so that a revoked session is dead at its next click. See docs/decisions/0001.
"""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from models.database import read_tx, write_tx
from services import browser_sessions
from services.browser_sessions import Visit
from web import cookies
from web.headers import with_security

OPEN = ("/auth/sign-in", "/auth/alive", "/assets/", "/static/", "/_stcore/health")
"""Answers without a session: signing in, and files that are the same for everybody."""

HEADER = b"x-portal-session"
"""Carries the session's public id to the page script (server.trustedUserHeaders). Only the gate sets it."""

SESSION_ENDED = 4401


class Gate:
    """ASGI middleware that lets living browser sessions through and nobody else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, or turn it away."""
        if scope["type"] == "http":
            await self._http(scope, receive, with_security(send, scope["path"]))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = await _visit(scope)
        if visit is None and not scope["path"].startswith(OPEN):
            await _turned_away(scope)(scope, receive, send)
            return
        await self.app(_introduced(scope, visit), receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = await _visit(scope)
        if visit is None:
            await receive()
            await send({"type": "websocket.close", "code": SESSION_ENDED})
            return

        async def checked() -> MutableMapping[str, Any]:
            message = await receive()
            if message["type"] != "websocket.receive" or await to_thread.run_sync(_is_alive, visit.session_id):
                return message
            await send({"type": "websocket.close", "code": SESSION_ENDED})
            return {"type": "websocket.disconnect", "code": SESSION_ENDED}

        await self.app(_introduced(scope, visit), checked, send)


async def _visit(scope: Scope) -> Visit | None:
    token = cookies.token(scope)
    return await to_thread.run_sync(_look_up, token) if token else None


def _look_up(token: str) -> Visit | None:
    with read_tx() as session:
        visit = browser_sessions.visit_of_token(session, token)
    return _noted(visit)


def _is_alive(session_id: UUID) -> bool:
    with read_tx() as session:
        visit = browser_sessions.visit(session, session_id)
    return _noted(visit) is not None


def _noted(visit: Visit | None) -> Visit | None:
    if visit is not None and visit.is_stale:
        with write_tx() as session:
            browser_sessions.note_use(session, visit.session_id)
    return visit


def _introduced(scope: Scope, visit: Visit | None) -> Scope:
    """The scope with our header instead of whatever the browser sent under its name."""
    headers = [header for header in scope["headers"] if header[0].lower() != HEADER]
    if visit is not None:
        headers.append((HEADER, str(visit.session_id).encode()))
    return {**scope, "headers": headers, "portal.visit": visit}


def _turned_away(scope: Scope) -> Response:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if scope["method"] in {"GET", "HEAD"} and "text/html" in headers.get("accept", ""):
        wanted = scope["path"] + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        return RedirectResponse(f"/auth/sign-in?next={quote(wanted)}", status_code=303)
    return PlainTextResponse("Chưa đăng nhập.", status_code=401)
