"""What the functions record of the changes that they make, over real stores: a name, a subject, before and after."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from esteira.accounts.account import principal_id
from esteira.accounts.wiring import authentication
from esteira.audit.entry import AuditEntry, AuditFilter
from esteira.core.auditing.audited import Outcome
from esteira.core.queue.sqs_client import sqs_client

from infra.checks.openapi.routes import guarded_apps
from tests.fixtures.accounts import PASSWORD
from tests.harness.all_doors import CNPJ, PROVIDER, SOURCE, AllDoors, Stores, all_doors
from tests.harness.gateway import Gateway
from tests.harness.mongo import MongoServer
from tests.harness.postgres import Postgres
from tests.harness.queues import make_lane

SECRET = "canary-of-the-secret"


@pytest.fixture(scope="module")
def doors(postgres: Postgres, redis_url: str, shared_mongo: MongoServer, sqs_endpoint: str) -> Iterator[AllDoors]:
    """All functions, over stores of their own."""
    with closing(sqs_client(sqs_endpoint)) as sqs:
        lane = make_lane(sqs, visibility_seconds=60)
    stores = Stores(
        source_dsn=postgres.migrated("source"),
        target_dsn=postgres.migrated("target"),
        redis_url=redis_url.removesuffix("/0") + "/8",
        mongo_url=shared_mongo.url("audited"),
        sqs_endpoint=sqs_endpoint,
        lane=lane,
    )
    with all_doors(Gateway(guarded_apps()), stores) as opened:
        yield opened


def newest(**chosen: Any) -> AuditEntry:
    """The newest entry that is found."""
    (entry,) = authentication().audit_deps.store.page(AuditFilter(**chosen, limit=1))
    return entry


def changed(doors: AllDoors, method: str, path: str, body: object = None) -> AuditEntry:
    """The entry of a request of the administrator."""
    doors.send(method, path, body)
    return newest(by=principal_id(doors.admin.id))


def test_a_pause_and_a_resumption_have_names_of_their_own(doors: AllDoors) -> None:
    version = doors.send("GET", "/flow")["version"]
    paused = changed(doors, "PUT", "/flow/lanes/orders", {"version": version, "paused": True})
    resumed = changed(doors, "PUT", "/flow/lanes/orders", {"version": version + 1, "paused": False})

    assert (paused.action, paused.subject, resumed.action) == ("lane.paused", "orders", "lane.resumed")
    assert paused.before is not None
    assert paused.after is not None
    assert (paused.before["paused"], paused.after["paused"]) == (False, True)


def test_a_change_of_the_flow_has_all_lanes_before_and_after(doors: AllDoors) -> None:
    shown = doors.send("GET", "/flow")
    body = {
        "version": shown["version"],
        "lanes": {"orders": {"max_workers": shown["lanes"]["orders"]["max_workers"] - 1}},
    }
    entry = changed(doors, "PUT", "/flow", body)

    assert (entry.action, entry.outcome) == ("flow.changed", Outcome.DONE)
    assert entry.before is not None
    assert entry.after is not None
    workers = [facts["lanes"]["orders"]["max_workers"] for facts in (entry.before, entry.after)]
    assert workers[0] == workers[1] + 1


def test_a_change_that_was_refused_says_what_stood_and_why(doors: AllDoors) -> None:
    entry = changed(doors, "PUT", "/flow/lanes/payments", {"version": 9_999, "weight": 1})

    assert (entry.action, entry.subject, entry.outcome) == ("lane.changed", "payments", Outcome.REFUSED)
    assert "current version" in entry.reason
    assert (entry.before is None, entry.after) == (False, None)


def test_a_token_is_recorded_without_its_secret_through_its_whole_life(doors: AllDoors) -> None:
    fields = {"name": "audited", "provider": PROVIDER, "secret": SECRET, "lifetime_seconds": 3600}
    created = changed(doors, "POST", "/tokens", fields)
    rotated = changed(doors, "PUT", "/tokens/audited", {"secret": f"{SECRET}-2"})
    deleted = changed(doors, "DELETE", "/tokens/audited")

    assert [each.action for each in (created, rotated, deleted)] == ["token.created", "token.rotated", "token.deleted"]
    assert {each.subject for each in (created, rotated, deleted)} == {"audited"}
    assert (created.before, deleted.after) == (None, None)
    assert deleted.before is not None
    assert deleted.before["provider"] == PROVIDER
    assert SECRET not in repr((created, rotated, deleted))


def test_a_role_that_is_given_is_recorded_with_the_one_before(doors: AllDoors) -> None:
    user = principal_id(doors.other.id)
    entry = changed(doors, "PATCH", f"/users/{user}", {"role": "operator"})
    doors.send("PATCH", f"/users/{user}", {"role": "admin"})

    assert (entry.action, entry.subject) == ("user.changed", user)
    assert entry.before == {"role": "admin", "disabled": False}
    assert entry.after == {"role": "operator", "disabled": False}


def test_a_machine_s_token_is_recorded_without_itself(doors: AllDoors) -> None:
    text = doors.send("POST", "/machine-tokens", {"name": "audited", "role": "operator"})["token"]
    created = newest(action="machine_token")
    revoked = changed(doors, "DELETE", "/machine-tokens/audited")

    assert (created.action, created.subject) == ("machine_token.created", "audited")
    assert created.after is not None
    assert created.after["role"] == "operator"
    assert text not in repr(created)
    assert (revoked.action, revoked.subject) == ("machine_token.revoked", "audited")


def test_a_source_that_is_filled_and_published_says_how_much(doors: AllDoors) -> None:
    filled = changed(doors, "POST", f"/sources/{SOURCE}/orders", {"count": 2})
    published = changed(doors, "POST", f"/sources/{SOURCE}/publish")

    assert (filled.action, published.action) == ("source.filled", "source.published")
    assert {filled.subject, published.subject} == {SOURCE}
    assert filled.after is not None
    assert published.after is not None


def test_a_look_up_is_recorded_from_booking_to_deletion(doors: AllDoors) -> None:
    booked = doors.send("POST", "/lookups", {"cnpj": CNPJ, "when": "2031-01-01T00:00:00Z"})
    change = changed(doors, "PATCH", f"/lookups/{booked['id']}", {"version": 1, "priority": "high"})
    deleted = changed(doors, "DELETE", f"/lookups/{booked['id']}")

    assert (newest(action="lookup.booked").subject, change.subject) == (booked["id"], booked["id"])
    assert change.before is not None
    assert change.after is not None
    assert (change.before["priority"], change.after["priority"]) == ("normal", "high")
    assert deleted.before is not None
    assert (deleted.action, deleted.before["priority"]) == ("lookup.deleted", "high")


def test_a_password_that_is_changed_is_recorded_without_any(doors: AllDoors) -> None:
    changes = {"current": PASSWORD, "password": "canary of the new one"}
    entry = changed(doors, "PUT", "/me/password", changes)
    doors.send("PUT", "/me/password", {"current": changes["password"], "password": PASSWORD})

    assert (entry.action, entry.subject) == ("password.changed", principal_id(doors.admin.id))
    assert (entry.before, entry.after) == (None, None)
    assert "canary" not in repr(entry)
