"""The names of the attempt counters, and the increments of a batch."""

from collections.abc import Mapping

from esteira.consumer.outcomes import AttemptStatus


def attempts_counted(lane: str, counts: Mapping[AttemptStatus, int]) -> dict[str, int]:
    """Return the increments of the counters of a lane: attempts by status."""
    return {attempts_counter(lane, status): number for status, number in counts.items()}


def attempts_counter(lane: str, status: AttemptStatus) -> str:
    """Return the name of the counter for attempts of a lane with this status."""
    return f"attempts.{lane}.{status.value}"
