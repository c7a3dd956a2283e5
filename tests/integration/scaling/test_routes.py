"""The flow-control door over real stores: what may be changed, what is refused, and what can be asked afterwards."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from chalice.test import Client
from esteira.accounts.wiring import authentication
from esteira.core.announcing import wiring as announcements
from esteira.core.announcing.redis import CHANNEL
from esteira.core.clock import utc_now
from esteira.scaling import wiring
from esteira.scaling.config import DEFAULT_LANES, ConfigVersion, ScalingConfig
from esteira.scaling.configure_scaling import change_config
from esteira.scaling.ports import ScalingEvent
from flow.app import app
from pydantic import SecretStr
from redis import Redis

from tests.fixtures.clock import READ_AT
from tests.fixtures.heartbeats import beat
from tests.harness.callers import admit
from tests.harness.postgres import Postgres
from tests.integration.scaling.decided import REASON, decided

TOKEN = "a-token-of-the-operator"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SPLIT = {"lanes": {"orders": {"weight": 20}, "payments": {"weight": 60}}}


@pytest.fixture(scope="module")
def target_dsn(postgres: Postgres) -> str:
    return postgres.migrated("target")


@pytest.fixture(scope="module")
def own_database_url(redis_url: str) -> str:
    return redis_url.removesuffix("/0") + "/11"


@pytest.fixture(scope="module")
def warm_http(target_dsn: str, own_database_url: str, mongo_url: str) -> Iterator[Client]:
    """The door after a cold start."""
    before = dict(os.environ)
    os.environ.update(
        ESTEIRA_TARGET_DSN=target_dsn, ESTEIRA_MONGO_URL=admit(mongo_url, TOKEN), ESTEIRA_REDIS_URL=own_database_url
    )
    _forget()
    with Client(app) as client:
        yield client
    wiring.config_wiring().close()
    authentication().close()
    os.environ.clear()
    os.environ.update(before)
    _forget()


@pytest.fixture
def redis(own_database_url: str) -> Iterator[Redis]:
    with Redis.from_url(own_database_url) as client:
        client.flushdb()
        yield client


@pytest.fixture
def http(warm_http: Client, target_dsn: str, redis: Redis) -> Client:
    """The door before anybody has changed anything."""
    with psycopg.connect(target_dsn) as connection:
        connection.execute("TRUNCATE flow_versions, flow_decisions, scaling_events")
    return warm_http


def call(http: Client, method: str, path: str, body: object = None, **query: object) -> tuple[int, Any]:
    text = b"" if body is None else json.dumps(body).encode()
    full = f"{path}?{urlencode(query)}" if query else path
    response = http.http.request(method, full, headers=BEARER, body=text)
    return response.status_code, response.json_body


def test_before_any_change_the_defaults_are_in_force_as_version_0(http: Client) -> None:
    status, shown = call(http, "GET", "/flow")

    assert (status, shown["version"], shown["changed_at"], shown["max_total_workers"]) == (200, 0, None, 6)
    assert {lane: flow["weight"] for lane, flow in shown["lanes"].items()} == {
        lane: flow.weight for lane, flow in DEFAULT_LANES.items()
    }


def test_a_change_keeps_what_it_does_not_name_and_is_shown_to_the_consumers_at_once(http: Client, redis: Redis) -> None:
    with redis.pubsub(ignore_subscribe_messages=True) as listener:  # type: ignore[no-untyped-call]
        listener.subscribe(CHANNEL)
        listener.get_message(timeout=5)
        status, changed = call(http, "PUT", "/flow", {"version": 0, "by": "ana", **SPLIT})
        heard = listener.get_message(timeout=5)

    assert (status, changed["version"], changed["changed_by"]) == (200, 1, "ana")
    assert changed["lanes"]["orders"] == DEFAULT_LANES["orders"].model_dump() | {"weight": 20}
    assert heard
    assert heard["data"] == b"workers"
    assert wiring.config_wiring().deps.cache.get() == wiring.config_wiring().deps.configs.current()


def test_whoever_changes_an_older_version_is_told_the_current_one(http: Client) -> None:
    call(http, "PUT", "/flow", {"version": 0, **SPLIT})

    status, refused = call(http, "PUT", "/flow", {"version": 0, "max_total_workers": -1})

    assert (status, refused["error"], refused["version"]) == (409, "outdated", 1)
    assert call(http, "GET", "/flow")[1]["version"] == 1


def test_all_that_is_wrong_is_answered_at_once_by_field(http: Client) -> None:
    lanes = {"orders": {"weight": 50, "min_workers": 9}, "payments": {"target_seconds": 0, "speed": 1}}

    status, refused = call(http, "PUT", "/flow", {"version": 0, "max_total_workers": 5, "lanes": lanes})

    assert (status, refused["error"]) == (422, "impossible_flow")
    assert set(refused["fields"]) == {
        "lanes",
        "lanes.orders.min_workers",
        "lanes.payments.speed",
        "lanes.payments.target_seconds",
        "max_total_workers",
    }
    assert all(field in refused["detail"] for field in refused["fields"])


@pytest.mark.parametrize("body", [[], {}, {"version": "0"}, {"version": 0, "by": ""}, {"version": 0, "changed_at": 1}])
def test_a_body_that_is_no_change_is_refused(http: Client, body: object) -> None:
    assert call(http, "PUT", "/flow", body)[0] == 422
    assert call(http, "GET", "/flow")[1]["version"] == 0


def test_one_lane_is_changed_alone_but_for_the_weights(http: Client) -> None:
    status, lane = call(http, "PUT", "/flow/lanes/orders", {"version": 0, "weight": 25, "retry_delay_seconds": 2.5})

    assert (status, lane["version"], lane["weight"], lane["retry_delay_seconds"]) == (200, 1, 25, 2.5)
    assert call(http, "GET", "/flow/lanes/orders") == (200, lane)
    assert call(http, "GET", "/flow/lanes/payments")[1]["weight"] == 54


def test_a_lane_is_paused_and_given_back_its_deployed_retry_delay(http: Client) -> None:
    call(http, "PUT", "/flow/lanes/orders", {"version": 0, "retry_delay_seconds": 2.5})

    _, paused = call(http, "PUT", "/flow/lanes/orders", {"version": 1, "paused": True, "retry_delay_seconds": None})

    assert (paused["paused"], paused["retry_delay_seconds"], paused["weight"]) == (True, None, 30)


def test_a_lane_that_is_none_is_not_found(http: Client) -> None:
    answers = [call(http, method, "/flow/lanes/returns", {"version": 0})[0] for method in ("GET", "PUT")]

    assert answers == [404, 404]


def test_history_tells_who_changed_what_the_newest_first(http: Client) -> None:
    for version, by in enumerate(["ana", "rui"]):
        call(http, "PUT", "/flow", {"version": version, "by": by, "max_total_workers": 7 + version})

    _, told = call(http, "GET", "/flow/history")

    assert [(one["version"], one["changed_by"], one["max_total_workers"]) for one in told["versions"]] == [
        (2, "rui", 8),
        (1, "ana", 7),
    ]
    assert len(call(http, "GET", "/flow/history", limit=1)[1]["versions"]) == 1


def test_why_there_were_so_many_workers_is_answered_with_inputs_and_rule(http: Client) -> None:
    log = wiring.config_wiring().decisions
    log.record(decided())

    status, told = call(http, "GET", "/flow/decisions", at=READ_AT.isoformat())

    (decision,) = told["decisions"]
    lane = decision["lanes"]["orders"]
    assert (status, lane["workers"], lane["rule"], lane["reason"]) == (200, 4, "maximum", REASON)
    assert decision["observation"]["lanes"]["orders"]["backlog"] == 1000
    assert call(http, "GET", "/flow/decisions")[1] == told
    assert call(http, "GET", "/flow/decisions", at="1999-01-01T00:00:00Z")[0] == 404


def test_what_the_scaler_did_is_listed(http: Client) -> None:
    event = ScalingEvent(at=utc_now(), lane="orders", action="killed", worker="orders-1@host", reason="It was stuck.")
    wiring.config_wiring().decisions.record_event(event)

    assert call(http, "GET", "/flow/events") == (200, {"events": [event.model_dump(mode="json")]})
    assert call(http, "GET", "/flow/events", until="1999-01-01T00:00:00Z") == (200, {"events": []})


def test_workers_are_listed_with_the_age_of_their_last_sign_of_life(http: Client) -> None:
    wiring.config_wiring().heartbeats.beat(beat("orders-1@host", at=utc_now() - timedelta(minutes=1)))

    status, told = call(http, "GET", "/flow/workers")

    (worker,) = told["workers"]
    assert (status, worker["name"], worker["state"], worker["missing"]) == (200, "orders-1@host", "idle", True)
    assert worker["age_seconds"] >= 60


def test_a_change_over_http_is_signed_with_the_callers_name_unless_it_names_another(http: Client) -> None:
    _, mine = call(http, "PUT", "/flow", {"version": 0, "max_total_workers": 8})
    _, other = call(http, "PUT", "/flow", {"version": 1, "max_total_workers": 9, "by": "ana"})

    assert (mine["changed_by"], other["changed_by"]) == ("tests", "ana")


def test_without_redis_the_flow_can_still_be_read_and_changed(target_dsn: str, http: Client) -> None:
    away = wiring.ConfigWiring(target_dsn=SecretStr(target_dsn), redis_url=SecretStr("redis://127.0.0.1:1/0"))

    changed = change_config(away.deps, {"version": 0, "max_total_workers": 8})
    away.close()

    assert changed == ConfigVersion(
        version=1,
        configuration=ScalingConfig(max_total_workers=8),
        changed_by="operator",
        changed_at=changed.changed_at,
    )


def test_every_route_refuses_a_caller_without_the_operators_token(http: Client) -> None:
    routes = [(method, path.format(lane="orders")) for path, views in app.routes.items() for method in views]

    answers = [http.http.request(method, path).status_code for method, path in routes]

    assert answers == [401] * 8


def _forget() -> None:
    for kept in (wiring.config_wiring, authentication, announcements._configured_url):
        kept.cache_clear()
