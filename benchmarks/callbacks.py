"""How long a provider waits for its answer, with and without the monitor: the ratio says what watching costs it.

    python -m benchmarks.callbacks [POSTS]

Wants an installation that is up (`esteira up`) and an idle machine. Posts new callbacks one after the other, in rounds
that take turns: in half of them the monitor rests (its schedules are disabled and the console stands still), in the
other half it works as it always does, and each callback has it compute. Prints percentiles of both and the ratio of
their medians. All of it shares one machine here, so that the ratio also holds what the monitor takes of the processor.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from uuid import uuid4

import httpx
from esteira.clock import utc_now
from esteira.domain.signatures import HEADER, sign

from infra.local.aws import aws_client
from infra.local.environment import SAMPLE_PROVIDER, Environment
from infra.local.processes.supervisor import Supervisor
from infra.local.settings import LocalSettings

DEFAULT_POSTS = 200
ROUNDS = 10
WARM_UP_POSTS = 20
MONITOR = ("MonitorSchedule", "MetricsSchedule")


def main(arguments: Sequence[str]) -> None:
    """Run and print."""
    posts = int(arguments[0]) if arguments else DEFAULT_POSTS
    settings = LocalSettings.from_environment()
    environment = Environment.read(settings.place)
    without: list[float] = []
    along: list[float] = []
    with httpx.Client(base_url=environment.api_url, timeout=60) as http:
        _post(http, environment, WARM_UP_POSTS)
        for _ in range(ROUNDS):
            with _resting(settings, environment):
                without += _post(http, environment, posts // ROUNDS)
            along += _post(http, environment, posts // ROUNDS)
    print("without the monitor ", _percentiles(without))
    print("with the monitor    ", _percentiles(along))
    print(f"ratio of the medians  {median(along) / median(without):.2f}")


def _post(http: httpx.Client, environment: Environment, count: int) -> list[float]:
    """Milliseconds of each answer."""
    return [_answered_after_ms(http, environment) for _ in range(count)]


def _answered_after_ms(http: httpx.Client, environment: Environment) -> float:
    body = json.dumps(_event()).encode()
    signature = sign(body, secret=environment.providers[SAMPLE_PROVIDER].secret, at=utc_now())
    started_at = time.perf_counter()
    answer = http.post(f"/callbacks/{SAMPLE_PROVIDER}", content=body, headers={HEADER: signature})
    waited_ms = (time.perf_counter() - started_at) * 1000
    if answer.status_code != 202:
        raise SystemExit(f"refused: {answer.text}")
    return waited_ms


def _event() -> dict[str, object]:
    """An event of an order that is there after `esteira run`; if it is not, its message is retried and dies."""
    return {
        "event_id": uuid4().hex,
        "source": "source1",
        "source_id": 1,
        "state": "paid",
        "amount": "12.50",
        "occurred_at": utc_now().isoformat(),
    }


@contextmanager
def _resting(settings: LocalSettings, environment: Environment) -> Iterator[None]:
    """No schedule of the monitor fires, and the console's process stands still."""
    events = aws_client("events", environment.aws_endpoint_url)
    rules = [rule["Name"] for rule in events.list_rules()["Rules"] if any(one in rule["Name"] for one in MONITOR)]
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
