"""Everything that is configured, as types, read once on cold start from ESTEIRA_* variables."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from esteira.core.errors import BadSettings
from esteira.core.names import CursorMode, Lane, SourceName

S = TypeVar("S", bound="_FromEnvironment")


class SourceSettings(BaseModel, frozen=True, extra="forbid"):
    """One database where orders are born."""

    dsn: SecretStr
    cursor_mode: CursorMode = "xid"


class LaneSettings(BaseModel, frozen=True, extra="forbid"):
    """A queue with its dead-letter queue, by URL."""

    queue_url: str
    dlq_url: str


class BandSettings(BaseModel, frozen=True, extra="forbid"):
    """From how many unprocessed callbacks on it is slow, and from how many on an alert."""

    slow_from: int = Field(default=50, ge=1)
    alert_from: int = Field(default=500, ge=2)

    @model_validator(mode="after")
    def _in_order(self) -> "BandSettings":
        if self.slow_from >= self.alert_from:
            raise ValueError("slow_from must be below alert_from")
        return self


class ProviderSettings(BaseModel, frozen=True, extra="forbid"):
    """A payment provider: what it signs its notifications with, and how far its clock may be off."""

    secret: SecretStr = Field(min_length=16)
    tolerance_seconds: int = Field(default=300, ge=1, le=3600)


class _FromEnvironment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ESTEIRA_", frozen=True, extra="ignore", env_ignore_empty=True)


class TargetSettings(_FromEnvironment):
    """Where orders end. `target_dsn` is a libpq connection string."""

    target_dsn: SecretStr


class AnnouncementSettings(_FromEnvironment):
    """Where changes are announced; nowhere if it is not given."""

    redis_url: SecretStr | None = None


class OperatorTokenSettings(_FromEnvironment):
    """The token that the HTTP routes ask for."""

    operator_token: SecretStr = Field(min_length=16)


class ProducerSettings(TargetSettings):
    """What the producer needs. Delays and sizes carry their unit in the name."""

    sources: dict[SourceName, SourceSettings] = Field(min_length=1)
    redis_url: SecretStr
    orders_queue_url: str
    simulate_trouble: bool = True
    page_rows: int = Field(default=1000, ge=10, le=10_000)
    sends_in_flight: int = Field(default=8, ge=1, le=64)
    lease_seconds: float = Field(default=65, ge=0.1)


class ConsumerSettings(TargetSettings):
    """What a consumer of either lane needs."""

    mongo_url: SecretStr
    queue_url: str
    redis_url: SecretStr | None = None
    retry_delay_seconds: float = Field(default=10, ge=1, le=900)
    retry_growth: float = Field(default=1, ge=1, le=4)
    log_life_seconds: int = Field(default=7 * 24 * 3600, ge=1)
    outage_delay_seconds: int = Field(default=120, ge=1, le=3600)
    simulate_trouble: bool = True


class CallbackSettings(TargetSettings):
    """What the callbacks' doors need. `sweep_after_seconds`: so long nothing may be heard of a message once sent."""

    providers: dict[SourceName, ProviderSettings]
    payments_queue_url: str
    redis_url: SecretStr | None = None
    sweep_after_seconds: int = Field(default=1800, ge=1, le=345_600)


class TokenSettings(TargetSettings):
    """What the tokens' door needs. `secrets_key`: Fernet keys separated by commas, the newest first."""

    secrets_key: SecretStr = Field(min_length=44)
    redis_url: SecretStr | None = None
    token_margin_seconds: int = Field(default=86_400, ge=0)


class FlowSettings(TargetSettings):
    """What the flow-control door needs."""

    redis_url: SecretStr


class OperatorSettings(TargetSettings):
    """What the command line and the monitor need: every store and both lanes."""

    sources: dict[SourceName, SourceSettings] = Field(min_length=1)
    redis_url: SecretStr
    mongo_url: SecretStr
    operator_token: SecretStr = Field(min_length=16)
    lanes: dict[Lane, LaneSettings]
    log_life_seconds: int = Field(default=7 * 24 * 3600, ge=1)
    simulate_trouble: bool = True
    callback_bands: BandSettings = BandSettings()
    token_margin_seconds: int = Field(default=86_400, ge=0)


class ConsoleSettings(OperatorSettings):
    """What the console needs beside: where it listens."""

    console_host: str = "127.0.0.1"
    console_port: int = Field(default=8090, ge=1, le=65535)


class BridgeSettings(OperatorSettings):
    """What the Celery bridge needs beside: everything a consumer of either lane is told, and where workers live.

    Workers of one `fleet` belong together: only their own scaler ends them. `worker_logs` is a folder.
    """

    time_zone: str = "America/Sao_Paulo"
    fleet: str = Field(default="esteira", min_length=1)
    worker_logs: Path = Path("logs")
    flower_host: str = "127.0.0.1"
    flower_port: int = Field(default=5555, ge=1, le=65535)
    flower_data: Path = Path("flower")
    retry_delay_seconds: float = Field(default=10, ge=1, le=900)
    retry_growth: float = Field(default=1, ge=1, le=4)
    outage_delay_seconds: int = Field(default=120, ge=1, le=3600)

    @field_validator("time_zone")
    @classmethod
    def _known(cls, name: str) -> str:
        # Imported here: only the bridge pays for it.
        from zoneinfo import ZoneInfo

        try:
            return ZoneInfo(name).key
        except (LookupError, OSError, ValueError):
            raise ValueError("not a time zone of the IANA database") from None


def read(model: type[S]) -> S:
    """The settings of one function, from the environment.

    Raises `BadSettings` naming every variable that is missing or wrong, never its value.
    """
    try:
        return model()
    except ValidationError as error:
        raise BadSettings(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    return "; ".join(
        f"ESTEIRA_{'__'.join(str(part) for part in item['loc']).upper()}: {item['msg']}" for item in error.errors()
    )
