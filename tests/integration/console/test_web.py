"""The console's routes."""

import httpx

from console.access.session_routes import SESSION_COOKIE
from tests.integration.console.served import TOKEN, ServedFeed


def test_the_token_opens_a_session_that_scripts_and_other_sites_cannot_use(feed: ServedFeed) -> None:
    answer = httpx.post(f"{feed.http_url}/sign-in", data={"token": TOKEN})

    cookie = answer.headers["set-cookie"]
    assert answer.headers["location"] == "/"
    assert cookie.startswith(SESSION_COOKIE)
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie


def test_a_wrong_token_opens_nothing(feed: ServedFeed) -> None:
    answer = httpx.post(f"{feed.http_url}/sign-in", data={"token": "wrong"})

    assert answer.headers["location"] == "/sign-in?refused=machine"
    assert "set-cookie" not in answer.headers


def test_signing_out_takes_the_session_away(feed: ServedFeed) -> None:
    answer = httpx.post(f"{feed.http_url}/sign-out")

    assert f'{SESSION_COOKIE}="";' in answer.headers["set-cookie"]


def test_prometheus_is_answered_in_its_own_format(feed: ServedFeed) -> None:
    answer = httpx.get(f"{feed.http_url}/metrics")

    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "esteira_computed_timestamp_seconds" in answer.text
