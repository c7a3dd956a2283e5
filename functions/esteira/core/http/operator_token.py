"""The operator's token, which every HTTP route requires unless it is public."""

from functools import cache

from esteira.core.settings import OperatorTokenSettings, read


@cache
def operator_token() -> str:
    """Return the token from ESTEIRA_OPERATOR_TOKEN. Raises `BadSettings`."""
    return read(OperatorTokenSettings).operator_token.get_secret_value()
