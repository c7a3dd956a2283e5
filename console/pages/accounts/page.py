"""The page of accounts: people, and the tokens of machines."""

from esteira.accounts.administer_users import ListUsers, list_users
from esteira.core.decoding import query_from

from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.visit import Visit
from console.pages.accounts.deps import AccountPageDeps
from console.pages.accounts.machines import machines
from console.pages.accounts.rows import account_columns, account_row
from console.pages.accounts.words import WORDS

ROWS = 50
REFRESH_SECONDS = 5


async def accounts_page(visit: Visit, _: LiveFeed, deps: AccountPageDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def page(after: str | None) -> TablePage:
        found = list_users(deps.accounts, query_from({"after": after, "limit": ROWS}, ListUsers))
        return TablePage(
            rows=[account_row(account, words, visit.frame_words) for account in found],
            after=found[-1].email_key if len(found) == ROWS else None,
        )

    people = PagedTable(visit, words.people, account_columns(words), page=page, empty=words.nobody)
    tokens = machines(visit, words, deps.machines)
    for panel in (people, tokens):
        await panel.refresh()
        visit.every(REFRESH_SECONDS, panel.refresh, name="accounts")
