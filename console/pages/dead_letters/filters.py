"""The filters of dead letters, which are in the address."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from esteira.core.names import LANES

from console.elements.text import HtmlElement, Text
from console.frame.filters import Filters, address
from console.frame.visit import Visit
from console.pages.dead_letters.rows import PATH
from console.pages.dead_letters.words import DeadLettersWords

AGES = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7)}
NAMES = ("lane", "source", "fingerprint", "attempt", "text", "path", "value")


def given(query: Mapping[str, str], now: datetime) -> Mapping[str, str | None]:
    """Return the filters in an address, as the use cases take them.

    Dead letters stay until somebody does something, so the time range of the frame does not hide any: they have one of
    their own.
    """
    age = AGES.get(query.get("died", ""))
    since = (now - age).isoformat() if age else None
    return {**{name: query.get(name) for name in NAMES}, "since": since}


def show_filters(visit: Visit, words: DeadLettersWords) -> None:
    """Build the row of filters."""
    filters = Filters(visit, PATH)
    filters.classes("letter-filters")
    if visit.query.get("fingerprint"):
        with filters, HtmlElement("p", "back"):
            query = {name: text for name, text in visit.query.items() if name != "fingerprint"}
            Text(words.all_groups, tag="a").props["href"] = address(PATH, query)
    filters.choice(
        "lane", words.lane, [(lane, visit.words.lane_names[lane]) for lane in LANES], anything=words.any_lane
    )
    filters.choice("died", words.died, list(words.ages.items()), anything=words.any_age)
    fields = {
        "source": words.source,
        "attempt": words.attempt,
        "text": words.text,
        "path": words.path,
        "value": words.value,
    }
    filters.fields(fields, search=words.search)
