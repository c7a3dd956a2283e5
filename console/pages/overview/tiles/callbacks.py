"""The tile of unprocessed callbacks."""

from collections.abc import Sequence
from datetime import datetime

from esteira.metrics.figures.callbacks import Bands

from console.elements.text import HtmlElement, MetricValue, Text
from console.feed.page_metrics import PageMetrics
from console.pages.overview.tiles.card import card, freshness
from console.words.words import Words

UNPROCESSED = "callbacks.unprocessed"
BAND = "callbacks.band"
OLDEST = "callbacks.oldest_seconds"


class CallbacksTile:
    """The number, its band, the limits of the bands, and the age of the oldest."""

    def __init__(self, bands: Bands, words: Words) -> None:
        self._words = words
        with card(words.callbacks, "callbacks", address="/callbacks"):
            with HtmlElement(role="headline"):
                self._number = MetricValue(UNPROCESSED, role="huge")
                self._band = Text(role="pill").props(f"data-metric={BAND}")
                self._freshness = freshness(words)
            with HtmlElement(role="bands").with_attributes(aria_hidden="true"):
                self._parts = {name: HtmlElement(role=f"band {name}") for name in words.bands}
            self._oldest = Text(tag="p", role="note")
            for limit in _limit_texts(bands, words):
                Text(limit, tag="p", role="note")

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        band = metrics.note(BAND)
        self._number.set_text(self._words.count(metrics.value(UNPROCESSED)))
        self._band.set_text(self._words.bands.get(band, ""))
        self._band.classes(replace=f"pill {band}")
        for name, part in self._parts.items():
            part.classes(replace=f"band {name} {'on' if name == band else ''}")
        oldest = metrics.value(OLDEST)
        self._oldest.set_text(self._words.oldest.format(self._words.duration(oldest)) if oldest else "\u00a0")
        self._freshness.measured(metrics.at(UNPROCESSED), now=now)


def _limit_texts(bands: Bands, words: Words) -> Sequence[str]:
    limits = {"slow": bands.slow_from, "alert": bands.alert_from}
    return [words.band_from.format(words.bands[name], words.count(limit)) for name, limit in limits.items()]
