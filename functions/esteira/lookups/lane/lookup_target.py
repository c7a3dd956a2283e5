"""Looks companies up for the messages of the lane, and keeps what came of it."""

import math
import random
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from esteira.consumer.attempts import ParsedMessage, RecordedFailure
from esteira.consumer.outcomes import DUPLICATE, FailureKind, Outcome, failed
from esteira.core.clock import Clock
from esteira.core.errors import BadRow, QueueUnavailable
from esteira.core.failpoints import passing
from esteira.core.log import logger
from esteira.core.messages import LookupMessage
from esteira.lookups.company import Company
from esteira.lookups.lane.claims import Receive
from esteira.lookups.lane.decide import Fail, Finish, PutBack, decide
from esteira.lookups.lane.ports import LaterSender, TaskFailure, TaskQueue
from esteira.lookups.trials import LookUpFailure

LONGEST_DELAY_SECONDS = 900
SPREAD = 1.0
"""What is put back returns after its wait and up to as long again, so that not all return at once."""

LookUp = Callable[[str, datetime], Company | LookUpFailure]
"""Looks up a CNPJ at a time (see `look_up_company`). May be called by several threads."""


@dataclass(frozen=True, kw_only=True)
class LookupTarget:
    """The port `Target` of the lane. A batch is looked up at once, in the threads of `executor`."""

    tasks: TaskQueue
    look_up: LookUp
    executor: Executor
    later: LaterSender
    clock: Clock
    rng: random.Random = field(default_factory=random.Random)

    def apply(self, parsed_messages: Sequence[ParsedMessage[LookupMessage]]) -> Sequence[Outcome]:
        """See `Target.apply`: claim in one transaction, ask the providers outside of any, keep the results in another.

        Raises `TargetUnavailable`. A task without a turn to ask is put back, which spends no attempt of it.
        """
        receives = [Receive(doorbell=parsed.message_id, number=parsed.attempt) for parsed in parsed_messages]
        claimed = self.tasks.claim(receives)
        passing("lookups.after_claim")
        now = self.clock()
        decisions = list(self.executor.map(lambda task: decide(task, self.look_up(task.cnpj, now)), claimed.values()))
        passing("lookups.after_fetch")
        outcomes = self._finish([each for each in decisions if isinstance(each, Finish)])
        outcomes |= self._put_back([each for each in decisions if isinstance(each, PutBack)])
        outcomes |= {each.task.doorbell: each.outcome for each in decisions if isinstance(each, Fail)}
        # Of two copies in one batch, the first has the outcome.
        return [outcomes.pop(receive.doorbell, DUPLICATE) for receive in receives]

    def record_failures(self, failures: Sequence[RecordedFailure[LookupMessage]]) -> None:
        """See `Target.record_failures`."""
        self.tasks.fail(
            [TaskFailure(doorbell=each.message.message_id, attempt=each.attempt, error=each.error) for each in failures]
        )

    def recorded_failures(
        self, parsed_messages: Sequence[ParsedMessage[LookupMessage]]
    ) -> dict[UUID, RecordedFailure[LookupMessage]]:
        """See `Target.recorded_failures`."""
        messages = {parsed.message_id: parsed.message for parsed in parsed_messages}
        return {
            each.doorbell: RecordedFailure(message=messages[each.doorbell], attempt=each.attempt, error=each.error)
            for each in self.tasks.failures(list(messages))
        }

    def _finish(self, finished: Sequence[Finish]) -> dict[UUID, Outcome]:
        if not finished:
            return {}
        try:
            kept = self.tasks.finish([each.result for each in finished])
        except BadRow as error:
            return self._finish_singly(finished, error)
        return {each.result.task.doorbell: each.outcome for each in finished if each.result.task.id in kept}

    def _finish_singly(self, finished: Sequence[Finish], error: BadRow) -> dict[UUID, Outcome]:
        """The database refuses the data of one: keep the others, and fail that one."""
        if len(finished) == 1:
            return {finished[0].result.task.doorbell: failed(FailureKind.BAD_ROW, str(error))}
        return {doorbell: outcome for each in finished for doorbell, outcome in self._finish([each]).items()}

    def _put_back(self, waiting: Sequence[PutBack]) -> dict[UUID, Outcome]:
        if not waiting:
            return {}
        doorbells = self.tasks.put_back([each.task for each in waiting])
        passing("lookups.after_put_back")
        longest = max(each.wait_seconds for each in waiting)
        self._ring_later(doorbells, longest * self.rng.uniform(1, 1 + SPREAD))
        return {each.task.doorbell: each.outcome for each in waiting}

    def _ring_later(self, doorbells: Sequence[UUID], seconds: float) -> None:
        try:
            sent = self.later.send(doorbells, delay_seconds=min(math.ceil(seconds), LONGEST_DELAY_SECONDS))
        except QueueUnavailable as error:
            logger.warning("put back, and not sent; the schedule sends them", action="look_up", error=str(error))
            return
        self.tasks.rung(sent)
