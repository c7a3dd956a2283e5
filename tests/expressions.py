"""Finds the metric names in a PromQL expression, without Prometheus."""

import re

KEYWORDS = frozenset({"and", "or", "unless", "on", "ignoring", "by", "without", "group_left", "group_right", "bool"})

_TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")
_SELECTION = re.compile(r"\{[^}]*\}|\[[^]]*\]")
_LABELS = re.compile(r"\b(?:on|by|without|ignoring|group_left|group_right)\s*\([^)]*\)")
_NAME = re.compile(r"(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\w|\s*\()")


def metrics_named(expression: str) -> set[str]:
    """The metric names as spelled in the expression."""
    bare = _TEXT.sub("", expression)
    for pattern in (_SELECTION, _LABELS):
        bare = pattern.sub(" ", bare)
    return set(_NAME.findall(bare)) - KEYWORDS
