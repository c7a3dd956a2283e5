"""Settings models, read once on cold start from ESTEIRA_* environment variables. Units are in the names."""

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, Field, SecretStr, ValidationError, model_validator

from esteira.core.decoding import reason
from esteira.core.environment import FromEnvironment
from esteira.core.errors import BadSettings
from esteira.core.lookup_providers import PUBLIC_PROVIDERS, LookupProviders, LoopbackPlace, UserAgent
from esteira.core.moments import DEFAULT_TIME_ZONE, TimeZone
from esteira.core.names import CursorMode, Lane, SourceName
from esteira.core.numbers import Real, Whole
from esteira.core.providers import ProviderSettings

WEB_ADDRESS = r"^(https?://[^\s<>]+[^\s<>/])?$"
"""A URL without a slash at its end, or none."""

S = TypeVar("S", bound="FromEnvironment")


MOST_LOOK_UP_SECONDS = 60
"""A consumer of the lane `lookups` has 90 seconds (template.yaml)."""


class SourceSettings(BaseModel, frozen=True, extra="forbid"):
    """A source database, in which orders are created."""

    dsn: SecretStr
    cursor_mode: CursorMode = "xid"


class LaneSettings(BaseModel, frozen=True, extra="forbid"):
    """The URLs of a lane's queue and dead-letter queue."""

    queue_url: str
    dlq_url: str


class BandSettings(BaseModel, frozen=True, extra="forbid"):
    """The numbers of unprocessed callbacks from which on the band is `slow` and `alert`."""

    slow_from: Whole = Field(default=50, ge=1)
    alert_from: Whole = Field(default=500, ge=2)

    @model_validator(mode="after")
    def _in_order(self) -> "BandSettings":
        if self.slow_from >= self.alert_from:
            raise ValueError("slow_from must be below alert_from")
        return self


class TargetSettings(FromEnvironment):
    """The target database. `target_dsn` is a libpq connection string."""

    target_dsn: SecretStr


class AnnouncementSettings(FromEnvironment):
    """The Redis where changes are announced. Without it they are not announced."""

    redis_url: SecretStr | None = None


class ReportingSettings(FromEnvironment):
    """Settings of whoever reports errors. Without `errors_queue_url` they are in the log only.

    The others are the secrets that a process may know: no report holds them, wherever they were found.
    """

    errors_queue_url: str = ""
    redis_url: SecretStr | None = None
    target_dsn: SecretStr | None = None
    mongo_url: SecretStr | None = None
    secrets_key: SecretStr | None = None
    operator_token: SecretStr | None = None

    @property
    def known_secrets(self) -> tuple[SecretStr, ...]:
        """The secrets that are set; of several keys each."""
        given = (self.redis_url, self.target_dsn, self.mongo_url, self.operator_token)
        keys = self.secrets_key.get_secret_value().split(",") if self.secrets_key else ()
        return (*(secret for secret in given if secret), *(SecretStr(key) for key in keys))


class AuthenticationSettings(FromEnvironment):
    """The MongoDB where accounts and machine tokens are, by which every HTTP function knows its callers."""

    mongo_url: SecretStr


class OutboxSettings(TargetSettings):
    """Settings of whoever hands mails over.

    `secrets_key`: as of the tokens. `mails_function`: the function that delivers; without it only the schedule does.
    """

    secrets_key: SecretStr = Field(min_length=44)
    mails_function: str = ""


