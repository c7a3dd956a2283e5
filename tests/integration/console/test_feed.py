"""The behaviour of the feed that docs/feed.md describes."""

from dataclasses import replace
from functools import partial

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from console.feed.messages import FeedState, FeedStatus
from tests.fixtures.reports import ReportRoom
from tests.harness.waiting import wait_for
from tests.integration.console.served import TOKEN, ServedFeed, receive


def test_a_client_receives_all_figures_then_only_what_changes(feed: ServedFeed) -> None:
    feed.publish(visible=3, dead=0)

    with feed.connect() as client:
        snapshot = receive(client)
        feed.publish(visible=4, dead=0)
        changes = receive(client)

    assert {name: one["value"] for name, one in snapshot["metrics"].items()} == {
        "queue.orders.visible": 3,
        "queue.orders.dead": 0,
    }
    assert list(changes["metrics"]) == ["queue.orders.visible"]
    assert (snapshot["type"], snapshot["seq"], changes["type"], changes["seq"]) == ("snapshot", 1, "changes", 2)


def test_what_is_no_more_is_named(feed: ServedFeed) -> None:
    feed.publish(visible=3, dead=0)

    with feed.connect() as client:
        receive(client)
        feed.publish(visible=3)

        assert receive(client)["gone"] == ["queue.orders.dead"]


def test_a_client_receives_only_the_topics_it_chose(feed: ServedFeed) -> None:
    with feed.connect("?topics=callbacks") as client:
        receive(client)
        feed.publish(visible=3)
        feed.do(feed.hub.send_heartbeat)

        assert receive(client)["type"] == "heartbeat"


def test_reports_are_sent_to_who_follows_them_without_whose_they_are(feed: ServedFeed) -> None:
    room = ReportRoom()
    room.start()
    running = room.jobs.claim(room.clock(), at_once=1)
    assert running
    with feed.connect("?topics=reports") as follower, feed.connect("?topics=orders") as other:
        receive(follower)
        receive(other)
        feed.do(partial(feed.hub.send_reports, [replace(running, promised=10, done=5)]))
        feed.do(feed.hub.send_heartbeat)

        told = receive(follower)
        assert receive(other)["type"] == "heartbeat"

    (report,) = told["reports"]
    assert (told["type"], report["id"], report["state"]) == ("reports", str(running.id), "running")
    assert (report["promised"], report["done"]) == (10, 5)
    assert "ana" not in str(told)


def test_the_token_may_come_in_the_first_message(feed: ServedFeed) -> None:
    with feed.connect_without_header() as client:
        client.send(f'{{"token": "{TOKEN}"}}')

        assert receive(client)["type"] == "snapshot"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('{"token": "wrong"}', 4401),
        ('{"token": ""}', 4400),
        (f'{{"token": "x", "token": "{TOKEN}"}}', 4400),
        ('{"token": "\\ud800"}', 4400),
        ("[" * 100_000, 4400),
        ("hello", 4400),
        (b"\x00", 4400),
    ],
    ids=range(7),
)
def test_without_the_token_nothing_is_sent(feed: ServedFeed, words: str | bytes, code: int) -> None:
    with feed.connect_without_header() as client:
        client.send(words)

        assert _closing_code(client) == code


def test_a_wrong_token_in_the_header_is_refused(feed: ServedFeed) -> None:
    with feed.connect(token="wrong") as client:
        assert _closing_code(client) == 4401


def test_a_token_in_the_address_is_not_looked_at(feed: ServedFeed) -> None:
    with feed.connect(f"?token={TOKEN}", token="wrong") as client:
        assert _closing_code(client) == 4401


def test_an_unknown_topic_is_refused(feed: ServedFeed) -> None:
    with feed.connect("?topics=orders,gossip") as client:
        assert _closing_code(client) == 4400


def test_the_state_of_the_feed_is_sent_when_it_changes(feed: ServedFeed) -> None:
    with feed.connect() as client:
        receive(client)
        feed.do(lambda: feed.hub.report_status(FeedStatus(state=FeedState.STALLED, detail="Redis does not answer.")))

        message = receive(client)
        assert (message["type"], message["state"], message["detail"]) == ("status", "stalled", "Redis does not answer.")


def test_who_leaves_is_forgotten(feed: ServedFeed) -> None:
    with feed.connect() as client:
        receive(client)
        assert _listeners(feed) == 1

    wait_for("it is forgotten", lambda: _listeners(feed) == 0)


def _listeners(feed: ServedFeed) -> int:
    count: int = httpx.get(f"{feed.http_url}/health").json()["listeners"]
    return count


def _closing_code(client: ClientConnection) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=10)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code
