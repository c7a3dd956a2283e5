"""Latency of POST /callbacks with and without the monitor: the ratio is the cost of monitoring for a provider.

    python -m benchmarks.callbacks [POSTS]

Needs a running installation (`esteira up`) and an idle machine. Posts new callbacks one after the other in alternating
rounds: in one the monitor is paused (its schedules are disabled and the console is stopped), in the next it runs as
usual, and each callback triggers a measurement. Prints percentiles in milliseconds for both, and the ratio of the
medians. All processes share one machine, so the ratio includes the processor time of the monitor.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles

import httpx

from benchmarks.sample_callback import PATH, sample_callback
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.processes.supervisor import Supervisor
from infra.local.settings import LocalSettings

DEFAULT_POSTS = 200
ROUNDS = 10
WARM_UP_POSTS = 20
MONITOR = ("MonitorSchedule", "MetricsSchedule")


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark and print its results."""
    posts = int(arguments[0]) if arguments else DEFAULT_POSTS
    settings = LocalSettings.from_environment()
    environment = Environment.read(settings.place)
    without_monitor: list[float] = []
    with_monitor: list[float] = []
    with httpx.Client(base_url=environment.api_url, timeout=60) as http:
        _post(http, environment, WARM_UP_POSTS)
        for _ in range(ROUNDS):
            with _monitor_paused(settings, environment):
                without_monitor += _post(http, environment, posts // ROUNDS)
            with_monitor += _post(http, environment, posts // ROUNDS)
    print("without the monitor ", _percentiles(without_monitor))
    print("with the monitor    ", _percentiles(with_monitor))
    print(f"ratio of the medians  {median(with_monitor) / median(without_monitor):.2f}")


def _post(http: httpx.Client, environment: Environment, count: int) -> list[float]:
    """Return the latency of each request in milliseconds."""
    return [_latency_ms(http, environment) for _ in range(count)]


def _latency_ms(http: httpx.Client, environment: Environment) -> float:
    callback = sample_callback(environment)
    started_at = time.perf_counter()
    answer = http.post(PATH, content=callback.body, headers=callback.headers)
    latency_ms = (time.perf_counter() - started_at) * 1000
    if answer.status_code != 202:
        raise SystemExit(f"callback refused with status {answer.status_code}: {answer.text}")
    return latency_ms


@contextmanager
def _monitor_paused(settings: LocalSettings, environment: Environment) -> Iterator[None]:
    """Disable the schedules of the monitor and stop the process of the console, for the length of the block."""
    events = aws_client("events", environment.aws_endpoint_url)
    rules = [rule["Name"] for rule in events.list_rules()["Rules"] if any(name in rule["Name"] for name in MONITOR)]
    running = Supervisor(settings.place).processes()
    pids = [process.pid for process in running if process.name == "console" and process.pid]
    for rule in rules:
        events.disable_rule(Name=rule)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        for rule in rules:
            events.enable_rule(Name=rule)


def _percentiles(values_ms: Sequence[float]) -> str:
    cuts = quantiles(values_ms, n=100)
    return f"median {cuts[49]:6.1f} ms   90 % {cuts[89]:6.1f} ms   99 % {cuts[98]:6.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
