"""Handlers of accounts and sessions. Requests contain passwords; no answer, log line or error does."""

from typing import Any

from chalice.app import Response
from esteira.accounts import end_sessions, manage_account
from esteira.accounts import http as as_json
from esteira.accounts.account import Account
from esteira.accounts.administer_users import ChangeUser, ListUsers, change_user, list_users, show_user
from esteira.accounts.deps import Caller
from esteira.accounts.refresh_session import RefreshSession, refresh_session
from esteira.accounts.sign_in import SignedIn, SignIn, sign_in
from esteira.accounts.sign_up import Confirm, NameAddress, SignUp, confirm, resend_code, sign_up
from esteira.accounts.wiring import accounts, authenticate, record
from esteira.core.announcing.wiring import count
from esteira.core.auditing.audited import Facts
from esteira.core.errors import (
    AccountsUnavailable,
    Conflict,
    LastAdmin,
    NotConfirmed,
    NotFound,
    Retry,
    TargetUnavailable,
    TooManyRequests,
    Unauthorized,
    WrongCredentials,
)
from esteira.core.http.app import GuardedApp
from esteira.core.http.auditing import address_of
from esteira.core.http.policies import Policy
from esteira.core.http.requests import body_of, query_of
from esteira.core.reporting.wiring import report

from accounts import machine_tokens

app = GuardedApp("accounts", authenticate=authenticate, count=count, report=report, audit=record)
machine_tokens.register(app)

STORES = (AccountsUnavailable, TargetUnavailable)
"""Which services may be away where a mail is handed over."""

CODE_SENT: as_json.CodeSentJson = {"status": "if the address can have a code, it is on its way"}
"""The same whether or not there is such an account."""


@app.route(
    "/accounts",
    methods=["POST"],
    policy=Policy.PUBLIC,
    status=202,
    body=SignUp,
    answers=as_json.CodeSentJson,
    errors=(TooManyRequests, *STORES),
)
def create() -> Any:
    """Create an account, whose address gets a code: `{"email": …, "password": …, "name": …, "language": "pt"}`."""
    sign_up(accounts().account_deps, body_of(app.request, SignUp), _caller())
    accounts().outbox_wiring.ask_for_delivery()
    return Response(body=CODE_SENT, status_code=202)


@app.route(
    "/accounts/code",
    methods=["POST"],
    policy=Policy.PUBLIC,
    status=202,
    body=NameAddress,
    answers=as_json.CodeSentJson,
    errors=(TooManyRequests, *STORES),
)
def send_code_again() -> Any:
    """Mail another code to an account that is not confirmed: `{"email": …}`."""
    resend_code(accounts().account_deps, body_of(app.request, NameAddress))
    accounts().outbox_wiring.ask_for_delivery()
    return Response(body=CODE_SENT, status_code=202)


@app.route(
    "/accounts/confirm",
    methods=["POST"],
    policy=Policy.PUBLIC,
    body=Confirm,
    answers=as_json.AccountJson,
    errors=STORES,
)
def confirm_address() -> Any:
    """Confirm an account with the mailed code: `{"email": …, "code": "12345678"}`."""
    return as_json.account_json(confirm(accounts().account_deps, body_of(app.request, Confirm)))


@app.route(
    "/passwords/code",
    methods=["POST"],
    policy=Policy.PUBLIC,
    status=202,
    body=NameAddress,
    answers=as_json.CodeSentJson,
    errors=(TooManyRequests, *STORES),
)
def send_reset_code() -> Any:
    """Mail a code with which a forgotten password can be set anew: `{"email": …}`."""
    manage_account.ask_for_reset(accounts().account_deps, body_of(app.request, NameAddress))
    accounts().outbox_wiring.ask_for_delivery()
    return Response(body=CODE_SENT, status_code=202)


@app.route(
    "/passwords",
    methods=["POST"],
    policy=Policy.PUBLIC,
    status=204,
    body=manage_account.ResetPassword,
    answers=None,
    errors=(TooManyRequests, *STORES),
)
def set_password() -> Any:
    """Set a new password with the mailed code: `{"email": …, "code": …, "password": …}`. Ends all sessions."""
    command = body_of(app.request, manage_account.ResetPassword)
    manage_account.reset_password(accounts().account_deps, command, _caller())
    return Response(body="", status_code=204)


@app.route(
    "/sessions",
    methods=["POST"],
    policy=Policy.PUBLIC,
    status=201,
    body=SignIn,
    answers=as_json.SignedInJson,
    errors=(WrongCredentials, NotConfirmed, TooManyRequests, AccountsUnavailable),
)
def create_session() -> Any:
    """Sign in: `{"email": …, "password": …}`."""
    return _signed_in(sign_in(accounts().account_deps, body_of(app.request, SignIn), _caller()), status=201)


@app.route(
    "/sessions/refresh",
    methods=["POST"],
    policy=Policy.PUBLIC,
    body=RefreshSession,
    cookie=as_json.COOKIE,
    answers=as_json.SignedInJson,
    errors=(Unauthorized, Retry, *STORES),
)
def refresh() -> Any:
    """Exchange a refresh token, in the body or the cookie, for new tokens: `{"refresh_token": …}`."""
    given = body_of(app.request, RefreshSession).refresh_token
    token = given or as_json.cookie_token(app.request.headers.get("cookie") or "")
    if token is None:
        raise Unauthorized
    return _signed_in(refresh_session(accounts().account_deps, token, _caller()), status=200)


