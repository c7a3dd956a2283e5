"""Which messages may have killed the process that last held them (R9).

A message that kills its process takes down whatever was received with it: all of that batch comes back with a receive
more and nothing written. After five such receives the innocent are dead letters too. So a suspect is tried alone,
after everything else of its batch is committed and acknowledged; what it kills then is only itself and the suspects
behind it.

The receive count alone would call every slowly retried message a suspect, and a batch would fall apart into single
commits. But an attempt that ends properly, however badly, leaves a record: the target notes the number of the last
failed attempt. A message is suspect only if

* it was received often enough (`SUSPECT_FROM`) for chance to be a poor explanation: a deploy or a machine lost
  costs every message in flight one record, seldom two;
* an earlier attempt got as far as the target, the only place where a message's contents are acted on (an order whose
  trouble is simulated has been nowhere near it before the attempt its message names);
* the target has no note of the attempt before this one.

While the target is down nothing can be noted there, so after an outage of several receives messages are suspects
without guilt: they are then handled one by one, which is slow (some hundred a second) but correct.
"""

SUSPECT_FROM = 3


def needs_alibi(attempt: int, first_effect: int) -> bool:
    """Whether a message must show that its last attempt ended; `first_effect` is the first to reach the target."""
    return attempt >= SUSPECT_FROM and attempt > first_effect


def has_alibi(attempt: int, noted_attempt: int) -> bool:
    """Whether the attempt before this one ended properly. `noted_attempt` is 0 where none is noted."""
    return noted_attempt >= attempt - 1
