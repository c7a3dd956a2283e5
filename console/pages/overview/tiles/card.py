"""The card that frames a tile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from esteira.metrics.metric import STALE_AFTER_SECONDS

from console.alerts.alert import title_id
from console.elements.freshness import Freshness
from console.elements.text import HtmlElement, Text
from console.words.words import Words


@dataclass(frozen=True)
class Card:
    """A card. `aside` is the place beside its heading, for what belongs to all of it."""

    section: HtmlElement
    aside: HtmlElement


@contextmanager
def card(title: str, role: str, *, address: str = "") -> Iterator[Card]:
    """A section whose heading is a link to the page at `address`. A stale value inside greys the whole section."""
    with HtmlElement("section", f"card {role}").with_attributes(
        aria_labelledby=title_id(role), data_fresh="yes"
    ) as section:
        with HtmlElement(role="card-head"):
            with HtmlElement("h2").with_attributes(id=title_id(role)):
                link = Text(title, tag="a" if address else "span")
                link.props.update({"href": address} if address else {})
            aside = HtmlElement(role="aside")
        yield Card(section, aside)


def freshness(words: Words) -> Freshness:
    """Return the indicator for stale values of a tile."""
    return Freshness(stale_after=timedelta(seconds=STALE_AFTER_SECONDS), ago=words.ago)
