"""The programs that one installation runs under its supervisor."""

import sys

from infra.local.processes import bridge, console
from infra.local.services import localstack, mongo, postgres, redis
from infra.local.home import REPOSITORY
from infra.local.processes.service import Service
from infra.local.settings import LocalSettings
from infra.local.services.service_endpoints import Embedded, Surroundings

KEEPER = Service(
    name="keeper",
    command=(sys.executable, "-m", "infra.local.processes.stack_restorer"),
    directory=REPOSITORY,
    rank=30,
    hears="PROCESS_STATE_RUNNING",
)


def embedded_services(settings: LocalSettings, surroundings: Surroundings) -> tuple[Service, ...]:
    """One service for everything not given by its URL, the keeper of what LocalStack forgets, console and bridge."""
    home = settings.place
    make = {
        Embedded.POSTGRES: lambda: postgres.service(home, settings.postgres_port),
        Embedded.REDIS: lambda: redis.service(home, settings.redis_port),
        Embedded.MONGO: lambda: mongo.service(home, settings.mongo_port),
        Embedded.LOCALSTACK: lambda: localstack.service(home, settings.localstack_port),
    }
    services = tuple(make[name]() for name in Embedded if name in surroundings.embedded)
    keepers = (KEEPER,) if Embedded.LOCALSTACK in surroundings.embedded else ()
    return (*services, *keepers, console.service(settings), *bridge.services(settings))
