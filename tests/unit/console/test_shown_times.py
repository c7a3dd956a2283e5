"""What is sent of times that the browser counts on from."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nicegui import ui
from nicegui.client import Client

from console.elements.freshness import Freshness
from console.elements.timestamps import epoch_milliseconds
from tests.fixtures.clock import READ_AT as NOW


@pytest.fixture
def freshness() -> Iterator[Freshness]:
    """The age of a figure on some page, which was measured and shown now."""
    client = Client(ui.page("/some-page"), request=None)
    with client:
        shown = Freshness(stale_after=timedelta(seconds=90), ago=("{} s", "{} min", "{} h"))
    shown.measured(NOW, now=NOW)
    yield shown
    client.delete()


@pytest.mark.parametrize(
    ("measured_after", "shown_after", "sent_of"), [(0, 1, 0), (0, 59, 0), (1, 1, 1), (0, 60, 60), (0, -1, 0)]
)
def test_a_time_is_sent_again_when_it_changed_or_after_a_minute(
    freshness: Freshness, measured_after: float, shown_after: float, sent_of: float
) -> None:
    freshness.measured(NOW + timedelta(seconds=measured_after), now=NOW + timedelta(seconds=shown_after))

    assert freshness.props["now"] == epoch_milliseconds(NOW + timedelta(seconds=sent_of))
