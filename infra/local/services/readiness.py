"""Whether services answer. Embedded ones are asked repeatedly while they start, external ones once.

Drivers are imported where they are used: each costs every command a quarter of a second.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from infra.errors import ExternalServiceUnreachable
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints

PATIENCE_SECONDS = 3


class _NoAnswer(Exception):
    """A service does not answer. The message is the first line of the driver's error."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A check of one service. `ask` raises `_NoAnswer` if the service does not answer."""

    setting: str
    ask: Callable[[], object]
    source: str | None = None


def of_embedded(
    endpoints: ServiceEndpoints, emulator_answers: Callable[[], bool]
) -> Mapping[Embedded, Callable[[], bool]]:
    """For each embedded service a function that returns whether it answers."""
    probes = {
        Embedded.POSTGRES: lambda: _postgres(endpoints.admin_dsn.get_secret_value()),
        Embedded.REDIS: lambda: _redis(endpoints.redis_url.get_secret_value()),
        Embedded.MONGO: lambda: _mongo(endpoints.mongo_url.get_secret_value()),
    }
    questions = {name: _answers(ask) for name, ask in probes.items()} | {
        name: emulator_answers for name in Embedded if name.is_emulator
    }
    return {name: questions[name] for name in Embedded if name in endpoints.embedded}


def check_external(endpoints: ServiceEndpoints, on_silent_source: Callable[[str, str], object]) -> None:
    """Raises `ExternalServiceUnreachable` with the setting of the first external service that does not answer.

    A source does not stop the others: `on_silent_source` is called with its name and the reason.
    """
    for probe in _external(endpoints):
        try:
            probe.ask()
        except _NoAnswer as error:
            if probe.source is None:
                raise ExternalServiceUnreachable(f"({probe.setting}: {error})") from error
            on_silent_source(probe.source, f"{error} ({probe.setting})")


def _external(endpoints: ServiceEndpoints) -> list[Probe]:
    ours = endpoints.embedded
    rest = {
        Embedded.REDIS: Probe(setting="ESTEIRA_REDIS_URL", ask=lambda: _redis(endpoints.redis_url.get_secret_value())),
        Embedded.MONGO: Probe(setting="ESTEIRA_MONGO_URL", ask=lambda: _mongo(endpoints.mongo_url.get_secret_value())),
    }
    external = [probe for name, probe in rest.items() if name not in ours]
    aws = Probe(setting="AWS_ENDPOINT_URL", ask=lambda: _aws(endpoints.aws_endpoint_url))
    return [*_external_databases(endpoints), *external, *([] if endpoints.emulator_is_embedded else [aws])]


def _external_databases(endpoints: ServiceEndpoints) -> list[Probe]:
    given = chain(
        ((f"ESTEIRA_SOURCES, {name}", name, source.dsn) for name, source in endpoints.sources.items()),
        [("ESTEIRA_TARGET_DSN", None, endpoints.target_dsn)],
    )
    return [
        Probe(setting=setting, ask=partial(_postgres, dsn.get_secret_value()), source=source)
        for setting, source, dsn in given
        if dsn.get_secret_value() not in endpoints.databases.values()
    ]


def _answers(ask: Callable[[], object]) -> Callable[[], bool]:
    def answer() -> bool:
        try:
            ask()
        except _NoAnswer:
            return False
        return True

    return answer


def _postgres(dsn: str) -> None:
    import psycopg

    try:
        with psycopg.connect(dsn, connect_timeout=PATIENCE_SECONDS) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise _NoAnswer(_first_line(error)) from error


def _redis(url: str) -> None:
    import redis

    try:
        with redis.Redis.from_url(url, socket_timeout=PATIENCE_SECONDS) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise _NoAnswer(_first_line(error)) from error


def _mongo(url: str) -> None:
    import pymongo
    from pymongo.errors import PyMongoError

    try:
        with pymongo.MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=PATIENCE_SECONDS * 1000) as client:
            client.admin.command("ping")
    except PyMongoError as error:
        raise _NoAnswer(_first_line(error)) from error


def _aws(url: str) -> None:
    # Not every emulator has LocalStack's own pages: any answer counts.
    import httpx

    try:
        httpx.get(url, timeout=PATIENCE_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _NoAnswer(_first_line(error)) from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
