"""The token repository, stored in the table `integration_tokens` of the target."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from esteira.core.postgres.database import Database
from esteira.core.postgres.statements import statement
from esteira.tokens.integration_token import NewToken, Token, TokenChange


class PostgresTokenRepository:
    """The port `TokenRepository`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, new: NewToken) -> Token | None:
        """See `TokenRepository.add`."""
        row = {
            "name": new.name,
            "provider": new.provider,
            "sealed_secret": new.sealed_secret,
            "lifetime_seconds": _seconds(new.lifetime),
            "expiring_margin_seconds": _seconds(new.expiring_margin),
            "at": new.at,
        }
        return _first(self._query("tokens/add_token", row))

    def change(self, name: str, change: TokenChange) -> Token | None:
        """See `TokenRepository.change`."""
        row = {
            "name": name,
            "provider": change.provider,
            "sealed_secret": change.sealed_secret,
            "lifetime_seconds": _seconds(change.lifetime),
            "expiring_margin_seconds": _seconds(change.expiring_margin),
            "at": change.at,
        }
        return _first(self._query("tokens/change_token", row))

    def remove(self, name: str) -> bool:
        """See `TokenRepository.remove`."""
        with self._database.transaction() as connection:
            return connection.execute(statement("tokens/delete_token"), {"name": name}).rowcount == 1

    def all(self) -> Sequence[Token]:
        """See `TokenRepository.all`."""
        return [_token(row) for row in self._query("tokens/list_tokens", {})]

    def sealed_secret(self, name: str) -> bytes | None:
        """See `TokenRepository.sealed_secret`."""
        rows = self._query("tokens/read_sealed_secret", {"name": name})
        return bytes(rows[0][0]) if rows else None

    def _query(self, name: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._database.transaction() as connection:
            return connection.execute(statement(name), parameters).fetchall()


def _first(rows: list[tuple[Any, ...]]) -> Token | None:
    return _token(rows[0]) if rows else None


def _token(row: tuple[Any, ...]) -> Token:
    name, provider, lifetime_seconds, margin_seconds, created_at, updated_at = row
    return Token(
        name=name,
        provider=provider,
        lifetime=timedelta(seconds=lifetime_seconds),
        expiring_margin=None if margin_seconds is None else timedelta(seconds=margin_seconds),
        created_at=created_at,
        updated_at=updated_at,
    )


def _seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else int(duration.total_seconds())
