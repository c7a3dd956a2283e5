"""Fixtures of several integration suites."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.postgres.single_statements import SingleStatements
from pydantic import SecretStr

from tests.harness.pipeline import MakePipeline, Pipeline, PipelineAddresses
from tests.harness.queues import make_lane, sqs_client


@pytest.fixture
def target_database(target_dsn: str) -> Iterator[Database]:
    """A connection pool of the fresh target at `target_dsn`."""
    database = Database(SecretStr(target_dsn), unavailable=TargetUnavailable)
    yield database
    database.close()


@pytest.fixture
def statements(target_dsn: str) -> Iterator[SingleStatements]:
    """Single statements at the fresh target at `target_dsn`."""
    statements = SingleStatements(SecretStr(target_dsn), unavailable=TargetUnavailable)
    yield statements
    statements.close()


@pytest.fixture
def make_pipeline(
    migrated_source: Callable[[], str], target_dsn: str, own_mongo_url: str, sqs_endpoint: str
) -> Iterator[MakePipeline]:
    """Makes a pipeline of fresh sources, with a lane of its own; closed after the test."""
    with ExitStack() as opened:

        def make(*sources: str, redis_url: str, visibility_seconds: int) -> Pipeline:
            with closing(sqs_client(sqs_endpoint)) as sqs:
                lane = make_lane(sqs, visibility_seconds=visibility_seconds)
            addresses = PipelineAddresses(
                source_dsns={name: migrated_source() for name in sources},
                target_dsn=target_dsn,
                redis_url=redis_url,
                mongo_url=own_mongo_url,
                sqs_endpoint=sqs_endpoint,
                lane=lane,
            )
            return opened.enter_context(closing(Pipeline(addresses)))

        yield make
