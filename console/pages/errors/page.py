"""The page of errors: without a fingerprint in the address the groups, with one the failures of that group."""

from esteira.core.decoding import query_from
from esteira.core.reporting.error_report import ErrorKind
from esteira.failures.failure import FailureState
from esteira.failures.list_failures import (
    ListFailures,
    ListGroups,
    list_failures,
    list_groups,
    place_of,
)
from esteira.failures.settle_failure import SettleDeps

from console.elements.controls import Button
from console.elements.text import HtmlElement, Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.errors.actions import needs_operator, retry_group
from console.pages.errors.rows import failure_columns, failure_row, group_columns, group_row
from console.pages.errors.words import WORDS, ErrorsWords

PATH = "/errors"
ROWS = 50
REFRESH_SECONDS = 5


async def errors_page(visit: Visit, _: LiveFeed, deps: SettleDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]
    fingerprint = visit.query.get("fingerprint", "")
    _filters(visit, words)
    panel = _failures(visit, words, deps, fingerprint) if fingerprint else _groups(visit, words, deps)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="errors")


def _filters(visit: Visit, words: ErrorsWords) -> None:
    filters = Filters(visit, PATH)
    if visit.query.get("fingerprint"):
        with filters, HtmlElement("p", "back"):
            Text(words.all_groups, tag="a").props["href"] = PATH
        states = [(state.value, words.states[state]) for state in FailureState]
        filters.choice("state", words.state, states, anything=words.any_state)
    else:
        kinds = [(kind.value, words.kinds[kind]) for kind in ErrorKind]
        filters.choice("kind", words.kind, kinds, anything=words.any_kind)


def _groups(visit: Visit, words: ErrorsWords, deps: SettleDeps) -> PagedTable:
    def page(after: str | None) -> TablePage:
        query = query_from({"kind": visit.query.get("kind"), "after": after, "limit": ROWS}, ListGroups)
        groups = list_groups(deps.store, query)
        return TablePage(
            rows=[group_row(group, words) for group in groups],
            after=place_of(groups[-1]) if len(groups) == ROWS else None,
        )

    return PagedTable(visit, words.groups, group_columns(words), page=page, empty=words.no_groups)


def _failures(visit: Visit, words: ErrorsWords, deps: SettleDeps, fingerprint: str) -> PagedTable:
    def page(after: str | None) -> TablePage:
        given = {"fingerprint": fingerprint, "state": visit.query.get("state"), "before": after, "limit": ROWS}
        failures = list_failures(deps.store, query_from(given, ListFailures))
        return TablePage(
            rows=[failure_row(failure, words) for failure in failures],
            after=str(failures[-1].id) if len(failures) == ROWS else None,
        )

    panel = PagedTable(visit, words.kept, failure_columns(words), page=page, empty=words.none_kept)

    async def retry_all() -> None:
        await retry_group(visit, words, deps, fingerprint)
        await panel.refresh()

    with panel.tools:
        Button(words.retry_all, retry_all, refused=needs_operator(visit))
    return panel
