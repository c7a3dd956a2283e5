"""The embedded servers in the place of the images of others, at the addresses that docker-compose.yml gives those."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.down import down
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.progress import Say
from infra.local.secrets import Secrets
from infra.local.services import mongo, postgres, readiness, redis
from infra.local.services.emulators import emulator_answers
from infra.local.services.service_endpoints import Embedded, resolve
from infra.local.services.start import start
from infra.local.settings import LocalSettings

NAMES = ("source1", "source2", "target", "mongo", "redis")
DATABASES = NAMES[:3]
MONGO_URL = "mongodb://mongo:27017/esteira?directConnection=true&retryWrites=false"
"""The embedded server knows no users."""


@contextmanager
def running_stores(home: Path, say: Say) -> Iterator[str]:
    """Run them until the end of the context. Yields the password of the databases."""
    settings = LocalSettings(home=home, postgres_port=5432, mongo_port=27017, redis_port=6379)
    place, secrets = settings.place, Secrets.of(settings.place)
    endpoints = resolve(settings, secrets)
    programs = (postgres.service(place, 5432), redis.service(place, 6379), mongo.service(place, 27017))
    place.make()
    start(place, endpoints, programs, say)
    try:
        ready = readiness.of_embedded(endpoints, lambda: emulator_answers(settings))
        for name in (Embedded.POSTGRES, Embedded.REDIS, Embedded.MONGO):
            wait_for_service(place, name, ready[name])
        postgres.make_databases(endpoints.admin_dsn.get_secret_value(), DATABASES)
        yield secrets.postgres_password
    finally:
        down(place, say)
