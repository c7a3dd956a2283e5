"""What is known of one thing, as a list of names and values."""

from dataclasses import dataclass
from datetime import datetime

from nicegui.element import Element

from console.elements.text import HtmlElement, Text


@dataclass(frozen=True)
class Fact:
    """A name with its value; None is left out. `tone`: shown as a state. `href`: shown as a link. `code`: as it is."""

    name: str
    value: str | float | datetime | None
    tone: str = ""
    href: str = ""
    code: bool = False


class Facts(HtmlElement):
    """The list. Times are shown by the browser's clock and zone."""

    def __init__(self, locale: str) -> None:
        super().__init__("dl", "facts")
        self._locale = locale

    def show(self, *facts: Fact) -> None:
        """Show these facts."""
        self.clear()
        with self:
            for fact in facts:
                if fact.value not in (None, ""):
                    Text(fact.name, tag="dt")
                    with HtmlElement("dd"):
                        self._value(fact)

    def _value(self, fact: Fact) -> None:
        if isinstance(fact.value, datetime):
            LocalTime(fact.value, locale=self._locale)
        elif fact.href:
            Text(str(fact.value), tag="a").props["href"] = fact.href
        else:
            Text(str(fact.value), tag="code" if fact.code else "span", role=f"pill {fact.tone}" if fact.tone else "")


class LocalTime(Element, component="local_time.js"):
    """A time by the browser's clock and zone; its title has the zone's name."""

    def __init__(self, at: datetime, *, locale: str) -> None:
        super().__init__()
        self._props.update({"at": at.isoformat(), "locale": locale})
