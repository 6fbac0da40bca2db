"""Signing in and out, and changing one's own password: light server-rendered pages, no Streamlit.

They weigh a few kilobytes, so a weak link reaches them at once, and only they can set the cookie.
"""

import threading
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from models.database import write_tx
from services import accounts, browser_sessions, credentials, sign_in
from services.browser_sessions import Visit
from services.errors import Refusal
from web import cookies
from web.templates import template

_checking = threading.BoundedSemaphore(2)
"""Checking a password takes a core for a quarter of a second: at most two at a time."""


def sign_in_page(request: Request) -> Response:
    """Show the form; who is signed in already goes on."""
    if _visit(request):
        return RedirectResponse(_target(request.query_params.get("next", "/")), status_code=303)
    ended = "ended" in request.query_params
    notice = "Phiên làm việc đã kết thúc. Đồng chí hãy đăng nhập lại." if ended else ""
    return _form(request, target=request.query_params.get("next", "/"), notice=notice)


async def sign_in_post(request: Request) -> Response:
    """Check name and password; on success give the cookie and go where the person wanted to go."""
    if not _is_our_own_form(request):
        return PlainTextResponse("Yêu cầu đến từ trang khác.", status_code=403)
    form = await request.form()
    username, password = str(form.get("username", "")), str(form.get("password", ""))
    target = _target(str(form.get("next", "/")))
    return await to_thread.run_sync(_signed_in, request, username, password, target)


def sign_out(request: Request) -> Response:
    """End the session at once when the click came from our own page; otherwise ask first."""
    visit = _visit(request)
    if visit and request.method == "GET" and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return template(request, "sign_out.html")
    if visit:
        with write_tx() as session:
            browser_sessions.end(session, visit.session_id)
    response = RedirectResponse("/auth/sign-in", status_code=303)
    cookies.take_back(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def password_page(request: Request) -> Response:
    """Show the form for a new password."""
    return template(request, "password.html")


async def password_post(request: Request) -> Response:
    """Change the password; every other session of the account ends, this one goes on with a new token."""
    if not _is_our_own_form(request):
        return PlainTextResponse("Yêu cầu đến từ trang khác.", status_code=403)
    form = await request.form()
    old, new, again = (str(form.get(name, "")) for name in ("old", "new", "again"))
    return await to_thread.run_sync(_password_changed, request, old, new, again)


def alive(request: Request) -> Response:
    """204 while the browser's session lives, 401 after: the page's script asks when its websocket closed."""
    return Response(status_code=204 if _visit(request) else 401)


def _signed_in(request: Request, username: str, password: str, target: str) -> Response:
    address = request.client.host if request.client else ""
    try:
        with write_tx() as session:
            claim = sign_in.claim(session, username, address)
    except Refusal as refusal:
        return _form(request, target=target, username=username, refusal=refusal.sentence, status=429)
    with _checking:
        is_right = credentials.matches(password, claim.password_hash)
    if not is_right:
        return _form(request, target=target, username=username, refusal=sign_in.WRONG, status=401)
    with write_tx() as session:
        token = sign_in.admit(session, claim)
    response = RedirectResponse(target, status_code=303)
    cookies.give(response, token)
    return response


def _password_changed(request: Request, old: str, new: str, again: str) -> Response:
    visit = _visit(request)
    if visit is None:
        return RedirectResponse("/auth/sign-in", status_code=303)
    try:
        token = _changed_password(request, visit, old, new, again)
    except Refusal as refusal:
        return template(request, "password.html", 422, refusal=refusal.sentence)
    response = template(request, "password.html", done=True)
    cookies.give(response, token)
    return response


def _changed_password(request: Request, visit: Visit, old: str, new: str, again: str) -> str:
    if new != again:
        raise Refusal("Hai lần nhập mật khẩu mới không giống nhau.")
    with write_tx() as session:
        claim = sign_in.claim(session, visit.actor.username, request.client.host if request.client else "")
    with _checking:
        if not credentials.matches(old, claim.password_hash):
            raise Refusal("Mật khẩu hiện tại không đúng.")
    with write_tx() as session:
        accounts.change_own_password(session, visit.actor, new)
        return sign_in.admit(session, claim)


def _form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    *,
    target: str,
    username: str = "",
    refusal: str = "",
    notice: str = "",
    status: int = 200,
) -> Response:
    values = {"next": target, "username": username, "refusal": refusal, "notice": notice}
    return template(request, "sign_in.html", status, **values)


def _visit(request: Request) -> Visit | None:
    visit: Visit | None = request.scope.get("portal.visit")
    return visit


def _target(address: str) -> str:
    """Only an address of this portal: never another host, so that a link cannot lead away after sign-in."""
    parts = urlsplit(address)
    leads_away = parts.scheme or parts.netloc or "\\" in address or address.startswith("//")
    is_page = address.startswith("/") and not address.startswith("/auth/")
    return address if is_page and not leads_away else "/"


def _is_our_own_form(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