@app.route("/sessions", policy=Policy.SIGNED_IN, answers=as_json.SessionsJson)
def list_sessions() -> Any:
    """List one's own sessions, the newest first."""
    sessions = end_sessions.list_sessions(accounts().account_deps, app.principal)
    return {"sessions": [as_json.session_json(session, app.principal.session) for session in sessions]}


@app.route("/sessions/current", methods=["DELETE"], policy=Policy.SIGNED_IN, status=204, answers=None)
def sign_out() -> Any:
    """Sign out here."""
    app.audited(action="session.ended", subject=app.principal.session or app.principal.id)
    end_sessions.end_current_session(accounts().account_deps, app.principal)
    return _signed_out()


@app.route("/sessions", methods=["DELETE"], policy=Policy.SIGNED_IN, status=204, answers=None)
def sign_out_everywhere() -> Any:
    """Sign out everywhere."""
    app.audited(action="sessions.ended", subject=app.principal.id)
    app.audited(after={"ended": end_sessions.end_all_sessions(accounts().account_deps, app.principal)})
    return _signed_out()


@app.route("/me", policy=Policy.SIGNED_IN, answers=as_json.ProfileJson, errors=(NotFound, TargetUnavailable))
def show_me() -> Any:
    """Show one's own account."""
    return as_json.profile_json(manage_account.read_profile(accounts().account_deps, app.principal))


@app.route(
    "/me",
    methods=["PATCH"],
    policy=Policy.SIGNED_IN,
    body=manage_account.ChangeProfile,
    answers=as_json.ProfileJson,
    errors=(NotFound, TargetUnavailable),
)
def change_me() -> Any:
    """Change name, language or time zone of one's own account, or whether mails about look-ups arrive."""
    command = body_of(app.request, manage_account.ChangeProfile)
    deps = accounts().account_deps
    app.audited(action="profile.changed", subject=app.principal.id)
    app.audited(before=_profile_facts(manage_account.read_profile(deps, app.principal)))
    profile = manage_account.change_profile(deps, app.principal, command)
    app.audited(after=_profile_facts(profile))
    return as_json.profile_json(profile)


@app.route(
    "/me/password",
    methods=["PUT"],
    policy=Policy.SIGNED_IN,
    status=204,
    body=manage_account.ChangePassword,
    answers=None,
    errors=(NotFound, TooManyRequests, TargetUnavailable),
)
def change_password() -> Any:
    """Change one's own password: `{"current": …, "password": …}`. Ends all other sessions."""
    app.audited(action="password.changed", subject=app.principal.id)
    command = body_of(app.request, manage_account.ChangePassword)
    manage_account.change_password(accounts().account_deps, app.principal, command)
    accounts().outbox_wiring.ask_for_delivery()
    return Response(body="", status_code=204)


@app.route("/users", policy=Policy.ADMIN, query=ListUsers, answers=as_json.UsersJson)
def list_accounts() -> Any:
    """List all accounts by address: `?after=…&limit=100`."""
    query = query_of(app.request, ListUsers)
    return as_json.users_json(list_users(accounts().account_deps, query), query.limit)


@app.route(
    "/users/{user_id}",
    methods=["PATCH"],
    policy=Policy.ADMIN,
    body=ChangeUser,
    answers=as_json.AccountJson,
    errors=(Conflict, LastAdmin),
)
def change_account(user_id: str) -> Any:
    """Change the role of an account, or disable it: `{"role": "operator"}`, `{"disabled": true}`."""
    command, deps = body_of(app.request, ChangeUser), accounts().account_deps
    app.audited(action="user.changed", before=_access(show_user(deps, user_id)))
    changed = change_user(deps, app.principal, user_id, command)
    app.audited(after=_access(changed))
    return as_json.account_json(changed)


def _profile_facts(profile: manage_account.Profile) -> Facts:
    account = profile.account
    language, time_zone = account.language, account.time_zone
    # Not under "lookup_mails", of which redaction could think that it holds addresses.
    return {"name": account.name, "language": language, "time_zone": time_zone, "notified": profile.lookup_mails}


def _access(account: Account) -> Facts:
    return {"role": account.role, "disabled": account.disabled}


def _caller() -> Caller:
    return Caller(address=address_of(app.request), agent=app.request.headers.get("user-agent") or "")


def _signed_in(signed_in: SignedIn, *, status: int) -> Response:
    cookie = as_json.refresh_cookie(signed_in.refresh_token)
    headers: dict[str, str | list[str]] = {"Set-Cookie": cookie, "Cache-Control": "no-store"}
    return Response(body=as_json.signed_in_json(signed_in), status_code=status, headers=headers)


def _signed_out() -> Response:
    cookie = as_json.refresh_cookie("", life_seconds=0)
    return Response(body="", status_code=204, headers={"Set-Cookie": cookie})
