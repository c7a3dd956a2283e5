"""A handler in a package, which imports its neighbour relatively."""

from .deeper import neighbour


def handle(_event: object, _context: object) -> list[str]:
    return [__name__, neighbour.NAME]
