"""Bands and states switch at exactly the configured numbers (F12, F13)."""

from datetime import UTC, datetime, timedelta

import pytest
from esteira.domain.metrics.callbacks import Band, Bands, CallbackReading, callback_metrics
from esteira.settings import BandSettings
from pydantic import ValidationError

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
BANDS = Bands(slow_from=50, alert_from=500)


@pytest.mark.parametrize(
    ("unprocessed", "band"),
    [(0, Band.NORMAL), (49, Band.NORMAL), (50, Band.SLOW), (499, Band.SLOW), (500, Band.ALERT), (10**6, Band.ALERT)],
)
def test_a_band_begins_at_exactly_its_number(unprocessed: int, band: Band) -> None:
    assert BANDS.of(unprocessed) is band


def test_the_band_is_told_as_a_number_and_as_a_word() -> None:
    reading = CallbackReading(unprocessed=50, oldest_at=NOON - timedelta(minutes=2))

    unprocessed, band, oldest = callback_metrics(reading, BANDS, NOON)

    assert (unprocessed.value, band.value, band.note, oldest.value) == (50, 1, "slow", 120)


def test_bands_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="slow_from must be below alert_from"):
        BandSettings(slow_from=10, alert_from=10)
