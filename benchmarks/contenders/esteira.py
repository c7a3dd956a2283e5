"""Esteira as a contender: the producer function publishes, called over HTTP; what is configured consumes."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import httpx

from benchmarks.measure.figures import Run
from benchmarks.measure.installation import Installation
from benchmarks.measure.orders import Arrivals, NewOrders, shares, write_orders
from benchmarks.measure.processes import spent
from infra.local.aws import aws_client
from tests.harness.waiting import wait_for

LIMIT_SECONDS = 3600
REQUEST_SECONDS = 60
POLL_SECONDS = 0.02
AT_REST_READINGS = 3
"""Waiting and received messages are counted one after the other: one that changes in between is in neither."""


@dataclass(frozen=True, kw_only=True)
class Consumers:
    """Who receives orders."""

    functions: bool
    workers: int


class EsteiraPipeline:
    """One installation, run after run."""

    def __init__(self, installation: Installation, new_orders: NewOrders) -> None:
        self._installation = installation
        self._new_orders = new_orders
        self._consumers: Consumers | None = None
        # The first run warms up. The schedule may still publish its rows: it was running when it was disabled.
        self._warm = False
        environment = installation.environment
        token = {"Authorization": f"Bearer {environment.operator_token}"}
        self._http = httpx.Client(base_url=environment.api_url, headers=token, timeout=REQUEST_SECONDS)
        self._sqs = aws_client("sqs", environment.aws_endpoint_url)

    @property
    def sources(self) -> Sequence[str]:
        """The names of the sources."""
        return list(self._installation.environment.sources)

    def consumed_by(self, consumers: Consumers) -> None:
        """Configure the consumers, unless they are so already."""
        if consumers != self._consumers:
            self._installation.consumers(functions=consumers.functions, workers=consumers.workers)
            self._consumers = consumers

    def run(self, orders: int, *, failing_once: float = 0.0, sources: Sequence[str] = ()) -> Run:
        """Write orders to sources, by default to all, move them, and wait until nothing is in motion."""
        used = sources or self.sources
        for source, share in shares(orders, used).items():
            ids = self._new_orders.choose(source, share, failing_once=failing_once)
            write_orders(self._installation.environment.sources[source], ids)
        self._installation.processes.reset_peaks()
        return self._moved(orders, used)

    def _moved(self, orders: int, sources: Sequence[str]) -> Run:
        processes = self._installation.processes
        with closing(Arrivals(self._installation.environment.target_dsn, tallied=True)) as arrivals:
            wanted = arrivals.total() + orders
            before = processes.processor_seconds()
            with ThreadPoolExecutor(len(sources)) as publishers:
                started_at = perf_counter()
                publishing = [publishers.submit(self.publish, source) for source in sources]
                wait_for(
                    "the last row",
                    lambda: _unless_failed(publishing) and arrivals.total() >= wanted,
                    within_seconds=LIMIT_SECONDS,
                    every_seconds=POLL_SECONDS,
                )
                seconds = perf_counter() - started_at
                arrived = processes.processor_seconds()
            published = sum(each.result() for each in publishing)
            self.wait_at_rest()
        if self._warm:
            _check_all_published(published, orders)
        self._warm = True
        return Run(
            orders=orders,
            seconds=seconds,
            busy_seconds=sum(spent(before, arrived).values()),
            processor_seconds=spent(before, processes.processor_seconds()),
            peak_mib=processes.peak_mib(),
        )

    def publish(self, source: str) -> int:
        """Have the producer function publish a source until none of its rows is left to read. Return how many it sent.

        Raises `SystemExit` if a call is refused.
        """
        published, caught_up = 0, False
        while not caught_up:
            answer = self._call("POST", f"/sources/{source}/publish")
            published += answer["published"]
            # A row that an older transaction holds up for a moment is not read, and the publish has caught up.
            caught_up = answer["ending"] == "caught_up" and self._lag(source) == 0
        return published

    def _lag(self, source: str) -> int:
        return int(self._call("GET", f"/sources/{source}")["lag_rows"])

    def _call(self, method: str, path: str) -> dict[str, Any]:
        reply = self._http.request(method, path)
        if reply.is_error:
            raise SystemExit(f"{method} {path} failed with status {reply.status_code}: {reply.text[:500]}")
        answer: dict[str, Any] = reply.json()
        return answer

    def wait_at_rest(self) -> None:
        """Wait until no order waits, is received or delayed."""
        wait_for(
            "nothing in motion",
            lambda: all(self._in_motion() == 0 for _ in range(AT_REST_READINGS)),
            within_seconds=LIMIT_SECONDS,
            every_seconds=POLL_SECONDS,
        )

    def _in_motion(self) -> int:
        names = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
        url = self._installation.environment.queues["orders"].url
        counts = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(map(int, counts.values()))


def _check_all_published(published: int, orders: int) -> None:
    """Raise `SystemExit` if others published some: then the clock did not start with the first publish."""
    if published != orders:
        raise SystemExit(f"{published} of {orders} orders were published by the benchmark, so the time says nothing")


def _unless_failed(tasks: Sequence[Future[int]]) -> bool:
    """Return True; raise the error of a task that has failed."""
    for task in tasks:
        if task.done():
            task.result()
    return True
