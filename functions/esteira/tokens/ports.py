"""The port of integration tokens: their repository."""

from collections.abc import Sequence
from typing import Protocol

from esteira.tokens.integration_token import NewToken, Token, TokenChange


class TokenRepository(Protocol):
    """Tokens by name. It receives only encrypted secrets. Every method raises `TargetUnavailable`."""

    def add(self, new: NewToken) -> Token | None:
        """Add a token and return it. Returns None, and changes nothing, if the name is taken."""
        ...

    def change(self, name: str, change: TokenChange) -> Token | None:
        """Change a token and return the result; None if there is no such token."""
        ...

    def remove(self, name: str) -> bool:
        """Delete a token. Returns whether it existed."""
        ...

    def all(self) -> Sequence[Token]:
        """Return all tokens, ordered by name."""
        ...

    def sealed_secret(self, name: str) -> bytes | None:
        """Return a token's encrypted secret; None if there is no such token."""
        ...
