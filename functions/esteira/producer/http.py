"""JSON of the routes under `/sources` that no use case returns."""

from collections.abc import Sequence

from typing_extensions import TypedDict


class SourcesJson(TypedDict):
    """The names of the configured sources."""

    sources: list[str]


def sources_json(names: Sequence[str]) -> SourcesJson:
    """Return the names."""
    return {"sources": list(names)}
