"""What operators do with a lane."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from esteira.core.errors import EsteiraError
from esteira.core.names import Lane
from esteira.queues.deps import QueuesDeps
from esteira.queues.peek_queue import Peeked, receive_to_peek
from esteira.queues.purge_queue import LEDGER_LANE, Purged, PurgePreview, preview_purge, purge_queue
from esteira.queues.queue import Side
from esteira.reconciliation.repair_ledger import Repaired, repair_ledger
from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import ConfigureScalingDeps, pause_lane
from nicegui import ui

from console.frame.actions import Action, Done
from console.frame.dialogs import confirmed
from console.frame.visit import Visit
from console.pages.queues.words import QueuesWords


@dataclass(frozen=True, kw_only=True)
class QueuesPageDeps:
    """What the pages of queues read and call."""

    queues: QueuesDeps
    scaling: ConfigureScalingDeps


async def pause(visit: Visit, words: QueuesWords, scaling: ConfigureScalingDeps, lane: Lane, *, paused: bool) -> None:
    """Pause or resume a lane."""

    def work(by: str) -> Done[int]:
        before = scaling.configs.current()
        after = pause_lane(scaling, lane, paused=paused, by=by)
        return Done(value=after.version, before=_paused(before, lane), after=_paused(after, lane))

    action = Action(name="lane.paused" if paused else "lane.resumed", subject=lane)
    await visit.actor.perform(action, work, done=words.pause_done if paused else words.resume_done)


async def receive(visit: Visit, words: QueuesWords, deps: QueuesPageDeps, lane: Lane, side: Side) -> Peeked | None:
    """Look into a queue by receiving, after a question."""
    sentences = [words.receive_sentence, *([words.receive_danger] if side is Side.QUEUE else [])]
    if not await confirmed(visit, words.receive_title, sentences, action=words.receive.removesuffix(" …")):
        return None

    def work(_: str) -> Done[Peeked]:
        peeked = receive_to_peek(deps.queues, lane, side)
        return Done(value=peeked, after={"received": [each.sqs_message_id for each in peeked.messages]})

    return await visit.actor.perform(Action(name="messages.received", subject=f"{lane}/{side}"), work)


async def purge(visit: Visit, words: QueuesWords, deps: QueuesPageDeps, lane: Lane, side: Side) -> bool:
    """Purge a queue, after a question that says what is lost. Returns whether it was purged."""
    preview = await _previewed(visit, deps, lane, side)
    if preview is None:
        return False
    title = words.purge_title.format(visit.words.lane_names[lane])
    name = words.purge[side].removesuffix(" …")
    if not await confirmed(visit, title, purge_sentences(words, preview), action=name, typed=lane):
        return False

    def work(_: str) -> Done[Purged]:
        purged = purge_queue(deps.queues, lane, side)
        return Done(value=purged, before=asdict(purged.before), after=asdict(purged.after))

    action = Action(name="queue.purged", subject=f"{lane}/{side}")
    return await visit.actor.perform(action, work, done=words.purged) is not None


def purge_sentences(words: QueuesWords, preview: PurgePreview) -> list[str]:
    """Return what a purge does, and what can be done afterwards."""
    depth = preview.depth
    count = words.purge_count.format(
        total=depth.total, visible=depth.visible, in_flight=depth.in_flight, delayed=depth.delayed
    )
    if preview.side is Side.DEAD:
        return [count, words.purge_dead]
    if preview.lost is not None:
        return [count, words.purge_lost.format(preview.lost)]
    effect = words.purge_effects.get(preview.lane)
    return [count, effect] if effect else [count]


async def repair(visit: Visit, words: QueuesWords, deps: QueuesPageDeps) -> None:
    """Repair the ledger."""

    def work(_: str) -> Done[Repaired]:
        repaired = repair_ledger(deps.queues.repair)
        return Done(value=repaired, after=asdict(repaired))

    def said(repaired: Repaired) -> str:
        if not repaired.done:
            return words.not_at_rest
        return words.repaired.format(sent=repaired.republished, dead=repaired.marked_dead)

    await visit.actor.perform(Action(name="ledger.repaired", subject=LEDGER_LANE), work, done=said)


async def _previewed(visit: Visit, deps: QueuesPageDeps, lane: Lane, side: Side) -> PurgePreview | None:
    """Return the preview; None after the visitor was told why there is none."""
    try:
        return await visit.read(lambda: preview_purge(deps.queues, lane, side))
    except EsteiraError as error:
        ui.notify(visit.words.reason(error.public_message), type="negative", multi_line=True)
        return None


def _paused(version: ConfigVersion, lane: Lane) -> Mapping[str, Any]:
    return {"paused": version.configuration.with_new_lanes().lanes[lane].paused, "version": version.version}
