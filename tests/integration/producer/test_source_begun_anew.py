"""A source that began anew is read from its start in both cursor modes; one that was rewritten or moved is not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from esteira.core.names import CursorMode
from esteira.producer.publish_source import Published

from tests.harness.postgres import running_postgres
from tests.harness.publication import Publication, running_publication

INSERT = "INSERT INTO orders (product, price, security_check) SELECT {}, 1, true FROM generate_series(1, {}) AS n"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """One source, its publisher, and its owner."""

    publication: Publication
    name: str

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.publication.sources[self.name], autocommit=True) as owner:
            for each in statements:
                owner.execute(each.encode())

    def insert(self, count: int, product: str = "'Cup'") -> None:
        self.run(INSERT.format(product, count))

    def publish(self) -> Published:
        """Publish once, in a process of its own as far as connections are concerned."""
        (result,) = self.publication.publish(self.publication.producer.publish_deps(self.name))
        assert isinstance(result, Published), result
        return result

    @property
    def sent_products(self) -> list[str]:
        return [body.split('"product":"')[1].split('"')[0] for body in self.publication.queue.accepted]


@pytest.fixture(params=["xid", "sequence"])
def mode(request: pytest.FixtureRequest) -> CursorMode:
    found: CursorMode = request.param
    return found


@pytest.fixture
def shop(mode: CursorMode, migrated_source: Callable[[], str], target_dsn: str, redis_url: str) -> Iterator[Shop]:
    name = f"s{uuid4().hex[:12]}"
    with running_publication(
        sources={name: migrated_source()}, target_dsn=target_dsn, redis_url=redis_url, modes={name: mode}
    ) as publication:
        yield Shop(publication=publication, name=name)


def test_a_truncated_source_with_as_many_rows_as_before_is_read_again(shop: Shop) -> None:
    shop.insert(1)
    shop.publish()
    shop.run("TRUNCATE orders RESTART IDENTITY")
    shop.insert(1, "'Kettle'")

    noticed, after = shop.publish(), shop.publish()

    assert (noticed.published, noticed.restart) == (1, "another row has the id 1")
    assert (after.published, after.restart, shop.sent_products) == (0, None, ["Cup", "Kettle"])


def test_a_truncated_source_without_the_remembered_ids_is_noticed_by_its_sequence(shop: Shop) -> None:
    shop.insert(2)
    shop.publish()
    shop.run("TRUNCATE orders RESTART IDENTITY", "SELECT nextval('orders_id_seq') FROM generate_series(1, 2)")
    shop.run("INSERT INTO orders (id, product, price, security_check) VALUES (0, 'Kettle', 1, true)")
    shop.insert(2)

    noticed = shop.publish()

    assert noticed.restart == "the sequence of its ids was restarted"
    assert (noticed.published, noticed.rejected) == (2, 1)


def test_rejects_of_before_are_forgotten_when_their_ids_belong_to_other_rows(shop: Shop) -> None:
    shop.insert(3, "repeat('', n)")
    before = shop.publish()
    shop.run("TRUNCATE orders RESTART IDENTITY")
    shop.insert(2)
    shop.insert(1, "''")

    noticed = shop.publish()

    rejects = shop.publication.producer.publish_deps(shop.name).rejects
    assert (before.rejected, noticed.published, noticed.rejected) == (3, 2, 1)
    assert list(rejects.ids(shop.name)) == [3]


def test_a_restore_into_a_new_table_loses_no_row_that_came_after_it(shop: Shop) -> None:
    shop.insert(3)
    shop.run("CREATE TABLE dump AS SELECT product, price, security_check FROM orders WHERE id < 3")
    shop.publish()
    shop.run(
        "ALTER TABLE orders RENAME TO lost",
        "CREATE TABLE orders (LIKE lost INCLUDING ALL)",
        "CREATE SEQUENCE restored OWNED BY orders.id",
        "ALTER TABLE orders ALTER id SET DEFAULT nextval('restored')",
        "CREATE TRIGGER esteira_stamp_order BEFORE INSERT OR UPDATE OF sync_xid ON orders"
        " FOR EACH ROW EXECUTE FUNCTION esteira_stamp_order()",
        "ALTER TABLE orders ENABLE ALWAYS TRIGGER esteira_stamp_order",
        "INSERT INTO orders (product, price, security_check) SELECT * FROM dump",
    )
    shop.insert(2, "'Kettle'")

    noticed = shop.publish()

    assert (noticed.published, noticed.restart) == (4, "another row has the id 3")
    assert shop.sent_products.count("Kettle") == 2


@pytest.mark.parametrize(
    "change",
    [
        "VACUUM FULL orders",
        "CLUSTER orders USING orders_pkey",
        "ALTER TABLE orders ALTER price TYPE numeric(20, 4)",
        "ALTER SEQUENCE orders_id_seq NO CYCLE",
        "UPDATE orders SET price = price * 2, security_check = false",
        "DELETE FROM orders",
        "TRUNCATE orders",
    ],
)
def test_a_rewritten_an_updated_or_an_archived_source_is_read_on(shop: Shop, change: str) -> None:
    shop.insert(8)
    shop.publish()
    shop.run(change)
    shop.insert(1, "'Kettle'")

    done = shop.publish()

    assert (done.published, done.restart, shop.sent_products[-1]) == (1, None, "Kettle")


def test_rows_with_ids_of_zero_and_below_are_rejected(shop: Shop) -> None:
    shop.run("INSERT INTO orders (id, product, price, security_check) VALUES (-5, 'a', 1, true), (0, 'b', 1, true)")
    shop.insert(1)

    done = shop.publish()

    rejects = shop.publication.producer.publish_deps(shop.name).rejects
    assert (done.published, done.rejected, list(rejects.ids(shop.name))) == (1, 2, [-5, 0])


def test_a_checkpoint_of_an_older_version_is_adopted_and_noticed_from_then_on(shop: Shop) -> None:
    shop.insert(2)
    shop.publish()
    with psycopg.connect(shop.publication.target_dsn) as target:
        target.execute("UPDATE producer_checkpoint SET evidence = NULL WHERE source = %s", [shop.name])
    shop.publication.producer.publish_deps(shop.name).cursors._client.delete(  # type: ignore[attr-defined]
        f"esteira:cursor:{{{shop.name}}}"
    )

    adopted = shop.publish()
    shop.run("TRUNCATE orders RESTART IDENTITY")
    shop.insert(2)

    assert (adopted.published, adopted.restart) == (0, None)
    assert (shop.publish().restart, len(shop.sent_products)) == ("another row has the id 2", 4)


def test_a_cold_copy_put_back_loses_no_order_and_a_failover_repeats_none(
    tmp_path: Path, target_dsn: str, redis_url: str
) -> None:
    modes: dict[str, CursorMode] = {f"x{uuid4().hex[:12]}": "xid", f"s{uuid4().hex[:12]}": "sequence"}
    with running_postgres(tmp_path / "cluster") as cluster:
        sources = {name: cluster.migrated("source") for name in modes}
        with running_publication(
            sources=sources, target_dsn=target_dsn, redis_url=redis_url, modes=modes
        ) as publication:
            shops = [Shop(publication=publication, name=name) for name in modes]
            fill(shops, 30, "'Cup'")
            cluster.copy_to(tmp_path / "copy")
            fill(shops, 30, "'Lost'")
            before = [shop.publish().published for shop in shops]
            cluster.put_back(tmp_path / "copy")
            fill(shops, 50, "'Kettle ' || pg_current_xact_id()")

            noticed = [shop.publish() for shop in shops]
            cluster.fail_over()
            fill(shops, 1, "'Pot'")
            after = [shop.publish() for shop in shops]

    assert before == [60, 60]
    assert [(each.published, bool(each.restart)) for each in noticed] == [(80, True), (80, True)]
    assert sum(product.startswith("Kettle") for product in shops[0].sent_products) == 100
    assert [(each.published, each.restart) for each in after] == [(1, None), (1, None)]


def fill(shops: list[Shop], count: int, product: str) -> None:
    """Insert that many orders into each source, each in a transaction of its own."""
    for shop in shops:
        shop.run(*[INSERT.format(product, 1)] * count)


def test_a_cold_copy_is_noticed_also_after_much_other_work_in_its_cluster(
    tmp_path: Path, target_dsn: str, redis_url: str
) -> None:
    name = f"x{uuid4().hex[:12]}"
    with running_postgres(tmp_path / "cluster") as cluster:
        sources = {name: cluster.migrated("source")}
        with running_publication(sources=sources, target_dsn=target_dsn, redis_url=redis_url) as publication:
            shop = Shop(publication=publication, name=name)
            shop.insert(10)
            shop.publish()
            cluster.copy_to(tmp_path / "copy")
            fill([shop], 20, "'Lost'")
            shop.publish()
            cluster.put_back(tmp_path / "copy")
            fill([shop], 5, "'Kettle'")
            shop.run(*["SELECT pg_current_xact_id()"] * 60, *["SELECT pg_switch_wal()"] * 3)

            noticed = shop.publish()

    assert noticed.restart == "the sequence of its ids went back, as after an older copy was put back"
    assert shop.sent_products.count("Kettle") == 5
