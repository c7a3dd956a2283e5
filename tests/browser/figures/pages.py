"""What each page of the console's directory has to show, by its path there."""

from collections.abc import Callable, Mapping

from tests.browser.figures import pages_of_flow as flow
from tests.browser.figures import pages_of_orders as orders
from tests.browser.figures import pages_of_people as people
from tests.browser.figures import pages_of_system as system
from tests.browser.figures import pages_of_work as work
from tests.browser.figures.pages_of_flow import Pages
from tests.browser.figures.reads import Reads


def _form(path: str) -> Callable[[Reads], Pages]:
    """A page that only has a form."""
    return lambda _: {path: {}}


EXPECTED: Mapping[str, Callable[[Reads], Pages]] = {
    "/": flow.overview,
    "/queues": flow.queues,
    "/queues/{lane}": flow.lanes,
    "/dead-letters": orders.dead_letters,
    "/dead-letters/redrives": orders.redrives,
    "/dead-letters/redrives/{redrive}": orders.redrive,
    "/dead-letters/{lane}/{letter}": orders.letters,
    "/orders": orders.orders,
    "/orders/file": _form("/orders/file"),
    "/orders/{reference:path}": orders.stories,
    "/sources": flow.sources,
    "/sources/{source}": flow.source,
    "/lookups": work.lookups,
    "/lookups/new": _form("/lookups/new"),
    "/lookups/calendar": work.calendar,
    "/lookups/{lookup}": work.lookup,
    "/lookups/{lookup}/change": work.change,
    "/reports": work.reports,
    "/errors": work.errors,
    "/errors/{failure}": work.error,
    "/callbacks": work.callbacks,
    "/callbacks/{callback:path}": work.callback,
    "/mails": work.mails,
    "/mails/{mail}": work.mail,
    "/workers": system.workers,
    "/functions": system.functions,
    "/functions/{function}": system.function,
    "/schedules": system.schedules,
    "/cost": system.cost,
    "/tokens": system.tokens,
    "/tokens/{token}": system.token,
    "/me": people.me,
    "/accounts": people.accounts,
    "/accounts/{account}": people.account,
    "/audit": people.audit,
}
