"""The outermost layer: whatever fails unexpectedly becomes an apology with a reference number.

A middleware, not an exception handler: Starlette hands an exception on to the server after its handler has
answered, and the server would log its message, which may quote a row.
"""

from collections.abc import MutableMapping
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from services import faults
from web.templates import template


class Apology:
    """ASGI middleware that answers for what failed behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; if it fails before it has answered, answer."""
        has_begun = False

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the one place where everything ends
            reference = faults.logged(error, f"{scope.get('method', scope['type'])} {scope.get('path', '')}")
            if scope["type"] == "http" and not has_begun:
                page = template(Request(scope), "apology.html", 500, reference=reference)
                await page(scope, receive, send)
