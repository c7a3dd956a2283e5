"""Decides which messages are poison candidates: they may have killed the process that last held them (R9).

A message that kills its process also affects everything received with it: the whole batch returns with one more
receive and without a record. After five such receives its good neighbours are dead letters too. So a candidate is
applied alone, in a child process, after the rest of its batch is committed and acknowledged. It can then kill only the
child; the consumer records the failure and continues with the next candidate. Applying it alone in the consumer's own
process would not suffice: the first poison message of a batch would kill the good candidates behind it each time.

The receive count alone would make every slowly retried message a candidate, and batches would decay into single
commits. But an attempt that ends without a crash leaves a record: the target stores the last failed attempt. A message
is a candidate only if

* it was received at least `CANDIDATE_FROM_ATTEMPT` times, which makes coincidence unlikely: a deployment or a lost
  machine costs every message in flight one record, seldom two;
* an earlier attempt reached the target, the only place where the contents of a message are acted on (an order with
  simulated trouble does not reach it before the attempt that its message names);
* the target has no record of the attempt before this one, or one that says it killed its process or was not started.

While the target is down no failure can be recorded. After an outage of several receives good messages are therefore
candidates too; they are applied one by one, which is slower (some hundred a second) but correct.
"""

from esteira.consumer.attempts import RecordedFailure
from esteira.consumer.outcomes import FailureKind
from esteira.core.messages import M

CANDIDATE_FROM_ATTEMPT = 3

INCONCLUSIVE_FAILURES = frozenset({FailureKind.KILLED, FailureKind.OUT_OF_TIME})
"""Failures that do not clear a message: it killed its process, or it was not started."""


def needs_recorded_failure(attempt: int, first_effect: int) -> bool:
    """Return whether a message needs a recorded failure. `first_effect` is the first attempt to reach the target."""
    return attempt >= CANDIDATE_FROM_ATTEMPT and attempt > first_effect


def has_recorded_failure(attempt: int, recorded: RecordedFailure[M] | None) -> bool:
    """Return whether the attempt before this one is recorded as ended without killing its process."""
    return recorded is not None and recorded.attempt >= attempt - 1 and recorded.kind not in INCONCLUSIVE_FAILURES
