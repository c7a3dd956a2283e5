"""Encryption of secrets with Fernet: the first of several keys encrypts, all of them decrypt.

To rotate keys, put the new key in front of the old ones.
"""

from typing import Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from esteira.core.errors import BadSettings, SealBroken


class SecretSealer(Protocol):
    """Encrypts secrets with the newest of several keys, and decrypts them with any of the keys."""

    def seal(self, secret: SecretStr) -> bytes:
        """Return the secret encrypted with the newest key."""
        ...

    def open(self, sealed: bytes) -> SecretStr:
        """Return the decrypted secret. Raises `SealBroken` if none of the keys decrypts it."""
        ...


class FernetSealer:
    """The port `SecretSealer`. `keys` are Fernet keys, separated by commas. Raises `BadSettings` for an invalid key."""

    def __init__(self, keys: SecretStr) -> None:
        try:
            self._keys = MultiFernet([Fernet(key.strip()) for key in keys.get_secret_value().split(",")])
        except ValueError:
            raise BadSettings("ESTEIRA_SECRETS_KEY: each key must be 32 bytes in URL-safe base64") from None

    def seal(self, secret: SecretStr) -> bytes:
        """See `SecretSealer.seal`."""
        return self._keys.encrypt(secret.get_secret_value().encode())

    def open(self, sealed: bytes) -> SecretStr:
        """See `SecretSealer.open`."""
        try:
            return SecretStr(self._keys.decrypt(sealed).decode())
        except InvalidToken:
            raise SealBroken from None
