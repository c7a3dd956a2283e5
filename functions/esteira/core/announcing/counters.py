"""The names under which invocations of functions are counted."""

MICROSECONDS = 1_000_000
"""Microseconds in a second. Counts are integers, so time is counted in microseconds."""


def invocation_counted(function: str, *, seconds: float, failed: bool) -> dict[str, int]:
    """Return what one invocation adds to the counts when it ends. The function's name must not contain a dot."""
    counted = {
        f"functions.{function}.invocations": 1,
        f"functions.{function}.microseconds": round(seconds * MICROSECONDS),
    }
    return counted | ({f"functions.{function}.errors": 1} if failed else {})
