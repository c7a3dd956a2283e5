"""Lanes and messages as rows of tables."""

from esteira.queues.queue import LaneFigures, LaneQueues, MessageState, QueuedMessage

from console.elements.data_table import Column, Row
from console.pages.queues.words import QueuesWords
from console.words.words import Words

TONES = {MessageState.VISIBLE: "normal", MessageState.IN_FLIGHT: "slow", MessageState.DELAYED: "quiet"}
NO_FIGURES = LaneFigures()
PERCENT = 100


def lane_columns(words: QueuesWords) -> list[Column]:
    """Return the columns of lanes."""
    return [
        Column(key="lane", label=words.lane, kind="link"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="visible", label=words.visible, kind="number"),
        Column(key="in_flight", label=words.in_flight, kind="number"),
        Column(key="delayed", label=words.delayed, kind="number"),
        Column(key="dead", label=words.dead, kind="number"),
        Column(key="oldest", label=words.oldest, kind="duration"),
        Column(key="backlog", label=words.backlog, kind="spark"),
        Column(key="workers", label=words.workers, kind="number"),
        Column(key="utilisation", label=words.utilisation, kind="number"),
        Column(key="why", label=words.why, wide=True),
    ]


def lane_row(lane: LaneQueues, words: QueuesWords, texts: Words) -> Row:
    """Return a lane, whose name leads to its page."""
    figures = lane.figures or NO_FIGURES
    return {
        "key": lane.lane,
        "lane": {"text": texts.lane_names[lane.lane], "href": f"/queues/{lane.lane}"},
        "state": None if lane.paused is None else state_cell(words, paused=lane.paused),
        "visible": lane.depth.visible if lane.depth else None,
        "in_flight": lane.depth.in_flight if lane.depth else None,
        "delayed": lane.depth.delayed if lane.depth else None,
        "dead": lane.dead.total if lane.dead else None,
        "oldest": figures.oldest_seconds,
        "backlog": [round(value, 1) for value in figures.backlog] or None,
        "workers": figures.alive,
        "utilisation": None if figures.utilisation is None else PERCENT * figures.utilisation,
        "why": texts.rules[lane.why.rule] if lane.why else None,
    }


def state_cell(words: QueuesWords, *, paused: bool) -> dict[str, str]:
    """Return whether a lane receives, as a cell."""
    return {"text": words.paused if paused else words.receiving, "tone": "slow" if paused else "normal"}


def message_columns(words: QueuesWords) -> list[Column]:
    """Return the columns of messages."""
    return [
        Column(key="id", label=words.id, kind="code"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="receives", label=words.receives, kind="number"),
        Column(key="sent", label=words.sent, kind="time"),
        Column(key="body", label=words.body, kind="code", wide=True),
    ]


def message_row(message: QueuedMessage, words: QueuesWords) -> Row:
    """Return a message."""
    return {
        "key": message.sqs_message_id,
        "id": message.sqs_message_id,
        "state": {"text": words.states[message.state], "tone": TONES[message.state]},
        "receives": message.receives,
        "sent": message.sent_at,
        "body": message.body,
    }
