"""The names under which attempts are counted, and what a batch adds to them."""

from collections.abc import Mapping

from esteira.consumer.outcomes import AttemptStatus


def attempts_counted(lane: str, ends: Mapping[AttemptStatus, int]) -> dict[str, int]:
    """What a batch adds to the counts of its lane: attempts by how they ended."""
    return {attempts_counter(lane, status): number for status, number in ends.items()}


def attempts_counter(lane: str, status: AttemptStatus) -> str:
    """The name under which attempts of a lane with this end are counted."""
    return f"attempts.{lane}.{status.value}"
