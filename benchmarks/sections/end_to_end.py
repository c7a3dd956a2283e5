"""Esteira, peers and the floor, alternating: every round runs each of them once with as many orders."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.contenders.esteira import Consumers, EsteiraPipeline
from benchmarks.contenders.peers import PEERS, PeerRunner, Servers
from benchmarks.contenders.rabbitmq_server import RabbitMq, installed, running_rabbitmq
from benchmarks.measure.figures import Run, summarized
from benchmarks.measure.installation import Installation, own_installation
from benchmarks.measure.orders import NewOrders
from benchmarks.sections.options import Options, progress

SOURCES = 2
RETRIED_SHARE = 0.2

KINDS: Mapping[str, tuple[bool, bool, float]] = {
    "Esteira, functions alone": (True, False, 0.0),
    "Esteira, workers alone": (False, True, 0.0),
    "Esteira, both": (True, True, 0.0),
    "Esteira, both, 20 % retried once": (True, True, RETRIED_SHARE),
}
"""Whether functions receive, whether workers do, and the share of orders whose first attempt fails."""

Contender = Callable[[int], Run]
"""Takes a number of orders."""


def end_to_end(options: Options) -> dict[str, Any]:
    """Return the medians of each contender, in the order in which they ran."""
    with own_installation(sources=SOURCES) as installation, _rabbitmq() as rabbitmq:
        contenders = _contenders(installation, rabbitmq, options)
        runs: dict[str, list[Run]] = {name: [] for name in contenders}
        for contender in contenders.values():
            contender(options.warm_up_orders)
        for number in range(1, options.rounds + 1):
            for name, contender in contenders.items():
                runs[name].append(contender(options.orders))
                progress(f"round {number}: {name}: {runs[name][-1].per_second:,.0f} orders/s")
    return {"contenders": [asdict(summarized(name, found)) for name, found in runs.items()]}


def _contenders(installation: Installation, rabbitmq: RabbitMq | None, options: Options) -> dict[str, Contender]:
    pipeline = EsteiraPipeline(installation, NewOrders())
    runner = PeerRunner(_servers(installation), rabbitmq)
    peers = [peer for peer in PEERS if rabbitmq or not peer.needs_rabbitmq]
    found: dict[str, Contender] = {name: partial(_run, pipeline, options.workers, name) for name in KINDS}
    found |= {peer.name: partial(runner.run, peer) for peer in peers}
    return {name: contender for name, contender in found.items() if options.wants(name)}


def _servers(installation: Installation) -> Servers:
    environment = installation.environment
    return Servers(
        sources=list(environment.sources),
        target_dsn=environment.target_dsn,
        mongo_url=environment.mongo_url,
        redis_url=environment.redis_url,
        aws_endpoint_url=environment.aws_endpoint_url,
        programs=installation.programs,
    )


def _run(pipeline: EsteiraPipeline, workers: int, name: str, orders: int) -> Run:
    functions, with_workers, failing_once = KINDS[name]
    pipeline.consumed_by(Consumers(functions=functions, workers=workers if with_workers else 0))
    return pipeline.run(orders, failing_once=failing_once)


@contextmanager
def _rabbitmq() -> Iterator[RabbitMq | None]:
    with ExitStack() as opened:
        if not installed():
            progress("RabbitMQ is left out: apt-get install rabbitmq-server")
            yield None
        else:
            folder = Path(opened.enter_context(TemporaryDirectory()), "rabbitmq")
            yield opened.enter_context(running_rabbitmq(folder))
