"""A console with real services, and the functions that change what it shows."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
import redis as driver
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.announcing.redis import CHANNEL
from esteira.core.clock import utc_now

from infra.local.home import REPOSITORY
from tests.harness.callers import admit
from tests.harness.child import Child
from tests.harness.pipeline import PipelineAddresses
from tests.harness.ports import free_port, listening
from tests.harness.queues import TestLane

TOKEN = "the-token-of-the-browser-tests"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
SECRET = "what acmepay signs with"
SECRETS_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
SLOW_FROM, ALERT_FROM = 3, 1000
REPORTS_BUCKET = "reports-of-the-browser-tests"


@dataclass(frozen=True, kw_only=True)
class ConsoleStores:
    """The services behind the console."""

    source_dsn: str
    target_dsn: str
    redis_url: str
    mongo_url: str
    sqs_endpoint: str
    orders: TestLane
    payments: TestLane
    lookups: TestLane

    @property
    def of_orders(self) -> PipelineAddresses:
        """The addresses for a pipeline on the lane of orders."""
        return PipelineAddresses(
            source_dsns={"source1": self.source_dsn},
            target_dsn=self.target_dsn,
            redis_url=self.redis_url,
            mongo_url=self.mongo_url,
            sqs_endpoint=self.sqs_endpoint,
            lane=self.orders,
        )

    @property
    def variables(self) -> dict[str, str]:
        """The environment of console and functions."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("ESTEIRA_", "AWS_", "PG"))
        }
        lanes = {
            name: {"queue_url": lane.queue_url, "dlq_url": lane.dlq_url}
            for name, lane in (("orders", self.orders), ("payments", self.payments), ("lookups", self.lookups))
        }
        return inherited | {
            "AWS_ENDPOINT_URL": self.sqs_endpoint,
            "ESTEIRA_SOURCES": json.dumps({"source1": {"dsn": self.source_dsn}}),
            "ESTEIRA_TARGET_DSN": self.target_dsn,
            "ESTEIRA_REDIS_URL": self.redis_url,
            "ESTEIRA_MONGO_URL": self.mongo_url,
            "ESTEIRA_OPERATOR_TOKEN": TOKEN,
            "ESTEIRA_LANES": json.dumps(lanes),
            "ESTEIRA_CALLBACK_BANDS": json.dumps({"slow_from": SLOW_FROM, "alert_from": ALERT_FROM}),
            "ESTEIRA_PROVIDERS": json.dumps({"acmepay": {"secret": SECRET}}),
            "ESTEIRA_PAYMENTS_QUEUE_URL": self.payments.queue_url,
            "ESTEIRA_SECRETS_KEY": SECRETS_KEY,
            "ESTEIRA_REPORTS_BUCKET": REPORTS_BUCKET,
            "ESTEIRA_ERRORS_QUEUE_URL": f"{self.sqs_endpoint}/000000000000/errors",
        }


@dataclass(frozen=True, kw_only=True)
class RunningConsole:
    """URLs of the running processes, and actions that change what the console shows."""

    console_url: str
    callbacks_url: str
    tokens_url: str
    source_dsn: str
    redis_url: str

    def announce_change(self) -> None:
        """Announce that something changed, so that the console measures again."""
        with driver.Redis.from_url(self.redis_url) as client:
            client.publish(CHANNEL, "orders")

    def post_callback(self, event_id: str) -> None:
        """Send a payment notification as the provider does."""
        body = json.dumps(EVENT | {"event_id": event_id}).encode()
        headers = {HEADER: sign(body, secret=SECRET, at=utc_now()), "Content-Type": "application/json"}
        response = httpx.post(f"{self.callbacks_url}/callbacks/acmepay", content=body, headers=headers, timeout=30)
        assert response.status_code == 202, response.text

    def create_token(self, name: str, *, lifetime_seconds: int, margin_seconds: int = 60) -> None:
        """Create an integration token."""
        token = {
            "name": name,
            "provider": "acmepay",
            "secret": "s3cret-of-acmepay",
            "lifetime_seconds": lifetime_seconds,
            "expiring_margin_seconds": margin_seconds,
        }
        response = httpx.post(f"{self.tokens_url}/tokens", json=token, headers=AUTHORIZED, timeout=30)
        assert response.status_code == 201, response.text

    def delete_token(self, name: str) -> None:
        """Delete an integration token."""
        response = httpx.delete(f"{self.tokens_url}/tokens/{name}", headers=AUTHORIZED, timeout=30)
        assert response.is_success, response.text

    def write_orders(self, count: int) -> None:
        """Insert orders that the producer has not read."""
        with psycopg.connect(self.source_dsn) as connection:
            connection.execute(INSERT_ORDERS, (count,))

    def delete_new_orders(self) -> None:
        """Delete what `write_orders` inserted."""
        with psycopg.connect(self.source_dsn) as connection:
            connection.execute("DELETE FROM orders WHERE product = %s", (NEW,))


NEW = "a pen that nobody read"
INSERT_ORDERS = f"""
INSERT INTO orders (product, price, security_check) SELECT '{NEW}', 1.5, true FROM generate_series(1, %s)
"""

EVENT: dict[str, Any] = {
    "source": "source1",
    "source_id": 1,
    "state": "paid",
    "amount": "10.00",
    "occurred_at": "2026-07-01T12:00:00Z",
}


@contextmanager
def running_console(console_stores: ConsoleStores, folder: Path) -> Iterator[RunningConsole]:
    """Run the console and two functions, each in its own process."""
    admit(console_stores.mongo_url, TOKEN, name="browser")
    ports = [free_port() for _ in range(3)]
    variables = console_stores.variables | {"ESTEIRA_CONSOLE_PORT": str(ports[0]), "PYTHONPATH": str(REPOSITORY)}
    commands = {
        "console": ("-m", "console"),
        "callbacks": ("-m", "tests.browser.serve_function", "callbacks.app", str(ports[1])),
        "tokens": ("-m", "tests.browser.serve_function", "tokens.app", str(ports[2])),
    }
    with ExitStack() as stack:
        children = [
            Child(name, (sys.executable, *arguments), folder=folder, environment=variables)
            for name, arguments in commands.items()
        ]
        for child in children:
            stack.callback(child.stop)
        for child, port in zip(children, ports, strict=True):
            child.await_ready(partial(listening, port))
        console, callbacks, tokens = (f"http://127.0.0.1:{port}" for port in ports)
        yield RunningConsole(
            console_url=console,
            callbacks_url=callbacks,
            tokens_url=tokens,
            source_dsn=console_stores.source_dsn,
            redis_url=console_stores.redis_url,
        )
