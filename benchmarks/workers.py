"""Orders a second by the functions alone, by workers alone, and by both: the ratio says what workers add.

    python -m benchmarks.workers [ORDERS [WORKERS]]

Needs a running installation, best with ESTEIRA_SIMULATE_TROUBLE=false, and an idle machine. For each kind of consumer
in turn the lane is paused, orders are published to it, and the time is measured from resuming until the lane is empty.
Everything runs on one machine: with few cores LocalStack, Postgres and the MongoDB stand-in take most of them. At the
end the configuration is restored.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from esteira.producer.fill_source import FillSource, fill_source
from esteira.producer.publish_source import publish_source
from esteira.producer.wiring import Producer
from esteira.reconciliation.wait_until_settled import wait_until_settled
from esteira.reconciliation.wiring import Operator
from esteira.scaling.configure_scaling import change_config, read_config
from esteira.scaling.wiring import ConfigWiring

from infra.local.core_settings import core_settings, flow_settings, producer_settings
from tests.harness.waiting import wait_for

DEFAULT_ORDERS = 5000
DEFAULT_WORKERS = 2
ROUNDS = 3
SOURCE = "source1"
LIMIT_SECONDS = 600
CHUNK_ORDERS = 10_000

KINDS: Mapping[str, tuple[bool, bool]] = {
    "functions alone": (True, False),
    "workers alone": (False, True),
    "both": (True, True),
}
"""Whether functions receive, and whether workers do."""


def main(arguments: Sequence[str]) -> None:
    """Runs all rounds and prints the medians."""
    orders = int(arguments[0]) if arguments else DEFAULT_ORDERS
    workers = int(arguments[1]) if len(arguments) > 1 else DEFAULT_WORKERS
    rates: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with _measurement() as measurement:
        for _ in range(ROUNDS):
            for kind, (functions, with_workers) in KINDS.items():
                rates[kind].append(measurement.run(orders, workers if with_workers else 0, functions=functions))
    medians = {kind: median(found) for kind, found in rates.items()}
    for kind, found in medians.items():
        print(f"{kind:16} {found:8.0f} orders/s   {found / medians['functions alone']:.2f} of functions alone")


class _Measurement:
    def __init__(self, flow: ConfigWiring, operator: Operator, producer: Producer) -> None:
        self._flow = flow
        self._operator = operator
        self._producer = producer

    def run(self, orders: int, workers: int, *, functions: bool) -> float:
        """Orders per second, from resuming the lane on."""
        self.change(paused=True, functions=functions, min_workers=workers, max_workers=workers)
        wait_for(f"{workers} workers", lambda: self._beating() == workers, within_seconds=90, every_seconds=0.5)
        self._publish(orders)
        self.change(paused=False)
        progress = wait_until_settled(self._operator.ledger_deps, limit_seconds=LIMIT_SECONDS)
        return progress.per_second

    def change(self, **lane: Any) -> None:
        """Changes the lane `orders`."""
        version = read_config(self._flow.deps).version
        change_config(self._flow.deps, {"version": version, "by": "benchmark", "lanes": {"orders": lane}})

    def _publish(self, orders: int) -> None:
        table = self._producer.table(SOURCE)
        for start in range(0, orders, CHUNK_ORDERS):
            fill_source(table, FillSource(count=min(CHUNK_ORDERS, orders - start), false_share=0))
        publish_source(self._producer.publish_deps(SOURCE), remaining_seconds=lambda: LIMIT_SECONDS)

    def _beating(self) -> int:
        now = self._flow.deps.clock()
        return sum(beat.lane == "orders" and not beat.is_missing(now) for beat in self._flow.heartbeats.beats())


@contextmanager
def _measurement() -> Iterator[_Measurement]:
    with ExitStack() as opened:
        settings = flow_settings()
        flow = ConfigWiring(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
        operator, producer = Operator(core_settings()), Producer(producer_settings())
        for part in (flow, operator, producer):
            opened.callback(part.close)
        before = read_config(flow.deps).configuration.lanes["orders"].model_dump(mode="json")
        measurement = _Measurement(flow, operator, producer)
        opened.callback(_restore(measurement, before))
        yield measurement


def _restore(measurement: _Measurement, before: Mapping[str, Any]) -> Callable[[], None]:
    return lambda: measurement.change(**before)


if __name__ == "__main__":
    main(sys.argv[1:])
