"""What the pages of orders and of dead letters have to show."""

from collections.abc import Mapping
from typing import Any

from tests.browser.figures.pages_of_flow import Pages
from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected, SumOf

PERSISTED, CONFLICT, DEAD = 1, 2, 7
"""Orders whose stories are looked at."""
DONE_REDRIVE = "00000000-0000-4000-8000-000000000401"


def dead_letters(reads: Reads) -> Pages:
    """Groups and letters, of which all are of the orders."""
    groups = [row | {"spark": SumOf(row["spark"])} for row in reads.rows("letter_groups")]
    letters = reads.rows("letters")
    [filing] = reads.rows("filing")
    return {
        "/dead-letters": {
            "Groups of the same cause": Expected(rows=groups),
            "Dead letters": Expected(rows=letters, facts=[("As the queues were at", filing["at"])]),
        }
    }


def letters(reads: Reads) -> Pages:
    """The page of each letter, beside which the story of its order stands."""
    found = {}
    for row in reads.rows("letter_ids"):
        panels = {f"Dead letter {row['id']}": Expected(facts=reads.facts("letter", id=row["id"]))}
        if row["source_id"]:
            panels["What is known of it"] = story(reads, row["source_id"])
        found[f"/dead-letters/{row['lane']}/{row['id']}"] = panels
    return found


def redrives(reads: Reads) -> Pages:
    """All bulk redrives."""
    return {"/dead-letters/redrives": {"Redrives": Expected(rows=reads.rows("redrives"))}}


def redrive(reads: Reads) -> Pages:
    """One of them."""
    facts = reads.facts("redrive", id=DONE_REDRIVE)
    settled = sum(int(dict(facts)[name].replace(",", "")) for name in ("Sent", "No longer there", "Taken back"))
    progress = f"{settled:,} of {settled:,} letters are settled"
    return {f"/dead-letters/redrives/{DONE_REDRIVE}": {"Redrive": Expected(facts=facts, says=[progress])}}


def orders(reads: Reads) -> Pages:
    """All orders that the target knows."""
    return {"/orders": {"Orders in the target": Expected(rows=reads.rows("orders"))}}


def stories(reads: Reads) -> Pages:
    """The stories of orders in some states."""
    return {
        f"/orders/source1:{number}": {f"Order source1:{number}": story(reads, number)}
        for number in (PERSISTED, CONFLICT, DEAD)
    }


def story(reads: Reads, number: int) -> Expected:
    """The rows of both databases, and all that happened in between."""
    target = reads.pairs("target_order", id=number)
    target_facts = [(name, value) for name, value in target[0] if value is not None] if target else []
    with reads.mongo() as database:
        query = {"origin.source": "source1", "origin.source_id": number, "lane": "orders"}
        attempts = [_attempt(document) for document in database["attempts"].find(query).sort("attempt")]
    callbacks = [
        {name: value for name, value in row.items() if name != "occurred_at"} | {"attempts": 0}
        for row in reads.rows("story_callbacks", id=number)
    ]
    return Expected(
        facts=[*reads.facts("story_state", id=number), *reads.source_facts(number), *target_facts],
        rows=[*attempts, *reads.rows("story_letters", id=number), *callbacks],
    )


def _attempt(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "number": document["attempt"],
        "status": document["status"],
        "ended": document["processed_at"],
        "gap": None,
        "error": document["error"],
        "copy": document["sqs_message_id"],
    }
