"""The programs that one installation runs under its supervisor."""

import sys
from collections.abc import Callable
from functools import partial

from infra.local.home import REPOSITORY
from infra.local.processes import bridge, console, provider
from infra.local.processes.service import Service
from infra.local.services import mongo, postgres, redis
from infra.local.services.emulators import EMULATORS
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints
from infra.local.settings import LocalSettings

STACK_RESTORER = Service(
    name="stack_restorer",
    command=(sys.executable, "-m", "infra.local.processes.stack_restorer"),
    directory=REPOSITORY,
    rank=30,
    events="PROCESS_STATE_RUNNING",
)

PROGRAM_RESTORER = Service(
    name="program_restorer",
    command=(sys.executable, "-m", "infra.local.processes.program_restorer"),
    directory=REPOSITORY,
    rank=31,
    events="TICK_5",
)


def supervised_services(settings: LocalSettings, endpoints: ServiceEndpoints) -> tuple[Service, ...]:
    """The services not given by URL, the provider, console and bridge, and what restores programs and stack."""
    home = settings.place
    make: dict[Embedded, Callable[[], Service]] = {
        Embedded.POSTGRES: lambda: postgres.service(home, settings.postgres_port),
        Embedded.REDIS: lambda: redis.service(home, settings.redis_port),
        Embedded.MONGO: lambda: mongo.service(home, settings.mongo_port),
        **{one.name: partial(one.service, home, settings.localstack_port) for one in EMULATORS.values()},
    }
    services = tuple(make[name]() for name in Embedded if name in endpoints.embedded)
    restorers = (STACK_RESTORER,) if endpoints.emulator_is_embedded else ()
    programs = (provider.service(settings), console.service(settings), *bridge.services(settings))
    return (*services, *restorers, PROGRAM_RESTORER, *programs)
