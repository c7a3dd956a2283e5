"""A secret that holds connection strings: read once a cold start, and again when a store has failed.

The text is a JSON object whose keys are settings. They replace the variables of the same settings.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from esteira.core.connections import VARIABLE
from esteira.core.errors import BadSettings
from esteira.core.log import logger
from esteira.core.strict_json import MalformedJson, json_value

SETTINGS = frozenset({"sources", "target_dsn", "mongo_url", "redis_url", "providers", "secrets_key", "operator_token"})
"""What a secret may hold: the template's parameters that are not echoed, and the token of console and bridge."""

READ_AGAIN_AFTER_SECONDS = 30
"""While a store is away every request doubts its connection string; Secrets Manager is asked this often at most."""


class ConnectionsSecret:
    """The settings in one secret. `generation` counts how often they were replaced by others."""

    def __init__(self, fetch: Callable[[], str], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._monotonic = monotonic
        self._values: Mapping[str, Any] | None = None
        self._not_again_before = 0.0
        self._doubted = False
        self._generation = 0

    def values(self) -> Mapping[str, Any]:
        """Return the settings. Raises `BadSettings` if the secret cannot be read, or holds anything else."""
        if self._values is None:
            self._values = _settings(self._fetch())
        return self._values

    def doubt(self) -> None:
        """Say that a store failed: its password may have been rotated."""
        self._doubted = True

    def generation(self) -> int:
        """Return how often the settings have changed. Settings in doubt are read again, and kept if that fails."""
        if self._doubted and self._monotonic() >= self._not_again_before:
            self._doubted = False
            self._not_again_before = self._monotonic() + READ_AGAIN_AFTER_SECONDS
            self._take_up_rotated()
        return self._generation

    def _take_up_rotated(self) -> None:
        try:
            values = _settings(self._fetch())
        except BadSettings as error:
            logger.warning("connection strings not read again, the old ones stay", error=str(error))
            return
        if values != self._values:
            self._values = values
            self._generation += 1
            logger.info("connection strings have changed, all connections are made anew")


def connections(arn: str) -> Mapping[str, Any]:
    """Return the settings in this secret; none without an ARN. Raises `BadSettings`."""
    return _secret_of(arn).values() if arn else {}


def doubt() -> None:
    """Say that a store failed. Without a secret it has no effect."""
    for secret in _IN_USE:
        secret.doubt()


def generation() -> int:
    """Return a number that changes with the connection strings of this process; always 0 without a secret."""
    return sum(secret.generation() for secret in _IN_USE)


_IN_USE: list[ConnectionsSecret] = []


@cache
def _secret_of(arn: str) -> ConnectionsSecret:
    secret = ConnectionsSecret(partial(_fetched, arn))
    _IN_USE.append(secret)
    return secret


def _settings(text: str) -> Mapping[str, Any]:
    try:
        value = json_value(text)
    except MalformedJson as error:
        raise BadSettings(f"{VARIABLE}: the secret {error.sentence}") from None
    if not isinstance(value, dict):
        raise BadSettings(f"{VARIABLE}: the secret is no JSON object")
    if unknown := sorted(value.keys() - SETTINGS):
        raise BadSettings(f"{VARIABLE}: the secret holds {unknown[0]}, which is none of {', '.join(sorted(SETTINGS))}")
    return value


def _fetched(arn: str) -> str:
    # Imported here: boto3 costs a cold start half a second, and most installations have no secret.
    from esteira.core.connections.secrets_manager import secret_text

    return secret_text(arn)
