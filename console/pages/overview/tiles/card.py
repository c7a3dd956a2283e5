"""The card that frames a tile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from esteira.metrics.metric import STALE_AFTER_SECONDS

from console.alerts.alert import title_id
from console.elements.freshness import Freshness
from console.elements.text import HtmlElement, Text
from console.words.words import Words


@contextmanager
def card(title: str, role: str) -> Iterator[HtmlElement]:
    """A section with a heading. A stale value inside greys the whole section."""
    with HtmlElement("section", f"card {role}").with_attributes(
        aria_labelledby=title_id(role), data_fresh="yes"
    ) as section:
        heading = Text(title, tag="h2")
        heading.props["id"] = title_id(role)
        yield section


def freshness(words: Words) -> Freshness:
    """Return the indicator for stale values of a tile."""
    return Freshness(stale_after=timedelta(seconds=STALE_AFTER_SECONDS), ago=words.ago)
