"""What is running and how to reach it: written by `up` and `deploy`, read by all other commands and by tests."""

from datetime import datetime
from typing import Any, Self

from esteira.core.lookup_providers import LookupProvider
from esteira.core.providers import ProviderSettings
from esteira.core.settings import SourceSettings
from pydantic import BaseModel, SecretStr, ValidationError

from infra.errors import NothingRunning
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.processes.bridge import SCALER_NAME, flower_url
from infra.local.processes.console import console_url
from infra.local.processes.provider import lookup_providers, provider_place, provider_url
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints
from infra.local.services.supervised import supervised_services
from infra.local.settings import LocalSettings

SAMPLE_PROVIDER = "acmepay"


class LaneQueues(BaseModel, frozen=True):
    """The URLs of a lane's queue and of its dead-letter queue."""

    url: str
    dlq_url: str


class KnownSecret(BaseModel, frozen=True):
    """One of a provider's secrets."""

    secret: str
    scheme: str
    not_before: datetime | None = None
    until: datetime | None = None


class KnownProvider(BaseModel, frozen=True):
    """A payment provider that may send callbacks. `secret` is the first of its secrets."""

    secret: str
    tolerance_seconds: int
    secrets: tuple[KnownSecret, ...] = ()

    @classmethod
    def of(cls, settings: ProviderSettings) -> Self:
        """The provider of these settings."""
        secrets = tuple(
            KnownSecret(**{**each.model_dump(), "secret": each.secret.get_secret_value()})
            for each in settings.all_secrets
        )
        return cls(secret=secrets[0].secret, tolerance_seconds=settings.tolerance_seconds, secrets=secrets)

    def settings(self) -> dict[str, Any]:
        """The same as a value of ESTEIRA_PROVIDERS."""
        return self.model_dump(mode="json", exclude={"secret"} if self.secrets else {"secrets"}, exclude_none=True)


class Environment(BaseModel, frozen=True):
    """The keys of `esteira env --json`. Before the stack is deployed `api_url` and `queues` are empty.

    `programs`: each supervised program, and the port on which it listens; empty if an earlier version wrote it.
    """

    home: str
    aws_endpoint_url: str
    api_url: str = ""
    console_url: str = ""
    flower_url: str = ""
    provider_url: str = ""
    lookup_providers: tuple[LookupProvider, ...] = ()
    lookup_loopback: tuple[str, ...] = ()
    operator_token: str
    providers: dict[str, KnownProvider] = {}
    secrets_key: str = ""
    mail_from: str = ""
    sources: dict[str, str]
    cursor_modes: dict[str, str]
    target_dsn: str
    mongo_url: str
    redis_url: str
    queues: dict[str, LaneQueues] = {}
    errors_queue: LaneQueues | None = None
    reports_bucket: str = ""
    log_life_seconds: int
    simulate_trouble: bool
    retry_delay_seconds: float
    retry_growth: float = 1
    programs: dict[str, int | None] = {}

    @classmethod
    def read(cls, home: Home) -> Self:
        """What `up` wrote. Raises `NothingRunning` if there is nothing."""
        if not home.environment.exists():
            raise NothingRunning
        return cls.model_validate_json(home.environment.read_text(encoding="utf-8"))

    def write(self, home: Home) -> None:
        """Writes it for the other commands (mode 0600: it holds passwords)."""
        write_private(home.environment, self.model_dump_json(indent=2))


def last_known(home: Home) -> Environment | None:
    """What the last `up` or `deploy` wrote; None before the first, or if another version wrote it."""
    try:
        return Environment.read(home)
    except (NothingRunning, ValidationError):
        return None


def with_known_databases(settings: LocalSettings) -> LocalSettings:
    """The settings with the sources and the target of the last `up` or `deploy`, where no variable names others."""
    known, given = last_known(settings.place), settings.model_fields_set
    if known is None:
        return settings
    target = {} if "target_dsn" in given else {"target_dsn": SecretStr(known.target_dsn)}
    sources = {} if given & {"sources", "embedded_sources"} else {"sources": _source_settings(known)}
    return settings.model_copy(update={**target, **sources})


def with_running_programs(settings: LocalSettings) -> LocalSettings:
    """The settings with the ports of what runs here, and its bridge, where no variable names others.

    A shell without the variables of the one that started it means the same installation, not one on the default ports.
    """
    running = last_known(settings.place)
    if running is None or not running.programs:
        return settings
    known = {**_ports(running), **_emulator(running), "bridge": SCALER_NAME in running.programs}
    return settings.model_copy(
        update={name: value for name, value in known.items() if name not in settings.model_fields_set}
    )


def _ports(running: Environment) -> dict[str, int]:
    ports = {f"{name}_port": port for name, port in running.programs.items() if port is not None}
    # Whichever emulator runs, its port has one setting.
    return {("localstack_port" if name == "ministack_port" else name): port for name, port in ports.items()}


def _emulator(running: Environment) -> dict[str, str]:
    names = [one.value for one in Embedded if one.is_emulator and one in running.programs]
    return {"emulator": names[0]} if names else {}


def _source_settings(environment: Environment) -> dict[str, SourceSettings]:
    modes = environment.cursor_modes
    return {
        name: SourceSettings.model_validate({"dsn": dsn, "cursor_mode": modes[name]})
        for name, dsn in environment.sources.items()
    }


def describe(settings: LocalSettings, secrets: Secrets, endpoints: ServiceEndpoints) -> Environment:
    """The environment before the stack is deployed."""
    given_token, given_key = settings.operator_token, settings.secrets_key
    return Environment(
        home=str(settings.place.root),
        aws_endpoint_url=endpoints.aws_endpoint_url,
        console_url=console_url(settings),
        flower_url=flower_url(settings),
        provider_url=provider_url(settings),
        lookup_providers=lookup_providers(settings),
        lookup_loopback=(provider_place(settings),),
        operator_token=given_token.get_secret_value() if given_token else secrets.operator_token,
        providers=_providers(settings, secrets),
        secrets_key=given_key.get_secret_value() if given_key else secrets.secrets_key,
        mail_from=settings.mail_from,
        sources={name: source.dsn.get_secret_value() for name, source in endpoints.sources.items()},
        cursor_modes={name: source.cursor_mode for name, source in endpoints.sources.items()},
        target_dsn=endpoints.target_dsn.get_secret_value(),
        mongo_url=endpoints.mongo_url.get_secret_value(),
        redis_url=endpoints.redis_url.get_secret_value(),
        log_life_seconds=settings.log_life_seconds,
        simulate_trouble=settings.simulate_trouble,
        retry_delay_seconds=settings.retry_delay_seconds,
        retry_growth=settings.retry_growth,
        programs={service.name: service.port for service in supervised_services(settings, endpoints)},
    )


def _providers(settings: LocalSettings, secrets: Secrets) -> dict[str, KnownProvider]:
    """The providers of the settings, else a sample provider."""
    given = settings.providers
    if given is None:
        given = {SAMPLE_PROVIDER: ProviderSettings(secret=SecretStr(secrets.acmepay_secret))}
    return {name: KnownProvider.of(one) for name, one in given.items()}
