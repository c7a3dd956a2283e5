"""A hasher of passwords that is fast."""

from pydantic import SecretStr


class MemoryHasher:
    """The port `PasswordHasher`, without its slowness. `hashed` counts what a real one would have had to do."""

    def __init__(self) -> None:
        self.hashed = 0

    def hash(self, password: SecretStr) -> str:
        """See `PasswordHasher.hash`."""
        self.hashed += 1
        return f"hash of {password.get_secret_value()}"

    def matches(self, encoded: str | None, password: SecretStr) -> bool:
        """See `PasswordHasher.matches`."""
        return self.hash(password).removeprefix("old ") == (encoded or "").removeprefix("old ")

    def is_outdated(self, encoded: str) -> bool:
        """See `PasswordHasher.is_outdated`: a hash that begins with `old`."""
        return encoded.startswith("old ")
