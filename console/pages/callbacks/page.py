"""The page of callbacks, and the page of one."""

from esteira.callbacks.callback import CallbackState, KeptCallback
from esteira.callbacks.list_callbacks import ListCallbacks, list_callbacks, show_callback
from esteira.callbacks.ports import CallbackRepository
from esteira.core.decoding import query_from

from console.elements.facts import Facts
from console.elements.text import Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.callbacks.rows import columns, facts, row
from console.pages.callbacks.words import WORDS

PATH = "/callbacks"
ROWS = 50
REFRESH_SECONDS = 5


async def callbacks_page(visit: Visit, _: LiveFeed, repository: CallbackRepository) -> None:
    """Build the list, with filters by state and provider."""
    words = WORDS[visit.preferences.language]
    filters = Filters(visit, PATH)
    states = [(state.value, words.states[state]) for state in CallbackState]
    filters.choice("state", words.state, states, anything=words.any_state)
    filters.fields({"provider": words.provider}, search=words.search)

    def page(after: str | None) -> TablePage:
        given = {name: visit.query.get(name) for name in ("state", "provider")}
        listed = list_callbacks(repository, query_from({**given, "after": after, "limit": ROWS}, ListCallbacks))
        now = visit.clock()
        return TablePage(rows=[row(kept, words, visit.words, now) for kept in listed.callbacks], after=listed.next)

    panel = PagedTable(visit, words.listed, columns(words), page=page, empty=words.none)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="callbacks")


async def callback_page(visit: Visit, _: LiveFeed, repository: CallbackRepository) -> None:
    """Build the page of one."""
    words = WORDS[visit.preferences.language]
    provider, _slash, event_id = visit.path["callback"].partition("/")

    def show(kept: KeptCallback) -> None:
        shown.show(*facts(kept, words, visit.words))
        hint.set_visibility(kept.state is CallbackState.DEAD)

    panel = Panel(visit, words.callback, question=lambda: show_callback(repository, provider, event_id), show=show)
    with panel.content:
        hint = Text(words.dead_hint, tag="p", role="note")
        shown = Facts(visit.words.locale)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="callback")
