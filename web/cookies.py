"""The one cookie: a random token that only the server can read a meaning into."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from settings import settings


def name() -> str:
    """The cookie's name; with TLS the browser enforces that only this host over HTTPS can set it."""
    return "__Host-portal" if settings().behind_tls else "portal"


def token(scope: Scope) -> str | None:
    """The token that the browser sent, if any."""
    try:
        jar = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return None
    morsel = jar.get(name())
    return morsel.value if morsel else None


def give(response: Response, value: str) -> None:
    """Hand the token to the browser: out of reach of scripts, gone when the browser closes."""
    response.set_cookie(name(), value, httponly=True, samesite="lax", secure=settings().behind_tls, path="/")


def take_back(response: Response) -> None:
    """Remove the browser's copy."""
    response.delete_cookie(name(), httponly=True, samesite="lax", secure=settings().behind_tls, path="/")
