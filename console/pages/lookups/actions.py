"""What people do with their look-ups."""

from typing import Any

from esteira.core.http.policies import Policy
from esteira.lookups.booking.book_csv import book_csv
from esteira.lookups.booking.book_lookup import BookDeps, BookLookup, book_lookup
from esteira.lookups.booking.change_lookup import ChangeLookup, change_lookup, delete_lookup, run_lookup
from esteira.lookups.http import lookup_json
from esteira.lookups.lookup import Lookup

from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.lookups.words import LookupsWords


async def run_one(visit: Visit, words: LookupsWords, deps: BookDeps, lookup: Lookup) -> None:
    """Queue a run now."""

    def run(_: str) -> Done[None]:
        task = run_lookup(deps, visit.principal.id, lookup.id)
        return Done(value=None, after={"task_id": str(task.id)})

    await visit.actor.perform(_own("lookup.run", str(lookup.id)), run, done=words.queued)


async def delete_one(visit: Visit, words: LookupsWords, deps: BookDeps, lookup: Lookup) -> bool:
    """Delete a look-up after a question. Returns whether it is."""
    if not await confirmed(visit, words.delete_title, [words.delete_sentence], action=words.delete.removesuffix(" …")):
        return False

    def delete(_: str) -> Done[bool]:
        delete_lookup(deps, visit.principal.id, lookup.id)
        return Done(value=True, before=_facts(lookup))

    return await visit.actor.perform(_own("lookup.deleted", str(lookup.id)), delete, done=words.deleted) is not None


async def change_one(visit: Visit, said: str, deps: BookDeps, lookup: Lookup, change: ChangeLookup) -> Lookup | None:
    """Change a look-up. Returns it as it is then, or None; a change that was made meanwhile is told."""

    def work(_: str) -> Done[Lookup]:
        changed = change_lookup(deps, visit.principal.id, lookup.id, change)
        return Done(value=changed, before=_facts(lookup), after=_facts(changed))

    return await visit.actor.perform(_own("lookup.changed", str(lookup.id)), work, done=said)


async def book_one(visit: Visit, words: LookupsWords, deps: BookDeps, command: BookLookup) -> Lookup | None:
    """Book a look-up. Returns it, or None."""

    def book(_: str) -> Done[Lookup]:
        lookup = book_lookup(deps, visit.principal.id, command)
        return Done(value=lookup, after=_facts(lookup))

    return await visit.actor.perform(_own("lookup.booked", command.cnpj), book, done=words.booked)


async def book_lines(visit: Visit, words: LookupsWords, deps: BookDeps, body: bytes) -> int | None:
    """Book the look-ups of a CSV file. Returns their number, or None."""

    def book(_: str) -> Done[int]:
        number = book_csv(deps, visit.principal.id, body).booked
        return Done(value=number, after={"booked": number})

    return await visit.actor.perform(_own("lookups.booked", "csv"), book, done=words.booked_many.format)


def _own(name: str, subject: str) -> Action:
    """Of one's own things anybody may do this; the use cases look for nobody else's."""
    return Action(name=name, subject=subject, policy=Policy.SIGNED_IN)


def _facts(lookup: Lookup) -> dict[str, Any]:
    return dict(lookup_json(lookup))
