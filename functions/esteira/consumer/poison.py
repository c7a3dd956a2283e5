"""Which messages may have killed the process that last held them (R9).

A message that kills its process takes down whatever was received with it: all of that batch comes back with a receive
more and nothing written. After five such receives the innocent are dead letters too. So a suspect takes effect alone,
in a process of its own, after everything else of its batch is committed and acknowledged. What it kills then is that
process; the consumer lives, writes down the failure and goes on with the next suspect. Alone in the consumer's own
process would not do: the first culprit of a batch would kill the innocent suspects behind it, receive after receive.

The receive count by itself would call every slowly retried message a suspect, and batches would fall apart into single
commits. But an attempt that ends properly, however badly, leaves a record: the target notes the last failed attempt.
A message is suspect only if

* it was received often enough (`SUSPECT_FROM`) for chance to be a poor explanation: a deploy or a machine lost costs
  every message in flight one record, seldom two;
* an earlier attempt got as far as the target, the only place where a message's contents are acted on (an order whose
  trouble is simulated has been nowhere near it before the attempt that its message names);
* the target has no note of the attempt before this one, or notes that it killed its process or was never begun.

While the target is down nothing can be noted there. So after an outage of several receives messages are suspects
without guilt; they are then handled one by one, which is slower (some hundred a second) and correct.
"""

from esteira.consumer.attempts import RecordedFailure
from esteira.consumer.outcomes import FailureKind
from esteira.core.messages import M

CANDIDATE_FROM_ATTEMPT = 3

INCONCLUSIVE_FAILURES = frozenset({FailureKind.KILLED, FailureKind.OUT_OF_TIME})
"""Ends that say nothing for a message: it did kill, or it had no chance to."""


def needs_recorded_failure(attempt: int, first_effect: int) -> bool:
    """Whether a message must show that its last attempt ended; `first_effect` is the first to reach the target."""
    return attempt >= CANDIDATE_FROM_ATTEMPT and attempt > first_effect


def has_recorded_failure(attempt: int, recorded: RecordedFailure[M] | None) -> bool:
    """Whether the attempt before this one is known to have ended without killing its process."""
    return recorded is not None and recorded.attempt >= attempt - 1 and recorded.kind not in INCONCLUSIVE_FAILURES
