"""Every figure on every page equals what SQL, SQS, MongoDB and Redis say."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pprint import pformat
from typing import Any

import pytest
from esteira.core.clock import utc_now

from console.pages.directory import pages
from tests.browser.figures.filled_stores import EMAIL, filled
from tests.browser.figures.pages import EXPECTED
from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected
from tests.browser.observed import ObservedConsole, observed_console
from tests.browser.pages.people import PASSWORD
from tests.browser.running_console import ConsoleStores
from tests.fixtures.pages import page_deps
from tests.harness.mongo import MongoServer
from tests.harness.postgres import Postgres
from tests.harness.queues import make_lane, sqs_client
from tests.harness.redis import RedisServer
from tests.harness.waiting import TooLate, wait_for
from tests.integration.console.twins import MemoryMetricsGateway

Differing = Mapping[str, Any]
MANY_SECONDS = 3600
AGREE_WITHIN_SECONDS = 30
"""Pages that do not agree are read again until then. Where they agree, nobody waits."""


@pytest.fixture(scope="module")
def own_stores(
    postgres: Postgres, shared_mongo: MongoServer, sqs_endpoint: str, console_redis: RedisServer
) -> ConsoleStores:
    """Databases and queues of these tests alone, in the servers that all tests share."""
    sqs = sqs_client(sqs_endpoint)
    return ConsoleStores(
        source_dsn=postgres.migrated("source"),
        target_dsn=postgres.migrated("target"),
        redis_url=f"{console_redis.url.removesuffix('/0')}/1",
        mongo_url=shared_mongo.url("figures"),
        sqs_endpoint=sqs_endpoint,
        orders=make_lane(sqs, visibility_seconds=MANY_SECONDS),
        payments=make_lane(sqs),
        lookups=make_lane(sqs),
    )


@pytest.fixture(scope="module")
def observed(own_stores: ConsoleStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObservedConsole]:
    """A console over the filled stores, with the session of whoever has look-ups and reports there."""
    with filled(own_stores), observed_console(own_stores, tmp_path_factory.mktemp("figures")) as observed:
        observed.session.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
        yield observed


@pytest.fixture(scope="module")
def reads(own_stores: ConsoleStores, observed: ObservedConsole) -> Reads:
    """The stores, read directly."""
    assert observed.session.cookies
    reads = Reads(stores=own_stores, owner="", began=utc_now())
    with reads.mongo() as database:
        account = database["accounts"].find_one({"email": EMAIL})
    assert account
    return replace(reads, owner=f"user:{account['_id']}")


def test_each_page_of_the_directory_is_compared_with_the_stores() -> None:
    known = pages(page_deps(MemoryMetricsGateway()))

    assert EXPECTED.keys() == {path for page in known for path in (page.path, *(path for path, _ in page.details))}


@pytest.mark.parametrize("path", EXPECTED)
def test_a_page_shows_what_the_stores_hold(observed: ObservedConsole, reads: Reads, path: str) -> None:
    with ExitStack() as stack:
        opened = {address: stack.enter_context(observed.opened(address)) for address in EXPECTED[path](reads)}

        def differing() -> Differing:
            pages = EXPECTED[path](reads)
            found = {address: _differing(pages[address], panels()) for address, panels in opened.items()}
            return {address: each for address, each in found.items() if each}

        found = _once_agreed(differing)
        assert found == {}, pformat(found, width=160)


def _once_agreed(differing: Callable[[], Differing]) -> Differing:
    """Return nothing as soon as pages and stores agree, or else how they differ to the end."""
    found: list[Differing] = []
    with suppress(TooLate):
        wait_for(
            "pages and stores agree",
            lambda: found.append(differing()) or not found[-1],  # type: ignore[func-returns-value]
            within_seconds=AGREE_WITHIN_SECONDS,
            every_seconds=0.5,
        )
    return found[-1]


def _differing(expected: Mapping[str, Expected], shown: Mapping[str, Mapping[str, Any]]) -> Differing:
    if expected.keys() != shown.keys():
        return {"panels": {"shown": list(shown), "expected": list(expected)}}
    return {title: found for title, each in expected.items() if (found := each.differing(shown[title]))}
