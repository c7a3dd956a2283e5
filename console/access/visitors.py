"""Knows who uses the console: people by their account, machines by their token."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from esteira.accounts.access_tokens import AccessClaims
from esteira.accounts.authenticate import Authenticator
from esteira.accounts.deps import AccountDeps, Caller
from esteira.accounts.end_sessions import end_current_session
from esteira.accounts.session import token_digest
from esteira.accounts.sign_in import SignIn, sign_in
from esteira.core.clock import Clock
from esteira.core.errors import AccountsUnavailable, Unauthorized
from esteira.core.principal import Principal, Role
from esteira.core.sealing import SecretSealer
from pydantic import SecretStr

from console.access.console_session import SESSION_LIFE, ConsoleSession, opened, sealed


@dataclass(frozen=True, kw_only=True)
class Visitors:
    """Opens and checks sessions. Its methods ask MongoDB: call them outside of the event loop.

    `operator_token` is the installation's own machine token. It counts also while MongoDB is away, with the role
    operator, so that whoever must end an outage can sign in.
    """

    authenticator: Authenticator
    account_deps: Callable[[], AccountDeps]
    sealer: SecretSealer
    operator_token: SecretStr
    clock: Clock

    def open_for_person(self, command: SignIn, caller: Caller) -> str:
        """Return the cookie of a new session. Raises as `sign_in` does."""
        signed_in = sign_in(self.account_deps(), command, caller)
        principal = self.authenticator(signed_in.access_token)
        account_id = principal.id.partition(":")[2]
        return self._cookie(account_id=account_id, session_id=principal.session or "")

    def open_for_machine(self, token: str) -> str:
        """Return the cookie of a session that counts as long as the token does. Raises as `bearer` does."""
        self.bearer(token)
        return self._cookie(machine=token_digest(token))

    def visitor(self, cookie: str) -> Principal:
        """Return whose session it is. Raises `Unauthorized`, and `AccountsUnavailable` for what is not known."""
        session = opened(cookie, self.sealer, self.clock())
        if session.machine:
            return self._machine(session.machine)
        claims = AccessClaims(account_id=session.account_id, session_id=session.session_id)
        return self.authenticator.person(claims)

    def bearer(self, token: str) -> Principal:
        """Return who presents this access or machine token. Raises as `visitor` does."""
        try:
            return self.authenticator(token)
        except AccountsUnavailable:
            return self._operator(token_digest(token))

    def sign_out(self, cookie: str) -> None:
        """End a person's session; a machine has none. Raises as `visitor` does."""
        end_current_session(self.account_deps(), self.visitor(cookie))

    def _machine(self, digest: str) -> Principal:
        try:
            return self.authenticator.machine(digest)
        except AccountsUnavailable:
            return self._operator(digest)

    def _operator(self, digest: str) -> Principal:
        if not hmac.compare_digest(digest, token_digest(self.operator_token.get_secret_value())):
            raise AccountsUnavailable
        return Principal(id="machine:operator", kind="machine", role=Role.OPERATOR, name="operator")

    def _cookie(self, *, account_id: str = "", session_id: str = "", machine: str = "") -> str:
        session = ConsoleSession(
            account_id=account_id, session_id=session_id, machine=machine, until=self.clock() + SESSION_LIFE
        )
        return sealed(session, self.sealer)


def bearer_of(authorization: str) -> str:
    """Return the token of `Bearer <token>`. Raises `Unauthorized`."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized
    return given.strip()
