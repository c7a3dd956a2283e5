"""The fields of the configuration that have a slider, and how a field and its value are called."""

from typing import Any

from esteira.scaling.config_rules import Path
from esteira.scaling.operating.compare_configs import FieldChange

from console.elements.change_table import Change
from console.elements.slider import Reach
from console.pages.workers.words import WorkersWords
from console.words.words import Words

AS_DEPLOYED = 0
"""Where the slider of the retry delay stands for no delay of its own."""

RETRY_DELAY = "retry_delay_seconds"

LANE_FIELDS: dict[str, Reach] = {
    "weight": Reach(high=100),
    "min_workers": Reach(high=16),
    "max_workers": Reach(high=16),
    "target_seconds": Reach(low=1, high=300),
    "max_concurrency": Reach(low=2, high=50),
    RETRY_DELAY: Reach(high=60),
}

COMMON_FIELDS: dict[Path, Reach] = {
    ("max_total_workers",): Reach(high=32),
    ("cool_down_seconds",): Reach(high=300),
    ("host", "max_cpu_percent"): Reach(low=1, high=100),
    ("host", "max_memory_percent"): Reach(low=1, high=100),
    ("worker", "max_memory_mib"): Reach(low=256, high=2048),
    ("worker", "max_cpu_percent"): Reach(low=10, high=400),
}


def field_name(path: Path, words: WorkersWords, texts: Words) -> str:
    """Return the name of a field, with its lane. What has no name is called by its path."""
    if path[:1] == ("lanes",) and len(path) > 1:
        lane = texts.lane_names.get(path[1], path[1])
        return " · ".join([lane, *(words.fields.get(name, name) for name in path[2:])])
    return words.fields.get(".".join(path), ".".join(path))


def value_text(path: Path, value: Any, words: WorkersWords) -> str:
    """Return a value as text."""
    if value is None and path[-1] == RETRY_DELAY:
        return words.as_deployed
    if isinstance(value, bool):
        return words.yes if value else words.no
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def change_of(change: FieldChange, words: WorkersWords, texts: Words) -> Change:
    """Return a change as a row of a table of changes."""
    return Change(
        field=field_name(change.path, words, texts),
        before=value_text(change.path, change.before, words),
        after=value_text(change.path, change.after, words),
    )


def change_text(change: FieldChange, words: WorkersWords, texts: Words) -> str:
    """Return a change on one line."""
    said = change_of(change, words, texts)
    return f"{said.field} {said.before} → {said.after}"
