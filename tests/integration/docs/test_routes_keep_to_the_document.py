"""Every route of every function does what the document says, for what it allows and for what it forbids.

Schemathesis makes the requests: the boundaries of each field and what lies beyond them, then random ones.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from esteira.callbacks.signatures import HEADER
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis import Case

from infra.checks.openapi.routes import guarded_apps
from tests.fixtures.accounts import PASSWORD
from tests.harness.all_doors import CNPJ, AllDoors, Stores, all_doors, signature
from tests.harness.gateway import Gateway
from tests.harness.mongo import MongoServer
from tests.harness.postgres import Postgres
from tests.harness.queues import make_lane, sqs_client

GATEWAY = Gateway(guarded_apps())

MOST_ORDERS = 20
SIGNED = "/callbacks/{provider}"

FORMATS = {"cnpj": CNPJ, "password": PASSWORD, "time-of-day": "09:30", "time-zone": "America/New_York"}

# What JSON schema cannot say, such as a check digit, is refused with 422, and of a CSV file it says nothing. With 503 a
# store took too long, which is true where the machine has much to do.
NOT_SAID = ["2xx", "401", "403", "404", "409", "422", "429", "503"]
CONFIG = schemathesis.Config.from_dict(
    {
        "base-url": "http://localhost",
        "generation": {"deterministic": True},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": NOT_SAID},
            "not_a_server_error": {"expected-statuses": ["2xx", "4xx", "503"]},
        },
        # Other methods are refused by the gateway, which is not the deployed one here.
        "phases": {"coverage": {"unexpected-methods": []}},
        "operations": [
            {
                "include-path": ["/lookups/csv", "/lookups/preview", "/dead-letters/import"],
                "checks": {"positive_data_acceptance": {"expected-statuses": [*NOT_SAID, "400"]}},
            }
        ],
    }
)

for name, example in FORMATS.items():
    schemathesis.openapi.format(name, st.just(example))
schemathesis.serializer.alias("application/x-ndjson", "text/plain")

document = schemathesis.openapi.from_wsgi("/openapi.json", GATEWAY, config=CONFIG)


@pytest.fixture(scope="module")
def doors(postgres: Postgres, redis_url: str, shared_mongo: MongoServer, sqs_endpoint: str) -> Iterator[AllDoors]:
    """All functions, over stores of their own."""
    with closing(sqs_client(sqs_endpoint)) as sqs:
        lane = make_lane(sqs, visibility_seconds=60)
    stores = Stores(
        source_dsn=postgres.migrated("source"),
        target_dsn=postgres.migrated("target"),
        redis_url=redis_url.removesuffix("/0") + "/9",
        mongo_url=shared_mongo.url("documented"),
        sqs_endpoint=sqs_endpoint,
        lane=lane,
    )
    with all_doors(GATEWAY, stores) as opened:
        yield opened


@document.parametrize()
@settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_a_route_keeps_to_its_document(doors: AllDoors, case: Case[Any]) -> None:
    _find_something(doors, case)
    case.call_and_validate(**_signed(case, doors.bearer(case.path)))


def _find_something(doors: AllDoors, case: Case[Any]) -> None:
    """Name what is there, since a random name gives 404 and no more; and create orders by the dozen."""
    if case.path_parameters and (_is_allowed(case) or case.path == SIGNED):
        found = doors.existing(case.path)
        case.path_parameters.update({name: found[name] for name in case.path_parameters if name in found})
    if isinstance(case.body, dict) and isinstance(count := case.body.get("count"), int):
        case.body["count"] = min(count, MOST_ORDERS)


def _is_allowed(case: Case[Any]) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


def _signed(case: Case[Any], headers: dict[str, str]) -> dict[str, Any]:
    """Return the arguments of a call, with the signature of its body where the route asks for one."""
    if case.path != SIGNED or not isinstance(case.body, dict):
        return {"headers": headers}
    body = json.dumps(case.body).encode()
    return {"headers": {**headers, HEADER: signature(body)}, "data": body}
