"""Peers as contenders: their publisher and consumers as processes, their stores in the servers of the installation."""

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import perf_counter
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from benchmarks.contenders.rabbitmq_server import RabbitMq
from benchmarks.measure.figures import Run
from benchmarks.measure.orders import Arrivals, shares, write_orders
from benchmarks.measure.processes import Processes, spent
from benchmarks.peers.orders import SQL
from benchmarks.peers.places import VARIABLE, Places
from benchmarks.peers.role import READY
from infra.local.aws import aws_client
from infra.local.home import REPOSITORY
from infra.local.services.migrate import MIGRATIONS
from infra.local.virtualenvs import ENVIRONMENTS
from tests.harness.waiting import wait_for

SOURCE_TABLE = MIGRATIONS / "source" / "0001.orders.sql"
"""Without the trigger that later migrations add for Esteira's cursor."""

LIMIT_SECONDS = 3600
POLL_SECONDS = 0.02
END_WITHIN_SECONDS = 20
READY_WITHIN_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Peer:
    """A module of `benchmarks.peers`, and how many consumers it gets. `programs`: whose servers count as its own."""

    name: str
    module: str
    consumers: int
    programs: frozenset[str]
    needs_rabbitmq: bool = False


FLOOR = "floor: no queue, bulk writes"
STORES = frozenset({"postgres", "mongo"})
PEERS = (
    Peer(name="RabbitMQ + pika, one consumer", module="rabbitmq", consumers=1, programs=STORES, needs_rabbitmq=True),
    Peer(name="RabbitMQ + pika, two consumers", module="rabbitmq", consumers=2, programs=STORES, needs_rabbitmq=True),
    Peer(name="Celery on Redis, two processes", module="celery_tasks", consumers=2, programs=STORES | {"redis"}),
    Peer(name="SQS + boto3, two processes", module="boto3_records", consumers=2, programs=STORES | {"localstack"}),
    Peer(
        name="SQS + Powertools batch, two processes",
        module="powertools_batch",
        consumers=2,
        programs=STORES | {"localstack"},
    ),
    Peer(name="Procrastinate, two processes", module="procrastinate_tasks", consumers=2, programs=STORES),
    Peer(name=FLOOR, module="floor", consumers=0, programs=STORES),
)


@dataclass(frozen=True, kw_only=True)
class Servers:
    """The servers that the peers use. `programs` returns the process id of each; `target_dsn` may create databases."""

    sources: Sequence[str]
    target_dsn: str
    mongo_url: str
    redis_url: str
    aws_endpoint_url: str
    programs: Callable[[], Mapping[str, int]]


