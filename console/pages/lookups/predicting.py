"""Predictions in words, and changes that are saved once theirs was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from esteira.lookups.booking.change_lookup import ChangeLookup
from esteira.lookups.booking.preview_lookups import ChangePreview, Preview, preview_change
from esteira.lookups.cnpj import formatted
from esteira.lookups.lookup import Lookup

from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.lookups.actions import change_one
from console.pages.lookups.deps import LookupsDeps
from console.pages.lookups.words import WORDS, LookupsWords


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How a change is shown: its title (`{}` for the CNPJ), the button that saves it, what is said then, and the zone
    of its times."""

    title: str
    action: str
    done: str
    zone: str


async def change_predicted(
    visit: Visit, deps: LookupsDeps, lookup: Lookup, change: ChangeLookup, asked: Asked
) -> Lookup | None:
    """Show what a change makes of a look-up, and save it if that is wanted.

    Returns the look-up as it is then, or None. Raises as `preview_change` does.
    """
    words, owner = WORDS[visit.preferences.language], visit.principal.id
    preview = await visit.read(lambda: preview_change(deps.preview, owner, lookup.id, change))
    title = asked.title.format(formatted(lookup.cnpj))
    if not await confirmed(visit, title, _changed(preview, words, asked.zone), action=asked.action):
        return None
    return await change_one(visit, asked.done, deps.book, lookup, change)


def _changed(change: ChangePreview, words: LookupsWords, zone: str) -> Sequence[str]:
    due = change.lookup.next_due_at
    if change.preview is None or due is None:
        return [words.nothing_left]
    begins = words.begins.format(f"{due.astimezone(ZoneInfo(zone)):{words.moment}}", zone)
    return [begins, *prediction(change.preview, words, zone)]


def prediction(preview: Preview, words: LookupsWords, time_zone: str) -> Sequence[str]:
    """Return a prediction and what it assumes, in sentences."""
    ends = preview.ends
    if ends is None:
        return [words.no_end]

    def local(at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(time_zone)):{words.moment}} ({time_zone})"

    one = words.ends_at.format(local(ends.first_end))
    many = words.ends_between.format(local(ends.first_end), local(ends.last_end))
    return [
        one if preview.count == 1 else many,
        words.ahead.format(preview.waiting, ends.position),
        words.pace.format(f"{preview.capacity.per_second:.2g}"),
    ]
