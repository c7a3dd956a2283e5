"""In-memory twin of the token repository."""

from collections.abc import Sequence
from dataclasses import replace

from esteira.tokens.integration_token import NewToken, Token, TokenChange


class MemoryTokenRepository:
    """The port `TokenRepository`. `sealed` has the encrypted secrets by token name."""

    def __init__(self) -> None:
        self.sealed: dict[str, bytes] = {}
        self._tokens: dict[str, Token] = {}

    def add(self, new: NewToken) -> Token | None:
        """See `TokenRepository.add`."""
        if new.name in self._tokens:
            return None
        self.sealed[new.name] = new.sealed_secret
        token = Token(
            name=new.name,
            provider=new.provider,
            lifetime=new.lifetime,
            expiring_margin=new.expiring_margin,
            created_at=new.at,
            updated_at=new.at,
        )
        return self._tokens.setdefault(new.name, token)

    def change(self, name: str, change: TokenChange) -> Token | None:
        """See `TokenRepository.change`."""
        old = self._tokens.get(name)
        if old is None:
            return None
        if change.sealed_secret is not None:
            self.sealed[name] = change.sealed_secret
        self._tokens[name] = replace(
            old,
            provider=old.provider if change.provider is None else change.provider,
            lifetime=old.lifetime if change.lifetime is None else change.lifetime,
            expiring_margin=old.expiring_margin if change.expiring_margin is None else change.expiring_margin,
            updated_at=old.updated_at if change.sealed_secret is None else change.at,
        )
        return self._tokens[name]

    def remove(self, name: str) -> bool:
        """See `TokenRepository.remove`."""
        self.sealed.pop(name, None)
        return self._tokens.pop(name, None) is not None

    def all(self) -> Sequence[Token]:
        """See `TokenRepository.all`."""
        return [self._tokens[name] for name in sorted(self._tokens)]

    def sealed_secret(self, name: str) -> bytes | None:
        """See `TokenRepository.sealed_secret`."""
        return self.sealed.get(name)
