"""What needs attention now, on every page: its number in the header, and the list behind it."""

from collections.abc import Sequence

from console.alerts.alert import Alert
from console.alerts.alert_line import address_of, alert_text
from console.elements.text import HtmlElement, Text
from console.frame.navigation import icon
from console.frame.visit import Visit


class Bell:
    """The number, and a list that opens below it."""

    def __init__(self, visit: Visit) -> None:
        self._words, self._texts = visit.words, visit.frame_words
        self._shown: list[tuple[str, str, str]] | None = None
        with HtmlElement("details", "bell") as self._box:
            with HtmlElement("summary").with_attributes(title=self._texts.bell):
                icon("notifications")
                Text(self._texts.bell, role="away")
                self._number = Text(role="number")
            self._list = HtmlElement("ul")

    def show(self, alerts: Sequence[Alert]) -> None:
        """Show these alerts."""
        rows = [(alert.severity, alert_text(alert, self._words), address_of(alert)) for alert in alerts]
        if rows == self._shown:
            return
        self._shown = rows
        self._number.set_text(str(len(rows)) if rows else "")
        self._box.classes(replace=f"bell {rows[0][0]}" if rows else "bell")
        self._list.clear()
        with self._list:
            for severity, text, address in rows:
                with HtmlElement("li", severity):
                    Text(text, tag="a").props["href"] = address
            if not rows:
                Text(self._texts.nothing_urgent, tag="li", role="calm")
