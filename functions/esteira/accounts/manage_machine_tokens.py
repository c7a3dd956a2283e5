"""Creates, lists and revokes tokens of machines. A token is shown once, when it is created."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel, Field, SecretStr

from esteira.accounts.machine_token import MachineName, MachineToken, new_machine_token
from esteira.accounts.ports import MachineTokenRepository
from esteira.accounts.session import token_digest
from esteira.core.clock import Clock
from esteira.core.errors import Conflict, NotFound
from esteira.core.log import logger
from esteira.core.numbers import Whole
from esteira.core.principal import Role, RoleName

MAX_DAYS = 3650


class CreateMachineToken(BaseModel, frozen=True, extra="forbid"):
    """Command: create a token. Without `expires_days` it is valid until it is revoked."""

    name: MachineName
    role: RoleName = Role.VIEWER
    expires_days: Whole | None = Field(default=None, ge=1, le=MAX_DAYS)


@dataclass(frozen=True, kw_only=True)
class MachineTokenDeps:
    """Dependencies of the functions of this module."""

    machine_token_repository: MachineTokenRepository
    clock: Clock


def create_machine_token(
    deps: MachineTokenDeps, command: CreateMachineToken, by: str
) -> tuple[MachineToken, SecretStr]:
    """Return the new token as it is kept, and itself. Raises `Conflict` if the name is taken."""
    text = new_machine_token()
    token = _kept(deps, command, text, by)
    if not deps.machine_token_repository.add(token):
        raise Conflict("(machine token; revoke it first)")
    return token, SecretStr(text)


def keep_machine_token(deps: MachineTokenDeps, command: CreateMachineToken, text: SecretStr, by: str) -> None:
    """Make sure that this token is valid under its name, for installations that generate their own."""
    deps.machine_token_repository.put(_kept(deps, command, text.get_secret_value(), by))


def list_machine_tokens(deps: MachineTokenDeps) -> Sequence[MachineToken]:
    """Return all tokens, by name."""
    return deps.machine_token_repository.all()


def revoke_machine_token(deps: MachineTokenDeps, name: str, by: str) -> None:
    """Delete a token. It is refused as soon as the functions look again, after ten seconds. Raises `NotFound`."""
    if not deps.machine_token_repository.remove(name):
        raise NotFound("(machine token)")
    logger.info("machine token revoked", action="revoke_machine_token", machine=name, changed_by=by)


def _kept(deps: MachineTokenDeps, command: CreateMachineToken, text: str, by: str) -> MachineToken:
    now = deps.clock()
    expires_at = None if command.expires_days is None else now + timedelta(days=command.expires_days)
    return MachineToken(
        name=command.name,
        role=command.role,
        digest=token_digest(text),
        created_at=now,
        created_by=by,
        expires_at=expires_at,
    )
