"""Sign-in and sign-out, and the check of whoever asks for a page."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from esteira.accounts.deps import Caller
from esteira.accounts.sign_in import SignIn
from esteira.core.errors import (
    AccountsUnavailable,
    NotConfirmed,
    TargetUnavailable,
    TooManyRequests,
    Unauthorized,
)
from esteira.core.http.policies import Policy
from esteira.core.log import logger
from esteira.core.principal import Principal
from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, ValidationError
from starlette.status import HTTP_303_SEE_OTHER, HTTP_403_FORBIDDEN, HTTP_503_SERVICE_UNAVAILABLE

from console.access.console_session import SESSION_LIFE
from console.access.sign_in_page import Refusal, sign_in_page
from console.access.visitors import Visitors
from console.frame.preferences import Preferences

SESSION_COOKIE = "esteira_session"

REFUSALS: Mapping[type[Exception], Refusal] = {
    NotConfirmed: Refusal.NOT_CONFIRMED,
    TooManyRequests: Refusal.TOO_MANY,
    AccountsUnavailable: Refusal.AWAY,
    TargetUnavailable: Refusal.AWAY,
    Unauthorized: Refusal.PERSON,
    ValidationError: Refusal.PERSON,
}


class SignInForm(BaseModel):
    """Fields of both forms. `to`: the path that the visitor wanted."""

    email: str = ""
    password: str = ""
    token: str = ""
    to: str = "/"


def session_routes(visitors: Visitors) -> APIRouter:
    """Return the routes. All of them may be called by anybody."""
    router = APIRouter()

    @router.get("/sign-in")
    async def show_form(request: Request, refused: str = "", to: str = "/") -> HTMLResponse:
        refusal = next((each for each in Refusal if each == refused), None)
        page = sign_in_page(Preferences.of(request), refusal=refusal, to=_own_path(to))
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    @router.post("/sign-in")
    def sign_in(request: Request, form: Annotated[SignInForm, Form()]) -> Response:
        path = _own_path(form.to)
        try:
            cookie = _opened(visitors, form, request)
        except tuple(REFUSALS) as error:
            refusal = next(refusal for kind, refusal in REFUSALS.items() if isinstance(error, kind))
            return _refused(Refusal.MACHINE if refusal is Refusal.PERSON and form.token else refusal, path)
        return _with_session(request, RedirectResponse(path, HTTP_303_SEE_OTHER), cookie)

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        try:
            visitors.sign_out(request.cookies.get(SESSION_COOKIE, ""))
        except (Unauthorized, AccountsUnavailable) as error:
            logger.info("signed out of the browser only", action="sign_out", error=str(error))
        answer = RedirectResponse("/sign-in", HTTP_303_SEE_OTHER)
        answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")
        return answer

    return router


def admitted(visitors: Visitors, policy: Policy, request: Request) -> Principal:
    """Return who asks for a page.

    Raises `HTTPException`: to the sign-in, 403 for a role that is too low, and 503 while nobody knows.
    """
    try:
        principal = visitors.visitor(request.cookies.get(SESSION_COOKIE, ""))
    except Unauthorized:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        address = "/sign-in" if asked == "/" else f"/sign-in?to={quote(asked, safe='')}"
        raise HTTPException(HTTP_303_SEE_OTHER, headers={"Location": address}) from None
    except AccountsUnavailable:
        raise HTTPException(HTTP_503_SERVICE_UNAVAILABLE, headers={"Retry-After": "5"}) from None
    if not policy.allows(principal.role):
        raise HTTPException(HTTP_403_FORBIDDEN)
    return principal


def _opened(visitors: Visitors, form: SignInForm, request: Request) -> str:
    if form.token:
        return visitors.open_for_machine(form.token.strip())
    command = SignIn.model_validate({"email": form.email, "password": form.password})
    return visitors.open_for_person(command, _caller(request))


def _own_path(to: str) -> str:
    """Return a path of this site: two slashes, or a backslash, would begin the name of another."""
    return to if to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable() else "/"


def _refused(refusal: Refusal, path: str) -> Response:
    to = "" if path == "/" else f"&to={quote(path, safe='')}"
    return RedirectResponse(f"/sign-in?refused={refusal}{to}", HTTP_303_SEE_OTHER)


def _caller(request: Request) -> Caller:
    address = request.client.host if request.client else ""
    return Caller(address=address, agent=request.headers.get("user-agent", ""))


def _with_session(request: Request, answer: Response, session: str) -> Response:
    answer.set_cookie(
        SESSION_COOKIE,
        session,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer
