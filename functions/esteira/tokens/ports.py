"""Where integration tokens are kept, and what seals their secrets before they get there."""

from collections.abc import Sequence
from typing import Protocol

from pydantic import SecretStr

from esteira.tokens.integration_token import NewToken, Token, TokenChange


class TokenRepository(Protocol):
    """Tokens by name. It never sees a secret that is not sealed. Every method raises `TargetUnavailable`."""

    def add(self, new: NewToken) -> Token | None:
        """The new token; None, and nothing changed, if there is one of that name."""
        ...

    def change(self, name: str, change: TokenChange) -> Token | None:
        """The token as it is now; None if there is none."""
        ...

    def remove(self, name: str) -> bool:
        """Whether there was one."""
        ...

    def all(self) -> Sequence[Token]:
        """All tokens, by name."""
        ...

    def sealed_secret(self, name: str) -> bytes | None:
        """A token's secret as it was sealed."""
        ...


class SecretSealer(Protocol):
    """Makes a secret unreadable for whoever has not its key."""

    def seal(self, secret: SecretStr) -> bytes:
        """The secret, sealed with the newest key."""
        ...

    def open(self, sealed: bytes) -> SecretStr:
        """The secret in a seal of any of the keys. Raises `SealBroken`."""
        ...
