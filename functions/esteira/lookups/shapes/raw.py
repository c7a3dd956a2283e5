"""The whole answer of a provider, as it is kept."""

from pydantic import SecretStr


def raw_text(body: bytes, encoding: str = "utf-8") -> SecretStr:
    """Return the answer as text. What is not in the encoding, and NUL, which Postgres cannot store, is replaced."""
    return SecretStr(body.decode(encoding, errors="replace").replace("\x00", "\ufffd"))
