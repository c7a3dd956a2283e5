"""A source that existed before Esteira is migrated with its orders, then published."""

import psycopg
import pytest
from esteira.core.errors import SourceUnfit

from tests.harness.postgres import Postgres, migrate_databases
from tests.harness.publication import running_publication

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


def test_its_older_orders_are_stamped_once_and_published(target_dsn: str, redis_url: str, dsn: str) -> None:
    with running_publication(sources={"adopted": dsn}, target_dsn=target_dsn, redis_url=redis_url) as publication:
        before = publication.publish()
        first, second = (migrate_databases(adopted=dsn, target_dsn=target_dsn) for _ in range(2))
        publication.publish_remaining()

    assert isinstance(getattr(before[0], "error", None), SourceUnfit)
    assert "1500 older orders stamped" in first["source adopted"]
    assert second["source adopted"] == []
    assert len(set(publication.sent)) == len(publication.sent) == 1500
