"""What all suites share: services started at first use, once for all, and the order in which the suites run."""

import io
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from esteira.core.log import logger
from hypothesis import settings

from tests.harness.environment import forget_installation
from tests.harness.load import SEED
from tests.harness.localstack import LocalStack, running_localstack
from tests.harness.mongo import MongoServer, running_mongo
from tests.harness.pgbouncer import PgBouncer, running_pgbouncer
from tests.harness.postgres import Postgres, running_postgres
from tests.harness.queues import running_moto
from tests.harness.reaper import reaper
from tests.harness.redis import RedisServer, running_redis
from tests.harness.scheduling import SUITES, SuiteScheduling, suite_of
from tests.harness.scratch import scratch_folder

settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
"""No deadline: how long an example takes depends on the load of the machine."""


def pytest_configure(config: pytest.Config) -> None:
    """Gives all processes of a parallel run the same load, and nothing of an installation that the shell knows."""
    forget_installation()
    if not hasattr(config, "workerinput"):
        os.environ["SEED"] = str(SEED)


def pytest_report_header() -> str:
    """Prints how to repeat this run's load."""
    return f"load: SEED={SEED} repeats it, ORDERS scales it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts by suite, keeping the order within one."""
    items.sort(key=_place)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SuiteScheduling:
    """Distributes the tests of a parallel run."""
    return SuiteScheduling(config, log)


def pytest_unconfigure() -> None:
    """Ends the reaper process; every service has ended by now."""
    if reaper.cache_info().currsize:
        reaper().close()


def _place(item: pytest.Item) -> tuple[int, bool]:
    # The pages' tests leave rows in the stores that they share with the overview's, which count everything.
    return SUITES.index(suite_of(item.nodeid)), item.path.parent.name == "pages"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything logged during the test, as the functions write it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(logger.handlers[0].formatter)
    logger.addHandler(handler)
    yield lines
    logger.handlers.remove(handler)


@pytest.fixture(scope="session")
def services_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the shared services keep their files."""
    with scratch_folder(tmp_path_factory.mktemp("services")) as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres(services_folder: Path) -> Iterator[Postgres]:
    """The shared cluster. Tests make databases of their own in it and never stop it."""
    with running_postgres(services_folder / "postgres") as server:
        yield server


@pytest.fixture
def migrated_source(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Makes a fresh source database with our migrations and gives its DSN; dropped after the test."""
    with postgres.dropped_afterwards("source") as make:
        yield make


@pytest.fixture
def migrated_target(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Makes a fresh target database with our migrations and gives its DSN; dropped after the test."""
    with postgres.dropped_afterwards("target") as make:
        yield make


@pytest.fixture
def target_dsn(migrated_target: Callable[[], str]) -> str:
    """The DSN of a fresh target database."""
    return migrated_target()


@pytest.fixture(scope="session")
def pgbouncer(services_folder: Path, postgres: Postgres) -> Iterator[PgBouncer]:
    """PgBouncer in transaction mode in front of the shared cluster."""
    with running_pgbouncer(services_folder / "pgbouncer", postgres) as pool:
        yield pool


@pytest.fixture
def pooled_target_dsn(pgbouncer: PgBouncer, target_dsn: str) -> str:
    """The DSN of the fresh target at `target_dsn`, through PgBouncer."""
    return pgbouncer.pooled(target_dsn)


@pytest.fixture(scope="session")
def shared_redis(services_folder: Path) -> Iterator[RedisServer]:
    """The shared Redis. Tests use keys or a database of their own; one that flushes or stops it starts its own."""
    with running_redis(services_folder / "redis") as server:
        yield server


@pytest.fixture(scope="session")
def redis_url(shared_redis: RedisServer) -> str:
    """Database 0 of the shared Redis."""
    return shared_redis.url


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis for this test alone, to empty, stop and start again."""
    with running_redis(tmp_path / "redis") as server:
        yield server


@pytest.fixture(scope="session")
def shared_mongo(services_folder: Path) -> Iterator[MongoServer]:
    """The shared MongoDB stand-in. Tests use a database of their own; one that stops it starts its own."""
    with running_mongo(services_folder / "mongo") as server:
        yield server


@pytest.fixture(scope="session")
def mongo_url(shared_mongo: MongoServer) -> str:
    """The shared MongoDB stand-in, database `esteira`."""
    return shared_mongo.url()


@pytest.fixture
def own_mongo_url(shared_mongo: MongoServer, request: pytest.FixtureRequest) -> str:
    """A database that no other test uses, on the shared MongoDB stand-in."""
    return shared_mongo.url(f"test_{abs(hash(request.node.nodeid)):x}")


@pytest.fixture
def own_mongo(tmp_path: Path) -> Iterator[MongoServer]:
    """A MongoDB stand-in for this test alone, to stop and start again."""
    with running_mongo(tmp_path / "mongo") as server:
        yield server


@pytest.fixture(scope="session")
def sqs_endpoint(services_folder: Path) -> Iterator[str]:
    """SQS for tests that do not need LocalStack: moto's server. Tests make lanes of their own in it."""
    with running_moto(services_folder / "moto") as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def shared_localstack(services_folder: Path) -> Iterator[LocalStack]:
    """The shared LocalStack. Tests make queues and functions of their own in it and never stop it."""
    with running_localstack(services_folder / "localstack") as server:
        yield server


@pytest.fixture(scope="session")
def localstack(shared_localstack: LocalStack) -> str:
    """The endpoint of the shared LocalStack."""
    return shared_localstack.endpoint