class MailSettings(OutboxSettings):
    """Settings of the mails' functions. `mail_from` is an address that SES may send from.

    `public_url`: where the HTTP endpoints are reached from outside, for links in mails; if it is empty, at `api_url`.
    The function that delivers needs one of them.
    """

    mail_from: str = Field(default="esteira@localhost.localdomain", pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    public_url: str = Field(default="", pattern=WEB_ADDRESS)
    api_url: str = Field(default="", pattern=WEB_ADDRESS)


class AccountSettings(OutboxSettings, AuthenticationSettings):
    """Settings of the accounts' function.

    `sign_ins_per_second`: of people who come from an address that is new to their account; the others always may.
    """

    sign_ins_per_second: Whole = Field(default=10, ge=1, le=1000)


class ProducerSettings(TargetSettings):
    """Settings of the producer."""

    sources: dict[SourceName, SourceSettings] = Field(min_length=1)
    redis_url: SecretStr
    orders_queue_url: str
    simulate_trouble: bool = True
    page_rows: Whole = Field(default=1000, ge=10, le=10_000)
    sends_in_flight: Whole = Field(default=8, ge=1, le=64)
    lease_seconds: Real = Field(default=65, ge=0.1)


class ConsumerSettings(TargetSettings):
    """Settings of a consumer of any lane."""

    mongo_url: SecretStr
    queue_url: str
    redis_url: SecretStr | None = None
    retry_delay_seconds: Real = Field(default=10, ge=1, le=900)
    retry_growth: Real = Field(default=1, ge=1, le=4)
    log_life_seconds: Whole = Field(default=7 * 24 * 3600, ge=1)
    outage_delay_seconds: Whole = Field(default=120, ge=1, le=3600)
    simulate_trouble: bool = True


class CallbackSettings(TargetSettings):
    """Settings of the callback functions.

    `sweep_after_seconds`: a callback without a result for so long after it was sent counts as lost, and is sent again.
    """

    providers: dict[SourceName, ProviderSettings]
    payments_queue_url: str
    redis_url: SecretStr | None = None
    sweep_after_seconds: Whole = Field(default=1800, ge=1, le=345_600)


class TokenSettings(TargetSettings):
    """Settings of the tokens function. `secrets_key`: Fernet keys separated by commas, the newest first."""

    secrets_key: SecretStr = Field(min_length=44)
    redis_url: SecretStr | None = None
    token_margin_seconds: Whole = Field(default=86_400, ge=0)


class LookupSettings(TargetSettings):
    """Settings of company look-ups. `lookup_providers` are asked in their order.

    `lookup_loopback`: places of this machine that may be asked. Besides them and the providers of the `own_network`,
    only addresses of the public Internet ever are.
    `lookup_cache_seconds`: how long an answer counts. `lookup_patience_seconds`: how long a look-up waits for a turn.
    """

    redis_url: SecretStr
    lookup_providers: LookupProviders = PUBLIC_PROVIDERS
    lookup_loopback: tuple[LoopbackPlace, ...] = ()
    lookup_user_agent: UserAgent = "Esteira (company look-ups)"
    lookup_cache_seconds: Whole = Field(default=86_400, ge=0)
    lookup_patience_seconds: Real = Field(default=5, ge=0, le=60)

    @property
    def longest_look_up_seconds(self) -> float:
        """How long a look-up takes at most: all of its patience, and every provider in vain."""
        return self.lookup_patience_seconds + sum(each.total_seconds for each in self.lookup_providers)

    @model_validator(mode="after")
    def _ends_in_time(self) -> "LookupSettings":
        if self.longest_look_up_seconds > MOST_LOOK_UP_SECONDS:
            raise ValueError(
                f"lookup_patience_seconds and the total_seconds of all lookup_providers are more than"
                f" {MOST_LOOK_UP_SECONDS} seconds together"
            )
        return self


class LookupLaneSettings(LookupSettings, OutboxSettings):
    """Settings of a consumer of the lane `lookups` beside those of all lanes: the providers, and the mails' key."""


class LookupCandidateSettings(LookupLaneSettings):
    """The same, of the process in which one poison candidate of the lane is applied."""

    queue_url: str


class PredictionSettings(TargetSettings):
    """Settings by which the ends of company look-ups are predicted.

    `lookup_ageing_seconds`: what a task of normal priority waits longer than a high one that is queued with it, low
    three times that; 0: by arrival. The providers, how long a look-up waits for a turn, and `lookup_in_flight`: how
    many look-ups are under way at once (ten in each process of a consumer).
    """

    lookup_ageing_seconds: Whole = Field(default=600, ge=0, le=86_400)
    lookup_providers: LookupProviders = PUBLIC_PROVIDERS
    lookup_patience_seconds: Real = Field(default=5, ge=0, le=60)
    lookup_in_flight: Whole = Field(default=40, ge=1, le=10_000)


class BookingSettings(PredictionSettings):
    """Settings of the function with which users book company look-ups."""

    lookups_queue_url: str
    redis_url: SecretStr | None = None


class HandOverSettings(BookingSettings, OutboxSettings):
    """Settings of the schedule that hands look-ups over: those of the bookings, and the mails' key.

    `lookup_lost_after_seconds`: with an empty lane, a task still queued so long after its message was sent counts as
    one whose message is lost.
    """

    lookup_lost_after_seconds: Whole = Field(default=300, ge=120, le=345_600)


class FailureSettings(TargetSettings):
    """Settings of the failures' function."""


class ErrorQueueSettings(FromEnvironment):
    """The queue `errors` and its dead-letter queue, by URL."""

    errors_queue_url: str
    errors_dlq_url: str


class ReportSettings(TargetSettings):
    """Settings of the reports' function. `errors_queue_url` also says in which account and region the bucket is."""

    reports_bucket: str
    errors_queue_url: str
    redis_url: SecretStr | None = None


class FlowSettings(TargetSettings):
    """Settings of the flow-control function."""

    redis_url: SecretStr


class OperatorSettings(TargetSettings):
    """Settings of the command line and the monitor: all stores and all lanes."""

    sources: dict[SourceName, SourceSettings] = Field(min_length=1)
    redis_url: SecretStr
    mongo_url: SecretStr
    lanes: dict[Lane, LaneSettings]
    log_life_seconds: Whole = Field(default=7 * 24 * 3600, ge=1)
    simulate_trouble: bool = True
    callback_bands: BandSettings = BandSettings()
    token_margin_seconds: Whole = Field(default=86_400, ge=0)


class ConsoleSettings(OperatorSettings, AccountSettings, TokenSettings, PredictionSettings):
    """Settings of the console: those of the operator, of sign-in and of predictions, and the address to listen on.

    `operator_token`: the installation's own machine token, which counts also while MongoDB is away. `console_links`:
    the addresses of `flower`, `grafana` and `api`, as far as they exist.
    """

    operator_token: SecretStr = Field(min_length=16)
    console_host: str = "127.0.0.1"
    console_port: Whole = Field(default=8090, ge=1, le=65535)
    console_links: dict[Literal["flower", "grafana", "api"], str] = Field(default_factory=dict)
    errors_queue_url: str = ""
    reports_bucket: str = ""


class KubernetesSettings(BaseModel, frozen=True, extra="forbid"):
    """Where the API server of Kubernetes is, and the folder with the token of the pod's service account."""

    url: str = Field(default="https://kubernetes.default.svc", pattern=WEB_ADDRESS, min_length=1)
    account: Path = Path("/var/run/secrets/kubernetes.io/serviceaccount")


class BridgeSettings(OperatorSettings):
    """Settings of the Celery bridge: those of the operator and of the consumers, and those of its processes.

    `scaler`: whether workers are processes of the scaler's host, or pods. A scaler of processes ends only workers of
    its own `fleet`. `worker_logs` and `flower_data` are folders. `operator_token` is the password of Flower.
    """

    operator_token: SecretStr = Field(min_length=16)
    time_zone: TimeZone = DEFAULT_TIME_ZONE
    scaler: Literal["processes", "kubernetes"] = "processes"
    kubernetes: KubernetesSettings = KubernetesSettings()
    fleet: str = Field(default="esteira", min_length=1)
    worker_logs: Path = Path("logs")
    flower_host: str = "127.0.0.1"
    flower_port: Whole = Field(default=5555, ge=1, le=65535)
    flower_data: Path = Path("flower")
    retry_delay_seconds: Real = Field(default=10, ge=1, le=900)
    retry_growth: Real = Field(default=1, ge=1, le=4)
    outage_delay_seconds: Whole = Field(default=120, ge=1, le=3600)
    errors_queue_url: str = ""
    reports_bucket: str = ""


def read(model: type[S]) -> S:
    """Return the settings from the environment.

    Raises `BadSettings` naming every variable that is missing or invalid, never its value.
    """
    try:
        return model()
    except ValidationError as error:
        raise BadSettings(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    return "; ".join(
        f"ESTEIRA_{'__'.join(str(part) for part in item['loc']).upper()}: {reason(item)}" for item in error.errors()
    )
