"""The operator's token, the one bearer token there is: who has it may do everything."""

import hmac
from functools import cache

from esteira.core.errors import Unauthorized
from esteira.core.principal import Principal, Role
from esteira.core.settings import OperatorTokenSettings, read

OPERATOR = Principal(id="machine:operator", kind="machine", role=Role.ADMIN, name="operator")


def authenticate(token: str) -> Principal:
    """Return the operator. Raises `Unauthorized` for any other token, `BadSettings` without ESTEIRA_OPERATOR_TOKEN."""
    if not hmac.compare_digest(token.encode(), operator_token().encode()):
        raise Unauthorized
    return OPERATOR


@cache
def operator_token() -> str:
    """Return the token from ESTEIRA_OPERATOR_TOKEN. Raises `BadSettings`."""
    return read(OperatorTokenSettings).operator_token.get_secret_value()