class PeerRunner:
    """Runs peers one at a time, each run with fresh databases, queue and log."""

    def __init__(self, servers: Servers, rabbitmq: RabbitMq | None) -> None:
        self._servers = servers
        self._rabbitmq = rabbitmq

    def run(self, peer: Peer, orders: int) -> Run:
        """Write orders to the sources and move them. Raises `SystemExit` if one of the processes ends with an error."""
        with ExitStack() as opened:
            places = opened.enter_context(self._places())
            _prepare(peer, places)
            consumers = [opened.enter_context(_process(peer, "consume", places)) for _ in range(peer.consumers)]
            publisher = opened.enter_context(_process(peer, "publish", places))
            for process in (*consumers, publisher):
                _await_ready(process)
            write_to_sources(places, orders)
            arrivals = opened.enter_context(closing(Arrivals(places["target_dsn"], tallied=False)))
            return self._moved(peer, orders, publisher, consumers, arrivals)

    def _moved(
        self,
        peer: Peer,
        orders: int,
        publisher: "subprocess.Popen[str]",
        consumers: Sequence["subprocess.Popen[str]"],
        arrivals: Arrivals,
    ) -> Run:
        processes = Processes(lambda: self._programs(peer, publisher, consumers))
        processes.reset_peaks()
        before = processes.processor_seconds()
        started_at = perf_counter()
        _begin(publisher)
        wait_for(
            f"the last row of {peer.name}",
            lambda: _none_failed((publisher, *consumers)) and arrivals.total() >= orders,
            within_seconds=LIMIT_SECONDS,
            every_seconds=POLL_SECONDS,
        )
        seconds = perf_counter() - started_at
        used = spent(before, processes.processor_seconds())
        return Run(
            orders=orders,
            seconds=seconds,
            busy_seconds=sum(used.values()),
            processor_seconds=used,
            peak_mib=processes.peak_mib(),
        )

    def _programs(
        self, peer: Peer, publisher: "subprocess.Popen[str]", consumers: Sequence["subprocess.Popen[str]"]
    ) -> dict[str, int]:
        own = {f"consumer {number}": process.pid for number, process in enumerate(consumers, 1)}
        running = self._servers.programs()
        shared = {name: pid for name, pid in running.items() if name in peer.programs}
        broker = self._rabbitmq.programs if self._rabbitmq and peer.needs_rabbitmq else {}
        return {"publisher": publisher.pid, **own, **shared, **broker}

    @contextmanager
    def _places(self) -> Iterator[Places]:
        servers, name = self._servers, f"peer_{uuid4().hex[:12]}"
        sqs = aws_client("sqs", servers.aws_endpoint_url)
        queue_url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
        databases = {source: f"{name}_{source}" for source in servers.sources}
        try:
            yield {
                "sources": {
                    source: _fresh_database(servers.target_dsn, database, SOURCE_TABLE)
                    for source, database in databases.items()
                },
                "target_dsn": _fresh_database(servers.target_dsn, name, SQL / "target.sql"),
                "mongo_url": servers.mongo_url.replace("/esteira", f"/{name}"),
                "redis_url": servers.redis_url.rpartition("/")[0] + "/15",
                "amqp_url": self._rabbitmq.url if self._rabbitmq else "",
                "sqs_endpoint": servers.aws_endpoint_url,
                "queue": name,
                "queue_url": queue_url,
            }
        finally:
            sqs.delete_queue(QueueUrl=queue_url)
            _drop_databases(servers.target_dsn, (name, *databases.values()))


def write_to_sources(places: Places, orders: int) -> None:
    """Write as many orders into the sources as Esteira gets, into tables of their own: Esteira must not move them."""
    for source, share in shares(orders, list(places["sources"])).items():
        write_orders(places["sources"][source], range(1, share + 1))


def _fresh_database(target_dsn: str, name: str, schema: Path) -> str:
    with psycopg.connect(target_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    dsn = make_conninfo(target_dsn, dbname=name)
    with psycopg.connect(dsn) as connection:
        connection.execute(schema.read_bytes())
    return dsn


def _drop_databases(target_dsn: str, names: Sequence[str]) -> None:
    with psycopg.connect(target_dsn, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _prepare(peer: Peer, places: Places) -> None:
    done = subprocess.run(_command(peer, "prepare"), cwd=REPOSITORY, env=_environment(places), check=False)
    if done.returncode:
        raise SystemExit(f"{peer.name} cannot be prepared; its errors are above")


def _command(peer: Peer, role: str) -> tuple[str, ...]:
    python = ENVIRONMENTS["benchmarks"].folder / "bin" / "python"
    return (str(python), "-m", f"benchmarks.peers.{peer.module}", role)


def _environment(places: Places) -> dict[str, str]:
    return {**os.environ, VARIABLE: json.dumps(places)}


@contextmanager
def _process(peer: Peer, role: str, places: Places) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        _command(peer, role),
        cwd=REPOSITORY,
        env=_environment(places),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _await_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    too_late = Timer(READY_WITHIN_SECONDS, process.kill)
    too_late.start()
    try:
        if any(line.strip() == READY for line in process.stdout):
            return
    finally:
        too_late.cancel()
    raise SystemExit(
        f"{process.args!r} ended with {process.wait()} or was not ready within {READY_WITHIN_SECONDS} s;"
        " its errors are above"
    )


def _begin(publisher: "subprocess.Popen[str]") -> None:
    assert publisher.stdin is not None
    publisher.stdin.write("begin\n")
    publisher.stdin.flush()


def _none_failed(processes: Sequence["subprocess.Popen[str]"]) -> bool:
    for process in processes:
        if process.poll():
            raise SystemExit(f"{process.args!r} ended with {process.returncode}; its errors are above")
    return True


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(END_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
