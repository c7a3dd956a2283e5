"""`esteira populate --rate` over real stores."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.harness.publication import Publication
from tests.harness.sqs_stub import SqsStub, running_sqs_stub
from tests.harness.waiting import wait_for


@pytest.fixture
def publication(
    migrated_source: Callable[[], str], migrated_target: Callable[[], str], redis_url: str
) -> Iterator[Publication]:
    queue = SqsStub()
    with running_sqs_stub(queue) as endpoint:
        yield Publication(
            sources={"shop": migrated_source(), "market": migrated_source()},
            target_dsn=migrated_target(),
            redis_url=redis_url.removesuffix("/0") + "/9",
            endpoint=endpoint,
            queue=queue,
        )


def variables(publication: Publication) -> Mapping[str, str]:
    return {
        **publication.environment,
        "ESTEIRA_PROVIDERS": json.dumps({"acmepay": {"secret": "a-secret-of-acmepay"}}),
        "ESTEIRA_PAYMENTS_QUEUE_URL": f"{publication.endpoint}/queue/us-east-1/000000000000/payments",
        "TERMINAL_WIDTH": "200",
    }


def populate(publication: Publication, *arguments: str) -> Result:
    return CliRunner().invoke(build(), ["populate", *arguments], env=variables(publication))


def orders_in(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        return int(connection.execute("SELECT count(*) FROM orders").fetchall()[0][0])


def arrived(publication: Publication) -> None:
    with psycopg.connect(publication.target_dsn) as connection:
        connection.execute(
            "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
            " SELECT 'shop', id, 'chair', 1, true, 1, gen_random_uuid(), '' FROM generate_series(1, 50) AS id"
        )


def test_orders_are_made_at_a_rate_in_all_sources_and_published_during_the_run(publication: Publication) -> None:
    done = populate(publication, "--rate", "100", "--seconds", "2", "--publish", "--json")

    told = json.loads(done.stdout)
    assert (done.exit_code, told["complete"], told["reached"]["orders"]) == (0, True, 200)
    assert {name: orders_in(dsn) for name, dsn in publication.sources.items()} == told["filled"]
    assert told["filled"] == {"shop": 100, "market": 100}
    assert len(publication.queue.accepted) == 200
    assert sum(told["handed_over"].values()) > 0


def test_callbacks_for_orders_that_have_arrived_are_mixed_in(publication: Publication) -> None:
    arrived(publication)

    done = populate(publication, "--rate", "50", "--seconds", "2", "--mix", "orders=40,payments=60", "--json")

    told = json.loads(done.stdout)
    assert (done.exit_code, told["reached"]["orders"], told["reached"]["payments"]) == (0, 40, 60)
    bodies: list[dict[str, Any]] = [json.loads(body) for body in publication.queue.accepted]
    assert Counter((body["provider"], body["source"]) for body in bodies) == {("acmepay", "shop"): 60}


def test_callbacks_without_any_order_fall_short_and_say_why(publication: Publication) -> None:
    done = populate(publication, "--rate", "10", "--seconds", "0.5", "--mix", "payments=1")

    assert (done.exit_code, "fell short" in done.stdout, "No order has arrived yet" in done.stdout) == (1, True, True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["5", "--rate", "1"], "COUNT"),
        (["--rate", "0"], "rate"),
        (["--rate", "1", "--mix", "tokens=1"], "KIND=SHARE"),
        (["--rate", "1", "--pattern", "wild"], "pattern"),
    ],
)
def test_a_wrong_command_line_is_explained(publication: Publication, arguments: list[str], named: str) -> None:
    done = populate(publication, *arguments)

    assert (done.exit_code, named in done.stderr) == (2, True)


def test_ctrl_c_ends_the_run_with_its_report(publication: Publication) -> None:
    command = (sys.executable, "-m", "infra.cli.main", "populate", "--rate", "100", "--seconds", "600", "--json")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables(publication)) as run:
        wait_for("some orders", lambda: orders_in(publication.sources["shop"]) > 5)
        run.send_signal(signal.SIGINT)
        printed, _ = run.communicate(timeout=30)

    told = json.loads(printed)
    assert (run.returncode, told["stopped"], told["complete"]) == (0, True, False)
    assert {name: orders_in(dsn) for name, dsn in publication.sources.items()} == told["filled"]
