"""Each peer of the benchmarks moves every order once, on real stores."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.contenders.peers import PEERS, Peer, PeerRunner, Servers
from benchmarks.contenders.rabbitmq_server import RabbitMq, running_rabbitmq
from tests.fixtures.programs import program
from tests.harness.mongo import running_mongo
from tests.harness.postgres import running_postgres
from tests.harness.queues import running_moto
from tests.harness.redis import running_redis

ORDERS = 25


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as opened:
        postgres = opened.enter_context(running_postgres(folder / "postgres"))
        mongo = opened.enter_context(running_mongo(folder / "mongo"))
        yield Servers(
            sources=["source1", "source2"],
            target_dsn=postgres.dsn("postgres"),
            mongo_url=mongo.url(),
            redis_url=opened.enter_context(running_redis(folder / "redis")).url,
            aws_endpoint_url=opened.enter_context(running_moto(folder / "moto")),
            programs=lambda: {"postgres": postgres.child.pid, "mongo": mongo.child.pid},
        )


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMq]:
    program("rabbitmq-server")
    with running_rabbitmq(Path(tmp_path_factory.mktemp("broker"), "rabbitmq")) as server:
        yield server


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_moves_all_orders(servers: Servers, rabbitmq: RabbitMq, peer: Peer) -> None:
    run = PeerRunner(servers, rabbitmq).run(peer, ORDERS)

    assert run.orders == ORDERS
    assert run.processor_seconds["publisher"] > 0
    assert run.peak_mib["postgres"] > 0
