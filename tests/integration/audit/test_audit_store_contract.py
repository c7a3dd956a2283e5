"""The contract of the audit log's store: the twin and MongoDB."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from bson import ObjectId
from esteira.audit.entry import LIFE, AuditFilter
from esteira.audit.memory import MemoryAuditStore
from esteira.audit.mongo.audit_store import MongoAuditStore, query_of
from esteira.audit.mongo.collections import COLLECTION
from esteira.audit.ports import AuditStore
from esteira.audit.wiring import prepare_audit_log
from esteira.core.auditing.audited import Outcome
from esteira.core.errors import AuditLogUnavailable
from esteira.core.mongo import mongo_database
from pydantic import SecretStr
from pymongo.database import Database

from tests.fixtures.audit import entry
from tests.fixtures.clock import READ_AT


@pytest.fixture
def database(own_mongo_url: str) -> Iterator[Database[Any]]:
    database = mongo_database(SecretStr(own_mongo_url))
    prepare_audit_log(database)
    yield database
    database.client.close()


@pytest.fixture(params=["memory", "mongo"])
def store(request: pytest.FixtureRequest) -> AuditStore:
    if request.param == "memory":
        return MemoryAuditStore()
    return MongoAuditStore(request.getfixturevalue("database"))


def minutes(store: AuditStore, chosen: AuditFilter) -> list[float]:
    """The minutes of the entries that are found, in their order."""
    return [(found.at - READ_AT).total_seconds() / 60 for found in store.page(chosen)]


@pytest.fixture
def filled(store: AuditStore) -> AuditStore:
    """Six entries that differ in what filters look at, a minute apart."""
    for given in (
        entry(0),
        entry(1, action="lane.resumed"),
        entry(2, by_id="machine:ci", by_name="ci"),
        entry(3, subject="payments", outcome=Outcome.REFUSED),
        entry(4, action="PUT /flow/lanes/{lane}", outcome=Outcome.FAILED),
        entry(5, action="lanes.changed"),
    ):
        store.add(given)
    return store


def test_an_entry_comes_back_as_it_was_kept(store: AuditStore) -> None:
    kept = entry(before={"a.b": {"$set": 2**70}, "none": None}, after=None, reason="because")
    store.add(kept)

    assert list(store.page(AuditFilter())) == [kept]


def test_pages_go_from_the_newest_to_the_oldest_without_gap_and_double(filled: AuditStore) -> None:
    first = filled.page(AuditFilter(limit=4))
    rest = filled.page(AuditFilter(limit=4, before=first[-1].id))

    assert [(found.at - READ_AT).seconds // 60 for found in [*first, *rest]] == [5, 4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (AuditFilter(by="user:0b8e"), [5, 4, 3, 1, 0]),
        (AuditFilter(by="ci"), [2]),
        (AuditFilter(by="machine:ci"), [2]),
        (AuditFilter(action="lane"), [3, 2, 1, 0]),
        (AuditFilter(action="lane.resumed"), [1]),
        (AuditFilter(action="lane.res"), []),
        (AuditFilter(action="PUT"), [4]),
        (AuditFilter(action="PUT /flow/lanes/{lane}"), [4]),
        (AuditFilter(subject="payments"), [3]),
        (AuditFilter(outcome=Outcome.FAILED), [4]),
        (AuditFilter(since=READ_AT + timedelta(minutes=4)), [5, 4]),
        (AuditFilter(until=READ_AT + timedelta(minutes=2)), [1, 0]),
        (AuditFilter(action="lane", by="Maria", since=READ_AT + timedelta(minutes=1), limit=1), [3]),
    ],
    ids=str,
)
def test_each_filter_finds_its_entries(filled: AuditStore, chosen: AuditFilter, found: list[float]) -> None:
    assert minutes(filled, chosen) == found


def test_entries_of_all_ages_and_of_the_future_are_found_in_their_order(store: AuditStore) -> None:
    year = 365 * 24 * 60
    ages = (2 * year, 0, -0.5, -3, -60, -5_000, -year, -3 * year)
    for minute in ages:
        store.add(entry(minute))

    assert minutes(store, AuditFilter()) == list(ages)
    assert minutes(store, AuditFilter(subject="orders", until=READ_AT)) == list(ages[2:])


def test_a_page_goes_on_within_its_filters(filled: AuditStore) -> None:
    chosen = AuditFilter(action="lane", until=READ_AT + timedelta(minutes=3), limit=2)
    first = filled.page(chosen)

    assert minutes(filled, AuditFilter(action="lane", until=chosen.until, before=first[-1].id)) == [0]


def test_entries_of_one_moment_are_all_kept(store: AuditStore) -> None:
    for _ in range(20):
        store.add(entry())

    assert len(store.page(AuditFilter())) == 20


def test_a_rare_entry_is_found_when_the_patience_is_over(database: Database[Any]) -> None:
    ticks = count(step=1000)
    store = MongoAuditStore(database, monotonic=lambda: next(ticks))
    for minute in (0, -600, -6_000):
        store.add(entry(minute, outcome=Outcome.REFUSED))
        store.add(entry(minute))

    assert minutes(store, AuditFilter(outcome=Outcome.REFUSED)) == [0, -600, -6_000]
    assert minutes(store, AuditFilter(outcome=Outcome.REFUSED, since=READ_AT - timedelta(minutes=600))) == [0, -600]


def test_an_entry_expires_after_its_life(database: Database[Any]) -> None:
    MongoAuditStore(database).add(entry())

    (document,) = database[COLLECTION].find()
    assert document["expires_at"] == READ_AT + LIFE
    assert database[COLLECTION].index_information()["expire"]["expireAfterSeconds"] == 0


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (AuditFilter(), "at"),
        (AuditFilter(by="user:0b8e"), "by_id"),
        (AuditFilter(by="Maria"), "by_name"),
        (AuditFilter(action="lane"), "topic"),
        (AuditFilter(action="lane.paused"), "action"),
        (AuditFilter(subject="orders"), "subject"),
        (AuditFilter(outcome=Outcome.FAILED), "outcome"),
    ],
    ids=str,
)
def test_each_filter_has_an_index_with_the_time(database: Database[Any], chosen: AuditFilter, index: str) -> None:
    fields = [name for name in query_of(chosen) if name != "_id"]

    keys = {name: [key for key, _ in facts["key"]] for name, facts in database[COLLECTION].index_information().items()}
    assert keys[index] == [*fields, "at"]


def test_what_was_recorded_of_accounts_before_stays_readable(database: Database[Any]) -> None:
    event = {"_id": ObjectId(), "event": "token_reused", "account_id": "a1", "by": "192.0.2.1", "at": READ_AT}
    database["account_events"].insert_one({**event, "details": {"session": "s1"}})

    prepare_audit_log(database)
    prepare_audit_log(database)

    (moved,) = MongoAuditStore(database).page(AuditFilter(action="account"))
    assert (moved.at, moved.by_name, moved.action) == (READ_AT, "192.0.2.1", "account.token_reused")
    assert (moved.subject, moved.after) == ("a1", {"session": "s1"})
    assert database["account_events"].count_documents({}) == 0


def test_a_store_that_is_away_is_told_without_its_address() -> None:
    database = mongo_database(SecretStr("mongodb://user:canary@127.0.0.1:1/esteira"))
    with pytest.raises(AuditLogUnavailable) as away:
        MongoAuditStore(database).add(entry())
    with pytest.raises(AuditLogUnavailable):
        MongoAuditStore(database).page(AuditFilter())
    database.client.close()

    assert "127.0.0.1" not in away.value.public_message
