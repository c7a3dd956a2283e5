"""Addresses of the services that functions use: those given by URL, and embedded ones for the rest."""

from enum import StrEnum

from esteira.core.names import SourceName
from esteira.core.settings import SourceSettings
from pydantic import BaseModel, SecretStr

from infra.local.secrets import Secrets
from infra.local.settings import LocalSettings


class Embedded(StrEnum):
    """A service that can run here, under our supervisor."""

    POSTGRES = "postgres"
    REDIS = "redis"
    MONGO = "mongo"
    LOCALSTACK = "localstack"
    MINISTACK = "ministack"

    @property
    def is_emulator(self) -> bool:
        """Whether it is one of the emulators of AWS, of which one runs at a time."""
        return self in (Embedded.LOCALSTACK, Embedded.MINISTACK)


class ServiceEndpoints(BaseModel, frozen=True):
    """All addresses, and which services are embedded. `databases`: name → DSN of those in the embedded Postgres."""

    sources: dict[SourceName, SourceSettings]
    target_dsn: SecretStr
    redis_url: SecretStr
    mongo_url: SecretStr
    aws_endpoint_url: str
    embedded: frozenset[Embedded]
    databases: dict[str, str]
    admin_dsn: SecretStr

    @property
    def emulator_is_embedded(self) -> bool:
        """Whether the emulator of AWS runs here, and not where a URL says."""
        return any(service.is_emulator for service in self.embedded)


def own_endpoint(settings: LocalSettings) -> str:
    """The URL of the embedded emulator."""
    return f"http://127.0.0.1:{settings.localstack_port}"


class OwnAddresses(BaseModel, frozen=True):
    """Addresses of the embedded services of one home."""

    postgres_port: int
    postgres_password: str
    redis_url: str
    mongo_url: str
    aws_endpoint_url: str

    @classmethod
    def of(cls, settings: LocalSettings, secrets: Secrets) -> "OwnAddresses":
        """The addresses for these ports and secrets; constant for a home and its ports."""
        return cls(
            postgres_port=settings.postgres_port,
            postgres_password=secrets.postgres_password,
            redis_url=f"redis://127.0.0.1:{settings.redis_port}/0",
            # SecantusDB waits 25 ms to make each retryable write durable; without them a write takes 1 ms.
            mongo_url=f"mongodb://127.0.0.1:{settings.mongo_port}/esteira?directConnection=true&retryWrites=false",
            aws_endpoint_url=own_endpoint(settings),
        )

    def dsn(self, database: str) -> str:
        """The connection string of one database of the embedded cluster."""
        return f"postgresql://esteira:{self.postgres_password}@127.0.0.1:{self.postgres_port}/{database}"


def resolve(settings: LocalSettings, secrets: Secrets) -> ServiceEndpoints:
    """The given addresses, and embedded services for the rest.

    A given address that equals the embedded one counts as embedded: `esteira up` must work in a shell with the exports
    of `esteira env`.
    """
    own = OwnAddresses.of(settings, secrets)
    sources = settings.sources or {
        name: SourceSettings(dsn=SecretStr(own.dsn(name))) for name in settings.embedded_sources
    }
    target_dsn = settings.target_dsn or SecretStr(own.dsn("target"))
    redis_url = settings.redis_url or SecretStr(own.redis_url)
    mongo_url = settings.mongo_url or SecretStr(own.mongo_url)
    aws_endpoint_url = (settings.aws_endpoint_url or own.aws_endpoint_url).rstrip("/")
    databases = _own_databases(own, [*(source.dsn for source in sources.values()), target_dsn])
    return ServiceEndpoints(
        sources=sources,
        target_dsn=target_dsn,
        redis_url=redis_url,
        mongo_url=mongo_url,
        aws_endpoint_url=aws_endpoint_url,
        databases=databases,
        admin_dsn=SecretStr(own.dsn("postgres")),
        embedded=frozenset(
            service
            for service, ours in {
                Embedded.POSTGRES: bool(databases),
                Embedded.REDIS: redis_url.get_secret_value() == own.redis_url,
                Embedded.MONGO: mongo_url.get_secret_value() == own.mongo_url,
                Embedded(settings.emulator): aws_endpoint_url == own.aws_endpoint_url,
            }.items()
            if ours
        ),
    )


def _own_databases(own: OwnAddresses, dsns: list[SecretStr]) -> dict[str, str]:
    named = {dsn.get_secret_value().rsplit("/", 1)[-1]: dsn.get_secret_value() for dsn in dsns}
    return {name: dsn for name, dsn in named.items() if dsn == own.dsn(name)}
