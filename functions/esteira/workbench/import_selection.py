"""Import dead letters, as `export_letters` wrote them: those that are gone become dead again, mended ones are sent.

A letter that is gone, because its queue was purged, comes back with the body that it had, so with the same idempotency
key. A letter that is there, with another body, is sent back to its lane. One that is there as it is stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from esteira.core.errors import BadLines
from esteira.core.names import LANES, Lane
from esteira.core.queue.batching import SendStatus
from esteira.workbench.plan_import import ImportDeps, ImportPlan, MissingLetter, plan_import
from esteira.workbench.redrive_edited import NOT_SENT, NOT_VISIBLE, Edited, redrive_all_edited

MOST_NAMED = 20
"""Wrong lines that are named; further ones are counted."""
NOT_RESTORED = "the dead-letter queue did not take it"


class ImportSelection(BaseModel, frozen=True, extra="forbid"):
    """Query of `POST /dead-letters/import`. `wrong`: whether wrong lines are skipped, or nothing is done."""

    wrong: Literal["refuse", "skip"] = "refuse"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """The letters that are dead letters again, those that were sent back, how many are there as they are in the file,
    and why others are refused, by line.
    """

    restored: Sequence[MissingLetter]
    edited: Sequence[Edited]
    unchanged: int
    faults: Mapping[int, str]

    @property
    def before(self) -> Mapping[str, Mapping[str, Any]]:
        """What was changed of each letter, for the audit log, as it was."""
        edits = {_name(each): {change.path: change.before for change in each.changes} for each in self.edited}
        return edits | {letter.name: {"letter": "gone"} for letter in self.restored}

    @property
    def after(self) -> Mapping[str, Mapping[str, Any]]:
        """What was changed of each letter, for the audit log, as it is."""
        edits = {_name(each): {change.path: change.after for change in each.changes} for each in self.edited}
        return edits | {letter.name: {"letter": "dead"} for letter in self.restored}


def import_selection(deps: ImportDeps, text: bytes, query: ImportSelection, by: str) -> Imported:
    """Do what `plan_import` says of the lines.

    Raises what it raises, `BadLines` unless wrong lines are skipped (then nothing is done), or `Unavailable`; then what
    was done before it is kept.
    """
    plan = plan_import(deps, text)
    if plan.faults and query.wrong == "refuse":
        named = dict(list(plan.faults.items())[:MOST_NAMED])
        raise BadLines(named, more=len(plan.faults) - len(named))
    faults = dict(plan.faults)
    restored = [each for lane in LANES for each in _restored(deps, plan, lane, faults)]
    edited = [each for lane in LANES for each in _sent(deps, plan, lane, by, faults)]
    return Imported(restored=restored, edited=edited, unchanged=plan.unchanged, faults=dict(sorted(faults.items())))


def _restored(deps: ImportDeps, plan: ImportPlan, lane: Lane, faults: dict[int, str]) -> Sequence[MissingLetter]:
    """Make the missing letters of a lane dead letters again, and add why others are not to the faults.

    First they are sent and then marked: if the process dies in between, `verify_orders` marks them.
    """
    missing = {number: letter for number, letter in plan.missing.items() if letter.lane == lane}
    if not missing:
        return ()
    bodies = [each.letter.received_message.body for each in missing.values()]
    results = deps.dead_letters(lane).send(bodies, should_continue=lambda: True)
    sent = {number for number, result in zip(missing, results, strict=True) if result.status is SendStatus.SENT}
    faults |= dict.fromkeys(missing.keys() - sent, NOT_RESTORED)
    restored = [letter for number, letter in missing.items() if number in sent]
    keys = [each.letter.order_key for each in restored if each.letter.order_key]
    deps.bulk.workbench.redrive_deps(lane).dead_orders.mark_dead(keys)
    return restored


def _sent(deps: ImportDeps, plan: ImportPlan, lane: Lane, by: str, faults: dict[int, str]) -> Sequence[Edited]:
    """Send the edits of a lane, and add why others were not sent to the faults."""
    edits = {number: edit for number, edit in plan.edits.items() if edit.letter.lane == lane}
    if not edits:
        return ()
    sent = redrive_all_edited(deps.bulk.workbench, lane, list(edits.values()), by)
    done = {each.edit.sqs_message_id for each in sent.edited}
    for number, edit in edits.items():
        letter = edit.letter.sqs_message_id
        if letter not in done:
            faults[number] = NOT_SENT if letter in sent.unsent else NOT_VISIBLE
    return sent.edited


def _name(edited: Edited) -> str:
    return f"{edited.edit.lane}/{edited.edit.sqs_message_id}"
