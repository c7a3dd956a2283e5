"""The HTTP function and the schedule of look-ups, over a real database and queue."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from chalice.test import Client
from cryptography.fernet import Fernet
from esteira.accounts.wiring import authentication
from esteira.core.announcing import wiring as announcements
from esteira.core.clock import utc_now
from esteira.core.principal import Role
from esteira.lookups import booking_wiring
from lookups.app import app, hand_over

from tests.fixtures.lambda_context import LambdaContext
from tests.fixtures.lookups import CNPJ
from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment
from tests.harness.postgres import Postgres
from tests.harness.queues import make_lane, messages_in, sqs_client
from tests.integration.http_calls import BEARER, SCHEDULED, TOKEN, call

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

STRANGERS_TOKEN = "a-token-of-a-stranger"
BOOKED = {"cnpj": "12.ABC.345/01DE-35", "when": "now"}
DAILY = {"cnpj": CNPJ, "repeat": {"every": "day", "at": "09:30"}, "priority": "high"}


@dataclass(frozen=True, kw_only=True)
class Door:
    """The HTTP function, its schedule, and what they left in the stores."""

    http: Client
    sqs: "SQSClient"
    queue_url: str
    target_dsn: str

    def call(self, method: str, path: str, body: object = None, **query: object) -> tuple[int, Any]:
        return call(self.http, method, path, body, **query)

    def as_stranger(self, method: str, path: str, body: object = None) -> int:
        headers = {"Authorization": f"Bearer {STRANGERS_TOKEN}"}
        return int(self.http.http.request(method, path, headers=headers, body=json.dumps(body).encode()).status_code)

    def tick(self) -> dict[str, int]:
        made: dict[str, int] = hand_over(SCHEDULED, LambdaContext())
        return made

    def rung(self) -> set[str]:
        return {json.loads(message["Body"])["message_id"] for message in messages_in(self.sqs, self.queue_url)}

    def doorbells(self) -> set[str]:
        with psycopg.connect(self.target_dsn) as connection:
            return {str(row[0]) for row in connection.execute("SELECT doorbell FROM lookup_tasks")}


@pytest.fixture(scope="module")
def warm(postgres: Postgres, mongo_url: str, sqs_endpoint: str) -> Iterator[Door]:
    """The functions after a cold start."""
    sqs, target_dsn = sqs_client(sqs_endpoint), postgres.migrated("target")
    queue_url = make_lane(sqs).queue_url
    admit(mongo_url, STRANGERS_TOKEN, role=Role.VIEWER, name="stranger")
    variables = {
        **aws_variables(sqs_endpoint),
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN, role=Role.VIEWER),
        "ESTEIRA_LOOKUPS_QUEUE_URL": queue_url,
        "ESTEIRA_SECRETS_KEY": Fernet.generate_key().decode(),
        "ESTEIRA_REDIS_URL": "",
    }
    wirings = (booking_wiring.booking, booking_wiring.handing_over, authentication)
    with environment(variables, *wirings, announcements._configured_url):
        with Client(app) as client:
            yield Door(http=client, sqs=sqs, queue_url=queue_url, target_dsn=target_dsn)
        for wiring in wirings:
            wiring().close()


@pytest.fixture
def door(warm: Door) -> Door:
    """The functions, with no look-up stored and no message waiting."""
    with psycopg.connect(warm.target_dsn) as connection:
        connection.execute("TRUNCATE lookups CASCADE")
    for message in messages_in(warm.sqs, warm.queue_url):
        warm.sqs.delete_message(QueueUrl=warm.queue_url, ReceiptHandle=message["ReceiptHandle"])
    return warm


def test_a_look_up_for_now_is_stored_queued_and_shown_with_its_run(door: Door) -> None:
    status, booked = door.call("POST", "/lookups", BOOKED)

    _, shown = door.call("GET", f"/lookups/{booked['id']}")

    assert (status, booked["cnpj"], booked["state"]) == (201, CNPJ, "done")
    assert [task["state"] for task in shown["tasks"]] == ["queued"]
    assert door.rung() == door.doorbells()


def test_the_owner_sees_what_was_found_and_lists_do_not(door: Door) -> None:
    _, booked = door.call("POST", "/lookups", BOOKED)
    with psycopg.connect(door.target_dsn) as connection:
        connection.execute("""UPDATE lookup_tasks SET state = 'succeeded', company = '{"qsa": [{"name": "MARIA"}]}'""")

    _, shown = door.call("GET", f"/lookups/{booked['id']}")
    _, listed = door.call("GET", "/lookups")

    assert shown["tasks"][0]["company"] == {"qsa": [{"name": "MARIA"}]}
    assert "MARIA" not in json.dumps(listed)


def test_a_page_ends_with_the_key_of_the_next(door: Door) -> None:
    ids = [door.call("POST", "/lookups", DAILY)[1]["id"] for _ in range(3)]

    _, first = door.call("GET", "/lookups", limit=2)
    _, second = door.call("GET", "/lookups", limit=2, after=first["next"])

    assert [each["id"] for page in (first, second) for each in page["lookups"]] == ids[::-1]
    assert second["next"] is None


def test_a_change_a_run_and_an_end(door: Door) -> None:
    _, booked = door.call("POST", "/lookups", DAILY)
    path = f"/lookups/{booked['id']}"

    changed = door.call("PATCH", path, {"version": 1, "repeat": {"every": "week", "days": ["mon"], "at": "10:00"}})
    outdated = door.call("PATCH", path, {"version": 1, "notify": False})
    run = door.call("POST", f"{path}/run")
    deleted, gone = door.call("DELETE", path), door.call("GET", path)

    assert [status for status, _ in (changed, outdated, run, deleted, gone)] == [200, 409, 202, 204, 404]
    assert (changed[1]["repeat"]["days"], outdated[1]["version"]) == (["mon"], 2)


def test_somebody_elses_look_up_is_not_found_by_any_route(door: Door) -> None:
    _, booked = door.call("POST", "/lookups", DAILY)
    path = f"/lookups/{booked['id']}"

    calls = [("GET", path), ("PATCH", path), ("DELETE", path), ("POST", f"{path}/run")]

    assert [door.as_stranger(*each, {"version": 1}) for each in calls] == [404] * 4
    assert door.call("GET", path)[0] == 200


INVALID = [
    ("POST", "/lookups", {"cnpj": "1"}, 422),
    ("POST", "/lookups", {"cnpj": CNPJ, "when": "2020-01-01T00:00:00Z"}, 422),
    ("POST", "/lookups", {"cnpj": CNPJ, "id": "1"}, 422),
    ("POST", "/lookups", [BOOKED], 422),
    ("POST", "/lookups/preview", {"cnpj": "1"}, 422),
    ("POST", "/lookups/preview", {"cnpj": CNPJ, "when": "2020-01-01T00:00:00Z"}, 422),
    ("POST", "/lookups/preview", {"cnpj": CNPJ, "id": "1"}, 422),
    ("GET", "/lookups?limit=0", None, 422),
    ("GET", "/lookups?text=%25", None, 422),
    ("GET", "/lookups/first", None, 404),
]


@pytest.mark.parametrize("number", range(len(INVALID)))
def test_what_is_not_valid_is_refused(door: Door, number: int) -> None:
    method, path, body, expected = INVALID[number]

    assert door.call(method, path, body)[0] == expected


def test_the_schedule_hands_over_what_is_due_and_rings_once(door: Door) -> None:
    door.call("POST", "/lookups", DAILY)
    with psycopg.connect(door.target_dsn) as connection:
        connection.execute("UPDATE lookups SET next_due_at = now() - interval '1 minute'")

    first, second = door.tick(), door.tick()

    assert [(made["tasks"], made["rung"]) for made in (first, second)] == [(1, 1), (0, 0)]
    assert door.rung() == door.doorbells()


def test_a_file_is_booked_whole_or_refused_with_its_lines(door: Door) -> None:
    headers = {**BEARER, "Content-Type": "text/csv"}

    booked = door.http.http.post("/lookups/csv", headers=headers, body=f"cnpj\n{CNPJ}\n{CNPJ}\n".encode())
    refused = door.http.http.post("/lookups/csv", headers=headers, body=f"cnpj\n{CNPJ}\n1\n".encode())

    assert (booked.status_code, booked.json_body) == (201, {"booked": 2})
    assert (refused.status_code, list(refused.json_body["lines"])) == (422, ["3"])
    assert len(door.call("GET", "/lookups")[1]["lookups"]) == 2


def test_a_preview_answers_for_one_and_for_a_file_and_keeps_nothing(door: Door) -> None:
    door.call("POST", "/lookups", BOOKED)
    headers = {**BEARER, "Content-Type": "text/csv; charset=utf-8"}

    status, one = door.call("POST", "/lookups/preview", BOOKED)
    file = door.http.http.post("/lookups/preview", headers=headers, body=f"cnpj\n{CNPJ}\n{CNPJ}\n".encode())

    assert (status, one["count"], one["position"], one["assumptions"]["waiting"]) == (200, 1, 2, 1)
    assert (file.status_code, file.json_body["count"]) == (200, 2)
    assert one["first_end"] == one["last_end"] < file.json_body["first_end"] <= file.json_body["last_end"]
    assert len(door.call("GET", "/lookups")[1]["lookups"]) == 1


def test_a_preview_refuses_what_booking_refuses(door: Door) -> None:
    headers = {**BEARER, "Content-Type": "text/csv"}

    refused = door.http.http.post("/lookups/preview", headers=headers, body=f"cnpj\n{CNPJ}\n1\n".encode())

    assert (refused.status_code, list(refused.json_body["lines"])) == (422, ["3"])


def test_the_calendar_shows_runs_and_plans(door: Door) -> None:
    door.call("POST", "/lookups", BOOKED)
    door.call("POST", "/lookups", DAILY)
    now = utc_now()

    since, until = (now - timedelta(hours=1)).isoformat(), (now + timedelta(hours=25)).isoformat()
    status, calendar = door.call("GET", "/lookups/calendar", **{"from": since, "to": until})

    kinds = [entry["kind"] for entry in calendar["entries"]]
    assert (status, kinds[0], set(kinds[1:])) == (200, "under_way", {"planned"})
