"""Bands and states switch at exactly the configured numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.core.settings import BandSettings
from esteira.metrics.figures.callbacks import Band, Bands, CallbackReading, callback_metrics
from esteira.metrics.figures.tokens import token_metrics, with_current_states
from esteira.tokens.integration_token import TokenLife, TokenState
from pydantic import ValidationError

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
LIFE = TokenLife(name="acme", updated_at=NOON, lifetime=timedelta(days=1), expiring_margin=timedelta(hours=1))
BANDS = Bands(slow_from=50, alert_from=500)


@pytest.mark.parametrize(
    ("unprocessed", "band"),
    [(0, Band.NORMAL), (49, Band.NORMAL), (50, Band.SLOW), (499, Band.SLOW), (500, Band.ALERT), (10**6, Band.ALERT)],
)
def test_a_band_begins_at_exactly_its_number(unprocessed: int, band: Band) -> None:
    assert BANDS.band_of(unprocessed) is band


def test_the_band_has_a_number_and_a_name() -> None:
    reading = CallbackReading(unprocessed=50, oldest_at=NOON - timedelta(minutes=2))

    unprocessed, band, oldest = callback_metrics(reading, BANDS, NOON)

    assert (unprocessed.value, band.value, band.note, oldest.value) == (50, 1, "slow", 120)


@pytest.mark.parametrize(
    ("left_seconds", "state"),
    [
        (3600.001, TokenState.VALID),
        (3600, TokenState.EXPIRING),
        (0.001, TokenState.EXPIRING),
        (0, TokenState.EXPIRED),
        (-1, TokenState.EXPIRED),
    ],
)
def test_a_token_changes_its_state_at_exactly_its_margin_and_its_end(left_seconds: float, state: TokenState) -> None:
    assert LIFE.state(NOON + LIFE.lifetime - timedelta(seconds=left_seconds)) is state


def test_a_token_has_metrics_of_its_last_update_lifetime_remaining_time_and_state() -> None:
    found = {figure.name: (figure.value, figure.note) for figure in token_metrics([LIFE], NOON + timedelta(hours=23))}

    assert found == {
        "token.acme.updated_at": (NOON.timestamp(), ""),
        "token.acme.lifetime_seconds": (86_400, ""),
        "token.acme.margin_seconds": (3600, ""),
        "token.acme.seconds_left": (3600, ""),
        "token.acme.state": (1, "expiring"),
    }


@pytest.mark.parametrize(
    ("later_seconds", "state"),
    [(82_799, (0, "valid")), (82_800, (1, "expiring")), (86_399, (1, "expiring")), (86_400, (2, "expired"))],
)
def test_the_state_that_is_read_follows_the_clock_since_the_measurement(
    later_seconds: int, state: tuple[int, str]
) -> None:
    measured = {figure.name: figure for figure in token_metrics([LIFE], NOON)}

    found = with_current_states(measured, NOON + timedelta(seconds=later_seconds))["token.acme.state"]

    assert (found.value, found.note) == state
    assert found.at == NOON


def test_a_state_without_the_figures_that_it_follows_from_stays_as_measured() -> None:
    measured = {figure.name: figure for figure in token_metrics([LIFE], NOON) if "margin" not in figure.name}

    assert with_current_states(measured, NOON + timedelta(days=2)) == measured


def test_bands_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="slow_from must be below alert_from"):
        BandSettings(slow_from=10, alert_from=10)
