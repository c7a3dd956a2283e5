"""Prometheus reads the installation: no panel of the dashboard is empty, and the rules alert while a fault lasts."""

import signal
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from bridge.scaler.running_workers import find_workers
from tests.e2e.installation import Installation
from tests.fixtures.dashboard import queries
from tests.harness.prometheus import Prometheus, running_prometheus
from tests.harness.waiting import wait_for

FLOW = {"by": "tests", "host": {"max_cpu_percent": 100, "max_memory_percent": 100}}
ONE_WORKER = {"lanes": {"orders": {"min_workers": 1, "max_workers": 1}}}


@pytest.fixture(scope="module")
def prometheus(stack: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus on the installation with one worker and a token. An order is moved while it reads."""
    stack.change_flow(FLOW | ONE_WORKER)
    wait_for("a worker is running", stack.workers, every_seconds=0.5)
    token = {"name": "watched", "provider": "acmepay", "secret": "a secret of some length", "lifetime_seconds": 3600}
    stack.http.post("/tokens", json=token).raise_for_status()
    folder = tmp_path_factory.mktemp("prometheus") / "home"
    with running_prometheus(folder, stack.environment["console_url"]) as server:
        stack.fill("source1", 1)
        stack.publish("source1")
        yield server


@pytest.fixture(scope="module")
def no_worker(stack: Installation, prometheus: Prometheus) -> Iterator[None]:
    """The scaler hangs and the worker that the plan wants is killed, until the end of this module."""
    stack.signal("scaler", signal.SIGSTOP)
    for _, process in find_workers(stack.variables["ESTEIRA_HOME"]):
        process.kill()
    yield
    stack.signal("scaler", signal.SIGCONT)


@pytest.fixture(scope="module")
def open_transaction(stack: Installation) -> Iterator[psycopg.Connection]:
    """A transaction that has written to a source and does not end."""
    with closing(psycopg.connect(stack.environment["sources"]["source1"])) as connection:
        connection.execute("SELECT pg_current_xact_id()")
        yield connection


@pytest.mark.usefixtures("open_transaction")
def test_no_panel_of_the_dashboard_is_empty(prometheus: Prometheus) -> None:
    def empty() -> list[str]:
        return [panel for panel, expression in queries() if not prometheus.series(expression)]

    wait_for("every query has a result", lambda: not empty(), every_seconds=1)

    assert empty() == []


def test_dead_letters_alert(prometheus: Prometheus) -> None:
    (alert,) = wait_for("the alert", lambda: prometheus.firing("DeadLetters"), every_seconds=1)

    assert alert["lane"] == "orders"


@pytest.mark.usefixtures("no_worker")
def test_a_transaction_that_stays_open_alerts_until_it_ends(
    prometheus: Prometheus, open_transaction: psycopg.Connection
) -> None:
    alerts = wait_for("the alert", lambda: prometheus.firing("StalledHorizon"), every_seconds=1)
    open_transaction.commit()
    wait_for("the alert has ended", lambda: not prometheus.firing("StalledHorizon"), every_seconds=1)

    assert "source1" in {alert["source"] for alert in alerts}


@pytest.mark.usefixtures("no_worker")
def test_a_lane_without_the_workers_of_its_plan_alerts(prometheus: Prometheus) -> None:
    (alert,) = wait_for("the alert", lambda: prometheus.firing("NoWorkerBeats"), every_seconds=1)

    assert (alert["lane"], alert["severity"]) == ("orders", "critical")
