"""Which task a receive works on. Pure.

A message on the lane `lookups` is a doorbell: the task that is bound to it says only that there is something to do. Its
first receive takes the best fresh task there is, and the two tasks exchange their messages, so that each task still has
one. From then on the message belongs to that task: what is received again is the same task's next attempt, the fifth
failure makes it a dead letter, and a redrive brings it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from esteira.lookups.lookup_task import FINISHED, TaskState


@dataclass(frozen=True, kw_only=True, slots=True)
class Receive:
    """One receive of a message. `number` counts from 1."""

    doorbell: UUID
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BoundTask:
    """A task with its message, when that was sent, and how far the work on it is."""

    id: UUID
    doorbell: UUID
    rung_at: datetime | None
    state: TaskState
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedTask:
    """A task that is being worked on."""

    id: UUID
    lookup_id: UUID
    owner_id: str
    cnpj: str
    notify: bool
    doorbell: UUID
    attempt: int


class Standing(Enum):
    """What a receive may do: work on its own task, take the best one for it, or nothing, because it is a copy."""

    OWN = auto()
    BEST = auto()
    COPY = auto()


def standing(task: BoundTask, number: int) -> Standing:
    """Return what the receive of this number may do whose message is bound to the task."""
    if task.state in FINISHED:
        return Standing.COPY
    if task.state is TaskState.DEAD:
        return Standing.OWN
    if task.state is TaskState.QUEUED:
        return Standing.BEST if number == 1 else Standing.OWN
    return Standing.OWN if number > task.attempts else Standing.COPY


def of_standing(wanted: Standing, bound: Sequence[BoundTask], numbers: Mapping[UUID, int]) -> list[BoundTask]:
    """Return the tasks whose receive has this standing. `numbers`: of the receives, by message."""
    return [task for task in bound if standing(task, numbers[task.doorbell]) is wanted]


def exchanged(own: Sequence[BoundTask], best: Sequence[BoundTask]) -> list[BoundTask]:
    """Return the tasks whose message changes, so that the messages of `own` end up with the tasks of `best`.

    Both have the same length. Tasks in both keep their message.
    """
    own_ids, best_ids = {task.id for task in own}, {task.id for task in best}
    givers = [task for task in own if task.id not in best_ids]
    takers = [task for task in best if task.id not in own_ids]
    pairs = list(zip(givers, takers, strict=True))
    return [changed for giver, taker in pairs for changed in (_bound_as(taker, giver), _bound_as(giver, taker))]


def _bound_as(task: BoundTask, other: BoundTask) -> BoundTask:
    return replace(task, doorbell=other.doorbell, rung_at=other.rung_at)
