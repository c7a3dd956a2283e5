"""The order of tokens on the page, and when it changes next."""

from datetime import timedelta

import pytest
from esteira.metrics.figures.tokens import token_metrics
from esteira.tokens.integration_token import TokenLife, TokenState

from console.alerts.token_lives import names_by_state, seconds_until_change, token_lives
from console.feed.page_metrics import PageMetrics
from tests.fixtures.clock import READ_AT as NOW


def life(name: str, lifetime_seconds: float, margin_seconds: float) -> TokenLife:
    return TokenLife(
        name=name,
        updated_at=NOW,
        lifetime=timedelta(seconds=lifetime_seconds),
        expiring_margin=timedelta(seconds=margin_seconds),
    )


def page(*lives: TokenLife) -> PageMetrics:
    return PageMetrics({metric.name: metric for metric in token_metrics(lives, NOW)})


TOKENS = page(
    life("a-valid", 500, 10),
    life("b-expiring-late", 900, 900),
    life("c-expired", 100, 7),
    life("d-expiring-soon", 300, 250),
    life("e-expired-before", 50, 7),
)
LATER = NOW + timedelta(seconds=100)


def test_the_most_urgent_token_is_first_whatever_its_name() -> None:
    names = [found.name for found in token_lives(TOKENS, LATER)]

    assert names == ["e-expired-before", "c-expired", "d-expiring-soon", "b-expiring-late", "a-valid"]


def test_tokens_are_grouped_by_their_state_at_the_time() -> None:
    assert names_by_state(TOKENS, LATER) == {
        TokenState.VALID: ["a-valid"],
        TokenState.EXPIRING: ["d-expiring-soon", "b-expiring-late"],
        TokenState.EXPIRED: ["e-expired-before", "c-expired"],
    }


@pytest.mark.parametrize(("now_seconds", "next_seconds"), [(0, 7), (7, 7), (13.5, 0.5), (14, None)])
def test_the_page_knows_when_a_token_changes_its_state(now_seconds: float, next_seconds: float | None) -> None:
    assert seconds_until_change(page(life("bank", 14, 7)), NOW + timedelta(seconds=now_seconds)) == next_seconds


def test_without_tokens_nothing_changes() -> None:
    assert seconds_until_change(page(), NOW) is None
