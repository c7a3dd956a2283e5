"""The line on top of the page: how many things are wrong, and each as a link to the card that shows it."""

from collections.abc import Sequence

from console.alerts.alert import Alert, AlertKind, title_id
from console.elements.keyed_rows import KeyedRows
from console.elements.text import HtmlElement, Text
from console.words.words import Words

OF_LANES = frozenset({AlertKind.DEAD_LETTERS, AlertKind.PAUSED, AlertKind.WORKERS_MISSING})


def alert_text(alert: Alert, words: Words) -> str:
    """Return the alert in the language of the words, without its reason."""
    cards = ", ".join(words.card_names[card] for card in alert.cards)
    lane = words.lane_names.get(alert.subject, alert.subject) if alert.kind in OF_LANES else ""
    return words.alert(alert.kind, alert.count, subject=lane or alert.subject or cards, seconds=alert.seconds)


def address_of(alert: Alert) -> str:
    """Return the address of what shows an alert."""
    if alert.kind is AlertKind.DEAD_LETTERS:
        return f"/dead-letters?lane={alert.subject}"
    if alert.kind is AlertKind.UNTRIED:
        return "/dead-letters"
    return f"/#{title_id(alert.card)}" if alert.card else "/"


class _AlertRow:
    def __init__(self, alert: Alert, words: Words) -> None:
        self._words = words
        self.element = HtmlElement("li", f"alert {alert.severity}").with_attributes(data_alert=alert.kind)
        with self.element:
            self._text = Text(tag="a" if alert.card else "span")
            if alert.card:
                self._text.props["href"] = address_of(alert)
            if alert.reason:
                self._reason(alert.reason)

    def _reason(self, sentences: str) -> None:
        text = self._words.reason(sentences)
        Text(f": {text}", role="reason").props["lang"] = "en" if text == sentences else self._words.locale

    def show(self, alert: Alert) -> None:
        self._text.set_text(alert_text(alert, self._words))


class AlertLine:
    """The alerts of the page, or a quiet sentence that all is well."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._alerts: dict[str, Alert] = {}
        with HtmlElement("section", "alerts").with_attributes(aria_label=words.alerts_label) as self._section:
            # The list is no live region: its figures may change every second.
            self._number = Text(tag="strong", role="number").props("role=status")
            rows = HtmlElement("ul")
        self._rows = KeyedRows(rows, lambda key: _AlertRow(self._alerts[key], words))

    def show(self, alerts: Sequence[Alert], *, measured: bool) -> None:
        """Show these alerts, or that all is well, or that nothing was measured yet."""
        self._alerts = {alert.key: alert for alert in alerts}
        for key, row in self._rows.for_names(list(self._alerts)).items():
            row.show(self._alerts[key])
        self._number.set_text(self._summary(alerts, measured=measured))
        worst = min((alert.severity for alert in alerts), default="calm" if measured else "unknown")
        self._section.classes(replace=f"alerts {worst}")

    def _summary(self, alerts: Sequence[Alert], *, measured: bool) -> str:
        if alerts:
            return self._words.plural(self._words.alert_number, len(alerts))
        return self._words.all_is_well if measured else self._words.nothing_measured
