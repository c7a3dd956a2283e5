"""The names under which invocations of functions are counted."""

MICROSECONDS = 1_000_000
"""Counts are whole numbers, so time is counted in these."""


def invocation_counted(function: str, *, seconds: float, failed: bool) -> dict[str, int]:
    """What an invocation adds to the counts when it ends. The function's name has no dot."""
    counted = {
        f"functions.{function}.invocations": 1,
        f"functions.{function}.microseconds": round(seconds * MICROSECONDS),
    }
    return counted | ({f"functions.{function}.errors": 1} if failed else {})
