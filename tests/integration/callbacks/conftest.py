"""The callbacks' HTTP function after a cold start, over its own stores, called as API Gateway does."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from callbacks.app import app
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.callbacks import wiring
from esteira.callbacks.signatures import HEADER, sign
from esteira.core.announcing import wiring as announcements
from esteira.core.clock import utc_now

from tests.fixtures.messages import NOTIFICATION
from tests.harness.callers import admit
from tests.harness.environment import environment
from tests.harness.postgres import Postgres
from tests.harness.queues import TestLane, make_lane, messages_in, sqs_client
from tests.integration.http_calls import TOKEN, call

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

SECRET = "canary-secret-of-acmepay"
NEXT_SECRET = "canary-secret-of-next-year"
STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PROVIDERS = {
    "acmepay": {"secret": SECRET},
    "rotating": {"secrets": [{"secret": SECRET, "until": "2999-01-01T00:00:00Z"}, {"secret": NEXT_SECRET}]},
    "standard": {"secret": STANDARD_SECRET, "scheme": "standard-webhooks"},
}


@dataclass(frozen=True, kw_only=True)
class CallbacksApi:
    """The HTTP function, and the stores behind it."""

    http: Client
    target_dsn: str
    lane: TestLane
    sqs: "SQSClient"

    def post(self, body: bytes, *, provider: str = "acmepay", **headers: str) -> tuple[int, Any]:
        """Post as a provider, with a valid signature unless another is given; return status and JSON."""
        signed = {HEADER: sign(body, secret=SECRET, at=utc_now())} | headers
        response = self.http.http.post(f"/callbacks/{provider}", headers=signed, body=body)
        return response.status_code, response.json_body

    def event(self, **fields: Any) -> tuple[int, Any]:
        """Post an event of acmepay; return status and JSON."""
        return self.post(json.dumps(NOTIFICATION | fields).encode())

    def raw(self, **fields: str) -> tuple[int, Any]:
        """Post an event of acmepay whose fields are given as JSON text; return status and JSON."""
        texts = {name: json.dumps(value) for name, value in NOTIFICATION.items()} | fields
        body = ", ".join(f'"{name}": {text}' for name, text in texts.items())
        return self.post(b"{" + body.encode() + b"}")

    def get(self, path: str) -> tuple[int, Any]:
        """Get a path as the operator; return status and JSON."""
        return call(self.http, "GET", path)

    def rows(self) -> list[tuple[Any, ...]]:
        """Return provider and event id of each callback in the database."""
        with psycopg.connect(self.target_dsn) as connection:
            return connection.execute("SELECT provider, event_id FROM callbacks ORDER BY event_id").fetchall()

    def sent(self) -> list[Any]:
        """Return the messages in the queue."""
        return [json.loads(message["Body"]) for message in messages_in(self.sqs, self.lane.queue_url)]

    def execute(self, statement: str) -> None:
        """Run a statement in the database."""
        with psycopg.connect(self.target_dsn) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def module_target_dsn(postgres: Postgres) -> str:
    """A migrated target database, one for each module."""
    return postgres.migrated("target")


@pytest.fixture
def api(module_target_dsn: str, sqs_endpoint: str, mongo_url: str) -> Iterator[CallbacksApi]:
    """The HTTP function with an empty database and an empty queue."""
    sqs = sqs_client(sqs_endpoint)
    lane = make_lane(sqs, visibility_seconds=60)
    variables = _variables(module_target_dsn, sqs_endpoint, lane) | {"ESTEIRA_MONGO_URL": admit(mongo_url, TOKEN)}
    with environment(variables, wiring.callbacks, authentication, announcements._configured_url):
        with Client(app) as http:
            api = CallbacksApi(http=http, target_dsn=module_target_dsn, lane=lane, sqs=sqs)
            api.execute("TRUNCATE callbacks, orders")
            yield api
        wiring.callbacks().close()
        authentication().close()
    sqs.close()


def _variables(target_dsn: str, sqs_endpoint: str, lane: TestLane) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": sqs_endpoint,
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_PROVIDERS": json.dumps(PROVIDERS),
        "ESTEIRA_PAYMENTS_QUEUE_URL": lane.queue_url,
        "ESTEIRA_REDIS_URL": "",
    }


def gateway_event(body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a POST to the provider acmepay as API Gateway sends it to the function."""
    return {
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": "/callbacks/{provider}",
            "identity": {"sourceIp": "x"},
        },
        "headers": headers,
        "multiValueHeaders": {},
        "pathParameters": {"provider": "acmepay"},
        "multiValueQueryStringParameters": None,
        "body": body,
        "stageVariables": {},
        "isBase64Encoded": False,
    }


def invoke(event: dict[str, Any]) -> dict[str, Any]:
    """Return the function's answer to an event."""
    answer: dict[str, Any] = app(event, None)
    return answer
