"""Codes, signing keys and tokens of machines in memory."""

from collections.abc import Sequence
from datetime import datetime

from esteira.accounts.codes import MAX_TRIES, KeptCode, Purpose
from esteira.accounts.machine_token import MachineToken
from esteira.accounts.signing_keys import SigningKey
from esteira.core.errors import AccountsUnavailable


class MemoryCodeRepository:
    """The port `CodeRepository`."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, Purpose], KeptCode] = {}
        self._tries: dict[tuple[str, Purpose], int] = {}

    def put(self, code: KeptCode) -> None:
        """See `CodeRepository.put`."""
        self._codes[code.account_id, code.purpose] = code
        self._tries[code.account_id, code.purpose] = 0

    def try_code(self, account_id: str, purpose: Purpose, digest: str, now: datetime) -> bool:
        """See `CodeRepository.try_code`."""
        key = (account_id, purpose)
        code = self._codes.get(key)
        if code is None or code.expires_at <= now or self._tries[key] >= MAX_TRIES:
            return False
        self._tries[key] += 1
        if code.digest != digest:
            return False
        del self._codes[key]
        return True


class MemoryKeyRepository:
    """The port `KeyRepository`."""

    def __init__(self) -> None:
        self._keys: dict[str, SigningKey] = {}

    def all(self) -> Sequence[SigningKey]:
        """See `KeyRepository.all`."""
        return list(self._keys.values())

    def add(self, key: SigningKey) -> None:
        """See `KeyRepository.add`."""
        self._keys[key.kid] = key

    def add_first(self, key: SigningKey) -> None:
        """See `KeyRepository.add_first`."""
        if not self._keys:
            self.add(key)

    def remove(self, kids: Sequence[str]) -> None:
        """See `KeyRepository.remove`."""
        for kid in kids:
            self._keys.pop(kid, None)


class MemoryMachineTokenRepository:
    """The port `MachineTokenRepository`. `away`: MongoDB does not answer who has a token."""

    def __init__(self) -> None:
        self.away = False
        self._tokens: dict[str, MachineToken] = {}

    def add(self, token: MachineToken) -> bool:
        """See `MachineTokenRepository.add`."""
        if token.name in self._tokens:
            return False
        self._tokens[token.name] = token
        return True

    def put(self, token: MachineToken) -> None:
        """See `MachineTokenRepository.put`."""
        self._tokens[token.name] = token

    def by_digest(self, digest: str) -> MachineToken | None:
        """See `MachineTokenRepository.by_digest`."""
        if self.away:
            raise AccountsUnavailable
        return next((token for token in self._tokens.values() if token.digest == digest), None)

    def all(self) -> Sequence[MachineToken]:
        """See `MachineTokenRepository.all`."""
        return [self._tokens[name] for name in sorted(self._tokens)]

    def remove(self, name: str) -> bool:
        """See `MachineTokenRepository.remove`."""
        return self._tokens.pop(name, None) is not None
