"""Which passwords are accepted (NIST SP 800-63B, 5.1.1.2): long enough, not the address, not one of the commonest."""

from typing import Annotated

from pydantic import Field, SecretStr

from esteira.accounts.account import address_key
from esteira.core.errors import Unprocessable

MIN_CHARACTERS = 8
MAX_CHARACTERS = 128

Password = Annotated[SecretStr, Field(min_length=MIN_CHARACTERS, max_length=MAX_CHARACTERS)]
"""A new password."""

GivenPassword = Annotated[SecretStr, Field(max_length=MAX_CHARACTERS)]
"""A password to be compared. Longer ones are refused before they are hashed."""

COMMON = frozenset(
    (
        *("12345678", "123456789", "1234567890", "87654321", "password", "password1", "passw0rd", "qwertyui"),
        *("qwerty123", "1q2w3e4r", "abc12345", "abcd1234", "11111111", "00000000", "iloveyou", "sunshine"),
        *("princess", "football", "baseball", "superman", "trustno1", "senha123", "brasil123", "mudar123"),
        *("flamengo", "corinthians", "palmeiras", "gremio123"),
    )
)


def refuse_weak(password: SecretStr, address: str) -> None:
    """Raise `Unprocessable` for a password that anybody would try first."""
    text = password.get_secret_value().casefold()
    if text in COMMON or len(set(text)) < 3:
        raise Unprocessable("(password: is one of the first that anybody would try; take another one)")
    key = address_key(address)
    if text in {key, key.partition("@")[0]}:
        raise Unprocessable("(password: is the e-mail address; take another one)")
