"""Creates, rotates, lists and deletes integration tokens, and decrypts the secret of one for its integration.

Secrets are encrypted before they are stored. No response, log line or error contains one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr, model_validator

from esteira.core.clock import Clock
from esteira.core.errors import Conflict, NotFound
from esteira.core.http.shapes import change
from esteira.core.log import logger
from esteira.core.names import SourceName
from esteira.core.sealing import SecretSealer
from esteira.tokens.integration_token import (
    LifetimeSeconds,
    MarginSeconds,
    NewToken,
    Token,
    TokenChange,
    TokenLife,
    TokenName,
)
from esteira.tokens.ports import TokenRepository

Secret = Annotated[SecretStr, Field(min_length=1, max_length=8192)]


class CreateToken(BaseModel, frozen=True, extra="forbid"):
    """Command: create a token, whose lifetime begins now."""

    name: TokenName
    provider: SourceName
    secret: Secret
    lifetime_seconds: LifetimeSeconds
    expiring_margin_seconds: MarginSeconds | None = None


class ChangeToken(BaseModel, frozen=True, extra="forbid", json_schema_extra=change):
    """Command: change a token. A new secret rotates it: its lifetime begins again."""

    provider: SourceName | None = None
    secret: Secret | None = None
    lifetime_seconds: LifetimeSeconds | None = None
    expiring_margin_seconds: MarginSeconds | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ChangeToken":
        if all(value is None for value in self.__dict__.values()):
            raise ValueError("no field to change is given")
        return self


@dataclass(frozen=True, kw_only=True)
class TokenService:
    """Dependencies of the functions of this module. `default_margin` applies to tokens without a margin."""

    token_repository: TokenRepository
    sealer: SecretSealer
    default_margin: timedelta
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class ShownToken:
    """A token without its secret, and its lifetime."""

    token: Token
    life: TokenLife


def create_token(token_service: TokenService, command: CreateToken) -> ShownToken:
    """Store a new token. Raises `Conflict` if the name is taken, and `TargetUnavailable`."""
    token = token_service.token_repository.add(
        NewToken(
            name=command.name,
            provider=command.provider,
            sealed_secret=token_service.sealer.seal(command.secret),
            lifetime=timedelta(seconds=command.lifetime_seconds),
            expiring_margin=_timedelta(command.expiring_margin_seconds),
            at=token_service.clock(),
        )
    )
    if token is None:
        raise Conflict("(token)")
    return _shown(token_service, token, "create_token")


def change_token(token_service: TokenService, name: str, command: ChangeToken) -> ShownToken:
    """Rotate a token or change its other fields. Raises `NotFound` and `TargetUnavailable`."""
    change = TokenChange(
        at=token_service.clock(),
        provider=command.provider,
        sealed_secret=token_service.sealer.seal(command.secret) if command.secret else None,
        lifetime=_timedelta(command.lifetime_seconds),
        expiring_margin=_timedelta(command.expiring_margin_seconds),
    )
    token = token_service.token_repository.change(name, change)
    if token is None:
        raise NotFound("(token)")
    return _shown(token_service, token, "rotate_token" if command.secret else "change_token")


def delete_token(token_service: TokenService, name: str) -> None:
    """Delete a token with its secret. Raises `NotFound` and `TargetUnavailable`."""
    if not token_service.token_repository.remove(name):
        raise NotFound("(token)")
    logger.info("token deleted", action="delete_token", token=name)


def list_tokens(token_service: TokenService) -> Sequence[ShownToken]:
    """Return all tokens, ordered by name. Raises `TargetUnavailable`."""
    return [
        ShownToken(token=token, life=token.life(token_service.default_margin))
        for token in token_service.token_repository.all()
    ]


def show_token(token_service: TokenService, name: str) -> ShownToken:
    """Return one token. Raises `NotFound` and `TargetUnavailable`."""
    shown = next((each for each in list_tokens(token_service) if each.token.name == name), None)
    if shown is None:
        raise NotFound("(token)")
    return shown


def open_token(token_service: TokenService, name: str) -> SecretStr:
    """Return a token's secret. Only integrations may call this; no HTTP route does.

    Raises `NotFound`, `SealBroken` if none of the keys decrypts it, and `TargetUnavailable`.
    """
    sealed = token_service.token_repository.sealed_secret(name)
    if sealed is None:
        raise NotFound("(token)")
    return token_service.sealer.open(sealed)


def _shown(token_service: TokenService, token: Token, action: str) -> ShownToken:
    logger.info("token stored", action=action, token=token.name, provider=token.provider)
    return ShownToken(token=token, life=token.life(token_service.default_margin))


def _timedelta(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
