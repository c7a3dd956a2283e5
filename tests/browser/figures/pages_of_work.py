"""What the pages of work beside the orders have to show."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from tests.browser.figures.pages_of_flow import Pages
from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected, Since

RUN = "00000000-0000-4000-8000-000000000001"
"""A look-up that ran in every way."""
GROUP, FAILURES = "aaaaaaaaaaaaaaaa", ("00000000-0000-4000-8000-000000000101", "00000000-0000-4000-8000-000000000103")
MAILS = ("00000000-0000-4000-8000-000000000201", "00000000-0000-4000-8000-000000000203")
NAMESPACE = UUID("7c9d2f5e-6b1a-5e0c-9f43-2a5c1d7e8b60")
"""Of the ids of messages."""
EVENTS = {"evt 1/2": "acmepay/evt%201/2", "evt-3": "otherpay/evt-3"}


def lookups(reads: Reads) -> Pages:
    """One's own look-ups."""
    return {"/lookups": {"My look-ups": Expected(rows=reads.rows("lookups", owner=reads.owner))}}


def lookup(reads: Reads) -> Pages:
    """What was booked, its runs, and what they found."""
    facts, runs = reads.facts("lookup", id=RUN), reads.rows("runs", id=RUN)
    return {f"/lookups/{RUN}": {"Look-up": Expected(facts=facts), "Runs": Expected(rows=runs)}}


def change(_: Reads) -> Pages:
    """Its form, which begins with what was booked; tests/browser/pages tell what it saves."""
    return {f"/lookups/{RUN}/change": {"Change a look-up": Expected()}}


def calendar(reads: Reads) -> Pages:
    """What ran this month, and the next times of what is planned: each day at half past nine until the month ends."""
    today = datetime.now(tz=ZoneInfo("America/Sao_Paulo"))
    chips = [_chip(row) for row in reads.rows("calendar", owner=reads.owner)]
    return {"/lookups/calendar": {f"{today:%B %Y}": Expected(says=[" .*".join(chips)])}}


def _chip(row: Mapping[str, Any]) -> str:
    end = r" → \d\d:\d\d" if row["sign"] == "◐" else ""
    times = f" ×{row['count']}" if row["count"] > 1 else ""
    return f"{row['sign']} {row['first']}{end}{times}\n{re.escape(row['cnpj'])}"


def reports(reads: Reads) -> Pages:
    """One's own reports, each on a card of its own, and all of them in the panel."""
    cards = {row["title"]: list(_card(row)) for row in reads.rows("reports", owner=reads.owner)}
    whole = Expected(says=[re.escape(title) for title in cards])
    return {"/reports": {"My reports": whole, **{title: Expected(says=says) for title, says in cards.items()}}}


def _card(row: Mapping[str, Any]) -> Iterator[str]:
    yield re.escape(f"{row['title']} {row['state']} asked for at {row['asked']} UTC · all rows")
    for name in ("rows", "rate", "left", "size", "kept", "cut", "replaced", "reason"):
        if row[name] is not None:
            yield re.escape(row[name])


def errors(reads: Reads) -> Pages:
    """Groups of equal errors, and the errors of one that are kept."""
    return {
        "/errors": {"Equal errors": Expected(rows=reads.rows("errors"))},
        f"/errors?fingerprint={GROUP}": {"Kept errors": Expected(rows=reads.rows("kept_errors", fingerprint=GROUP))},
    }


def error(reads: Reads) -> Pages:
    """Two errors: one that waits, and one that a person has settled."""
    return {f"/errors/{each}": {"Error": Expected(facts=reads.facts("error", id=each))} for each in FAILURES}


def callbacks(reads: Reads) -> Pages:
    """All callbacks."""
    rows = [row | {"age": Since(row["age"], reads.began)} for row in reads.rows("callbacks")]
    return {"/callbacks": {"Received callbacks": Expected(rows=rows)}}


def callback(reads: Reads) -> Pages:
    """Two of them, one with a slash in its id."""
    return {f"/callbacks/{address}": {"Callback": _callback(reads, event)} for event, address in EVENTS.items()}


def _callback(reads: Reads, event: str) -> Expected:
    facts = reads.facts("callback", event=event)
    message = uuid5(NAMESPACE, f"payment:{dict(facts)['Provider']}:{event}")
    return Expected(facts=[*facts, ("Message", message)])


def mails(reads: Reads) -> Pages:
    """Everybody's mails."""
    return {"/mails": {"Mails": Expected(rows=reads.rows("mails"))}}


def mail(reads: Reads) -> Pages:
    """Two of them."""
    return {f"/mails/{each}": {"Mail": Expected(facts=reads.facts("mail", id=each))} for each in MAILS}
