"""Makes a machine's token valid in a MongoDB, as `esteira up` does, for the HTTP functions that a test calls."""

from contextlib import closing

from esteira.accounts.manage_machine_tokens import CreateMachineToken, keep_machine_token
from esteira.accounts.wiring import Authentication
from esteira.core.principal import Role
from esteira.core.settings import AuthenticationSettings
from pydantic import SecretStr


def admit(mongo_url: str, token: str, *, role: Role = Role.ADMIN, name: str = "tests") -> str:
    """Store the token, and return the URL, which the function needs as ESTEIRA_MONGO_URL."""
    with closing(Authentication(AuthenticationSettings(mongo_url=SecretStr(mongo_url)))) as authentication:
        command = CreateMachineToken(name=name, role=role)
        keep_machine_token(authentication.machine_token_deps, command, SecretStr(token), "tests")
    return mongo_url
