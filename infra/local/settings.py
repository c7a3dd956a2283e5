"""Settings of the local runner: ESTEIRA_* variables and their defaults."""

from pathlib import Path
from typing import Literal, Self

from esteira.core.decoding import reason
from esteira.core.environment import FromEnvironment
from esteira.core.lookup_providers import LookupProviders
from esteira.core.names import SourceName
from esteira.core.numbers import Real, Whole
from esteira.core.providers import ProviderSettings
from esteira.core.settings import MailSettings, SourceSettings
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from infra.errors import BadLocalSettings
from infra.local.home import REPOSITORY, Home
from infra.local.provider_server.modes import ProviderMode


class LocalSettings(FromEnvironment):
    """Ports, folder, and URLs of external services. A service with a given URL is not started here.

    `emulator_has_bundle`: one with a given URL sees the bundle of the functions in the same folder as we, as in our
    images; otherwise it gets an archive, which it unpacks for each function.

    The local retry delay is 1 s; the template's default is 10 s. So dead letters appear within seconds.
    """

    model_config = SettingsConfigDict(populate_by_name=True)

    home: Path = REPOSITORY / ".esteira"
    postgres_port: Whole = Field(default=55432, ge=1, le=65535)
    redis_port: Whole = Field(default=56379, ge=1, le=65535)
    mongo_port: Whole = Field(default=57017, ge=1, le=65535)
    emulator: Literal["localstack", "ministack"] = "localstack"
    localstack_port: Whole = Field(default=4566, ge=1, le=65535)
    console_port: Whole = Field(default=8090, ge=1, le=65535)
    flower_port: Whole = Field(default=5555, ge=1, le=65535)
    provider_port: Whole = Field(default=8092, ge=1, le=65535)
    provider_mode: ProviderMode = "ok"
    bridge: bool = True

    embedded_sources: tuple[SourceName, ...] = Field(default=("source1", "source2"), min_length=1)
    sources: dict[SourceName, SourceSettings] | None = Field(default=None, min_length=1)
    target_dsn: SecretStr | None = None
    redis_url: SecretStr | None = None
    mongo_url: SecretStr | None = None
    aws_endpoint_url: str | None = Field(
        default=None, validation_alias=AliasChoices("ESTEIRA_AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL")
    )
    emulator_has_bundle: bool = False
    operator_token: SecretStr | None = Field(default=None, min_length=16)
    providers: dict[SourceName, ProviderSettings] | None = None
    secrets_key: SecretStr | None = Field(default=None, min_length=44)
    mail_from: str = MailSettings.model_fields["mail_from"].default
    lookup_providers: LookupProviders | None = None

    retry_delay_seconds: Real = Field(default=1, ge=1, le=900)
    retry_growth: Real = Field(default=1, ge=1, le=4)
    log_life_seconds: Whole = Field(default=7 * 24 * 3600, ge=1)
    simulate_trouble: bool = True

    @field_validator("home")
    @classmethod
    def _writable_into_the_supervisors_file(cls, home: Path) -> Path:
        if set(str(home)) & set("\"'#;\n"):
            raise ValueError("the path must not contain quotes, # or ;")
        return home

    @classmethod
    def from_environment(cls) -> Self:
        """The settings. Raises `BadLocalSettings`, which names each wrong variable but not its value."""
        try:
            return cls()
        except ValidationError as error:
            raise BadLocalSettings(_explain(error)) from None

    @property
    def place(self) -> Home:
        """The folders under `home`, as absolute paths."""
        return Home(root=self.home.expanduser().absolute())


def _explain(error: ValidationError) -> str:
    return "; ".join(f"{_variable(item['loc'][0])}: {reason(item)}" for item in error.errors())


def _variable(field: object) -> str:
    name = str(field).upper()
    return name if name.startswith(("ESTEIRA_", "AWS_")) else f"ESTEIRA_{name}"
