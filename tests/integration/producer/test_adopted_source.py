"""A source that was there before Esteira: migrated with its orders in it, then published."""

import psycopg
import pytest
from esteira.errors import SourceUnfit
from esteira.settings import SourceSettings
from pydantic import SecretStr

from infra.local.services.migrate import migrate
from infra.local.services.service_endpoints import ServiceEndpoints
from tests.services.postgres import Postgres
from tests.services.publication import Publication
from tests.services.sqs_stub import SqsStub, running_sqs_stub

TABLE = """
CREATE TABLE orders (
    id bigserial PRIMARY KEY, product text NOT NULL, price numeric NOT NULL,
    security_check boolean NOT NULL, created_at timestamptz NOT NULL DEFAULT now()
)
"""
ROWS = "INSERT INTO orders (product, price, security_check) SELECT 'Cup', 1, true FROM generate_series(1, 1500)"


@pytest.fixture
def dsn(postgres: Postgres) -> str:
    made = postgres.create_database("adopted")
    with psycopg.connect(made) as connection:
        connection.execute(TABLE)
        connection.execute(ROWS)
    return made


def migrated(dsn: str, target_dsn: str) -> dict[str, list[str]]:
    return migrate(
        ServiceEndpoints(
            sources={"adopted": SourceSettings(dsn=SecretStr(dsn))},
            target_dsn=SecretStr(target_dsn),
            redis_url=SecretStr(""),
            mongo_url=SecretStr(""),
            aws_endpoint_url="",
            embedded=frozenset(),
            databases={},
            admin_dsn=SecretStr(""),
        )
    )


def test_its_older_orders_are_stamped_once_and_published(postgres: Postgres, redis_url: str, dsn: str) -> None:
    target_dsn, queue = postgres.migrated("target"), SqsStub()
    with running_sqs_stub(queue) as endpoint:
        publication = Publication(
            sources={"adopted": dsn}, target_dsn=target_dsn, redis_url=redis_url, endpoint=endpoint, queue=queue
        )
        before, first, second = publication.publish(), migrated(dsn, target_dsn), migrated(dsn, target_dsn)
        publication.publish_the_rest()
        publication.producer.close()

    assert isinstance(getattr(before[0], "error", None), SourceUnfit)
    assert "1500 older orders stamped" in first["source adopted"]
    assert second["source adopted"] == []
    assert len(set(publication.sent)) == len(publication.sent) == 1500
