"""Creates, rotates, lists and deletes integration tokens, and opens one for the integration that needs it.

A secret comes in, is sealed and kept. No answer, log line or error has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr, model_validator

from esteira.core.clock import Clock
from esteira.core.errors import Conflict, NotFound
from esteira.core.log import logger
from esteira.core.names import SourceName
from esteira.tokens.integration_token import (
    LifetimeSeconds,
    MarginSeconds,
    NewToken,
    Token,
    TokenChange,
    TokenLife,
    TokenName,
)
from esteira.tokens.ports import SecretSealer, TokenRepository

Secret = Annotated[SecretStr, Field(min_length=1, max_length=8192)]


class CreateToken(BaseModel, frozen=True, extra="forbid"):
    """A new token, whose life begins now."""

    name: TokenName
    provider: SourceName
    secret: Secret
    lifetime_seconds: LifetimeSeconds
    expiring_margin_seconds: MarginSeconds | None = None


class ChangeToken(BaseModel, frozen=True, extra="forbid"):
    """What of a token changes. With a secret it is rotated: its life begins anew."""

    provider: SourceName | None = None
    secret: Secret | None = None
    lifetime_seconds: LifetimeSeconds | None = None
    expiring_margin_seconds: MarginSeconds | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ChangeToken":
        if all(value is None for value in self.__dict__.values()):
            raise ValueError("nothing is to be changed")
        return self


@dataclass(frozen=True, kw_only=True)
class TokenService:
    """Where tokens are kept. `default_margin` is for those that have none of their own."""

    token_repository: TokenRepository
    sealer: SecretSealer
    default_margin: timedelta
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class ShownToken:
    """A token as it may be shown, and its life."""

    token: Token
    life: TokenLife


def create_token(token_service: TokenService, command: CreateToken) -> ShownToken:
    """Keeps a new token. Raises `Conflict` if there is one of that name, `TargetUnavailable`."""
    token = token_service.token_repository.add(
        NewToken(
            name=command.name,
            provider=command.provider,
            sealed_secret=token_service.sealer.seal(command.secret),
            lifetime=timedelta(seconds=command.lifetime_seconds),
            expiring_margin=_span(command.expiring_margin_seconds),
            at=token_service.clock(),
        )
    )
    if token is None:
        raise Conflict("(token)")
    return _shown(token_service, token, "create_token")


def change_token(token_service: TokenService, name: str, command: ChangeToken) -> ShownToken:
    """Rotates a token or changes what is known of it. Raises `NotFound`, `TargetUnavailable`."""
    change = TokenChange(
        at=token_service.clock(),
        provider=command.provider,
        sealed_secret=token_service.sealer.seal(command.secret) if command.secret else None,
        lifetime=_span(command.lifetime_seconds),
        expiring_margin=_span(command.expiring_margin_seconds),
    )
    token = token_service.token_repository.change(name, change)
    if token is None:
        raise NotFound("(token)")
    return _shown(token_service, token, "rotate_token" if command.secret else "tokens/change_token")


def delete_token(token_service: TokenService, name: str) -> None:
    """Forgets a token and its secret. Raises `NotFound`, `TargetUnavailable`."""
    if not token_service.token_repository.remove(name):
        raise NotFound("(token)")
    logger.info("token deleted", action="tokens/delete_token", token=name)


def list_tokens(token_service: TokenService) -> Sequence[ShownToken]:
    """All tokens, by name. Raises `TargetUnavailable`."""
    return [
        ShownToken(token=token, life=token.life(token_service.default_margin))
        for token in token_service.token_repository.all()
    ]


def open_token(token_service: TokenService, name: str) -> SecretStr:
    """A token's secret, for an integration and for nobody else: no door leads here.

    Raises `NotFound`, `SealBroken` where none of the keys fits, `TargetUnavailable`.
    """
    sealed = token_service.token_repository.sealed_secret(name)
    if sealed is None:
        raise NotFound("(token)")
    return token_service.sealer.open(sealed)


def _shown(token_service: TokenService, token: Token, action: str) -> ShownToken:
    logger.info("token kept", action=action, token=token.name, provider=token.provider)
    return ShownToken(token=token, life=token.life(token_service.default_margin))


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
