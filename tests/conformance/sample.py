"""The orders that several cases look at: made, published, and awaited once for a stack."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from esteira.core.messages import MAX_RECEIVES
from esteira.producer.simulation import attempts_needed

from tests.conformance.deployed_stack import DeployedStack
from tests.harness.waiting import wait_for

ORDERS = 200
"""Several times what one request to a queue carries, so that batches of a function can be seen to be larger."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The ids of its orders: those that pass their security check, those of them whose first attempt succeeds, and
    those that no attempt persists."""

    accepted: Sequence[int]
    succeed_at_once: Sequence[int]
    refused: Sequence[int]


@cache
def sample_of(stack: DeployedStack) -> Sample:
    """The sample of this stack, when each of its orders has arrived or was received five times."""
    created = stack.http.post(f"/sources/{stack.source}/orders", json={"count": ORDERS}).raise_for_status().json()
    first, last = int(created["first_id"]), int(created["last_id"])
    stack.http.post(f"/sources/{stack.source}/publish").raise_for_status()
    rows = stack.ask_source(f"SELECT id, security_check FROM orders WHERE id BETWEEN {first} AND {last} ORDER BY id")
    accepted = [id_ for id_, passes in rows if passes]
    sample = Sample(
        accepted=accepted,
        succeed_at_once=[id_ for id_ in accepted if _attempts(stack, id_) == 1],
        refused=[id_ for id_, passes in rows if not passes],
    )
    wait_for("the sample orders are done", lambda: _is_done(stack, sample), every_seconds=1)
    return sample


def _attempts(stack: DeployedStack, id_: int) -> int:
    return attempts_needed(stack.source, id_, security_check=True, simulate=True)


def arrived(stack: DeployedStack, ids: Sequence[int]) -> Sequence[int]:
    """Those of these orders that are in the target, each as often as it is there."""
    rows = stack.ask_target(f"SELECT source_id FROM orders WHERE source = '{stack.source}'")
    return [id_ for (id_,) in rows if id_ in set(ids)]


def _is_done(stack: DeployedStack, sample: Sample) -> bool:
    attempts = stack.attempts(sample.refused)
    return set(arrived(stack, sample.accepted)) == set(sample.accepted) and all(
        len(attempts.get(id_, ())) >= MAX_RECEIVES for id_ in sample.refused
    )
