"""The dependencies of the workbench's use cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from esteira.consumer.deps import LaneRules
from esteira.consumer.ports import Effect
from esteira.core.clock import Clock
from esteira.core.errors import NotFound
from esteira.core.names import Lane
from esteira.reconciliation.redrive.request import RedriveDeps
from esteira.workbench.letter import FiledLetter
from esteira.workbench.ports import Causes, LetterStore


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """The real rules and effect of a lane; whatever the effect writes is rolled back."""

    rules: LaneRules[Any]
    effect: Effect[Any]


@dataclass(frozen=True, kw_only=True)
class WorkbenchDeps:
    """The filed letters, what the targets know of them, and each lane's queues and rehearsal."""

    store: LetterStore
    causes: Causes
    redrive_deps: Callable[[Lane], RedriveDeps]
    rehearsals: Mapping[Lane, Rehearsal]
    clock: Clock

    def letter(self, lane: Lane, sqs_message_id: str) -> FiledLetter:
        """Return a filed letter. Raises `NotFound`, or `TargetUnavailable`."""
        letter = self.store.find(lane, sqs_message_id)
        if letter is None:
            raise NotFound(f"(no dead letter {sqs_message_id} is filed on the lane {lane})")
        return letter
