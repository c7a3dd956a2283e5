"""The list of one's own look-ups."""

from esteira.core.decoding import query_from
from esteira.lookups.booking.read_lookups import ListLookups, list_lookups
from esteira.lookups.lookup import LookupOrder, LookupState
from esteira.lookups.ranking import Priority

from console.elements.text import Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.lookups.calendar_words import WORDS as CALENDAR_WORDS
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.rows import lookup_columns, lookup_row
from console.pages.lookups.words import WORDS, LookupsWords

PATH = "/lookups"
ROWS = 50
REFRESH_SECONDS = 5


async def lookups_page(visit: Visit, _: LiveFeed, deps: LookupsDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]
    _filters(visit, words)

    def page(after: str | None) -> TablePage:
        given = {name: visit.query.get(name) for name in ("state", "priority", "text", "sort")}
        query = query_from({**given, "after": after, "limit": ROWS}, ListLookups)
        found = list_lookups(deps.store, visit.principal.id, query)
        return TablePage(
            rows=[lookup_row(lookup, words) for lookup in found],
            after=str(found[-1].id) if len(found) == ROWS else None,
        )

    panel = PagedTable(visit, words.mine, lookup_columns(words), page=page, empty=words.none)
    with panel.tools:
        calendar = Text(CALENDAR_WORDS[visit.preferences.language].calendar, tag="a", role="button")
        calendar.props["href"] = f"{PATH}/calendar"
        Text(words.book, tag="a", role="button primary").props["href"] = f"{PATH}/new"
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="look-ups")


def _filters(visit: Visit, words: LookupsWords) -> None:
    filters = Filters(visit, PATH)
    states = [(state.value, words.states[state]) for state in LookupState]
    priorities = [(priority.value, words.priorities[priority]) for priority in Priority]
    filters.choice("state", words.state, states, anything=words.any_state)
    filters.choice("priority", words.priority, priorities, anything=words.any_priority)
    filters.choice(
        "sort",
        words.order,
        [(LookupOrder.NEXT_DUE.value, words.orders[LookupOrder.NEXT_DUE])],
        anything=words.orders[LookupOrder.NEWEST],
    )
    filters.fields({"text": words.cnpj_part}, search=words.search)
