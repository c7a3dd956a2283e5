"""Settings from ESTEIRA_* environment variables, whose JSON is read as strictly as a request's.

Those that a secret holds take precedence over their variables.
"""

from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from esteira.core.connections.secret import connections
from esteira.core.errors import BadSettings
from esteira.core.strict_json import MalformedJson, json_value

PREFIX = "ESTEIRA_"


class FromEnvironment(BaseSettings):
    """Base of all settings models. `connections_secret_arn`: the secret in AWS Secrets Manager, if there is one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    connections_secret_arn: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then variables. There are no files."""
        return init_settings, _StrictVariables(settings_cls)


class _StrictVariables(EnvSettingsSource):
    def __call__(self) -> dict[str, Any]:
        """Return the variables' values, replaced by those of the secret. Raises `BadSettings`."""
        variables = super().__call__()
        return {**variables, **connections(variables.get("connections_secret_arn", ""))}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ARG002 - its signature
        """Return the value of a variable that holds JSON. Raises `BadSettings` naming the variable."""
        try:
            return json_value(value)
        except MalformedJson as error:
            raise BadSettings(f"{PREFIX}{field_name.upper()}: {error.sentence}") from None
