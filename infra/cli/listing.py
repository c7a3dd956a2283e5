"""Lists of which only the first are shown: they say how many there are."""

from collections.abc import Sequence


def listed(shown: Sequence[str], total: int) -> str:
    """Return the shown ones, and how many of how many they are if some are left out."""
    text = ", ".join(shown)
    return text if len(shown) >= total else f"{text} ({len(shown)} of {total})"
