"""The line on top of the page: how many things are wrong, and each as a link to the card that shows it."""

from collections.abc import Sequence
from datetime import datetime

from console.elements.text import HtmlElement, Text
from console.feed.hub import FeedHub
from console.pages.alerts.alert import Alert, AlertKind
from console.pages.alerts.find_alerts import find_alerts
from console.pages.frame import set_title
from console.pages.page_metrics import PageMetrics
from console.pages.tiles.card import KeyedRows, title_id
from console.words.words import Words

OF_LANES = frozenset({AlertKind.DEAD_LETTERS, AlertKind.PAUSED, AlertKind.WORKERS_MISSING})


def alert_text(alert: Alert, words: Words) -> str:
    """Return the alert in the language of the words, without its reason."""
    cards = ", ".join(words.card_names[card] for card in alert.cards)
    lane = words.lane_names.get(alert.subject, alert.subject) if alert.kind in OF_LANES else ""
    return words.alert(alert.kind, alert.count, subject=lane or alert.subject or cards, seconds=alert.seconds)


class _AlertRow:
    def __init__(self, alert: Alert, words: Words) -> None:
        self._words = words
        self.element = HtmlElement("li", f"alert {alert.severity}").with_attributes(data_alert=alert.kind)
        with self.element:
            self._text = Text(tag="a" if alert.card else "span")
            if alert.card:
                self._text.props["href"] = f"#{title_id(alert.card)}"
            if alert.reason:
                self._reason(alert.reason)

    def _reason(self, sentences: str) -> None:
        text = self._words.reason(sentences)
        Text(f": {text}", role="reason").props["lang"] = "en" if text == sentences else self._words.locale

    def show(self, alert: Alert) -> None:
        self._text.set_text(alert_text(alert, self._words))


class AlertLine:
    """The alerts of the page, or a quiet sentence that all is well. Their number is also in the title of the tab."""

    def __init__(self, hub: FeedHub, words: Words, *, title: str) -> None:
        self._hub = hub
        self._words = words
        self._title = title
        self._alerts: dict[str, Alert] = {}
        self._shown = 0
        with HtmlElement("section", "alerts").with_attributes(aria_label=words.alerts_label) as self._section:
            # The list is no live region: its figures may change every second.
            self._number = Text(tag="strong", role="number").props("role=status")
            rows = HtmlElement("ul")
        self._rows = KeyedRows(rows, lambda key: _AlertRow(self._alerts[key], words))

    def show(self, metrics: PageMetrics, now: datetime) -> None:
        """See `Tile.show`."""
        alerts = find_alerts(metrics, self._hub.status, now)
        self._alerts = {alert.key: alert for alert in alerts}
        for key, row in self._rows.for_names(list(self._alerts)).items():
            row.show(self._alerts[key])
        self._number.set_text(self._summary(alerts, metrics))
        self._section.classes(replace=f"alerts {_worst(alerts, metrics)}")
        if len(alerts) != self._shown:
            self._shown = len(alerts)
            set_title(self._title, alerts=len(alerts))

    def _summary(self, alerts: Sequence[Alert], metrics: PageMetrics) -> str:
        if alerts:
            return self._words.plural(self._words.alert_number, len(alerts))
        return self._words.all_is_well if metrics.all else self._words.nothing_measured


def _worst(alerts: Sequence[Alert], metrics: PageMetrics) -> str:
    return min((alert.severity for alert in alerts), default="calm" if metrics.all else "unknown")
