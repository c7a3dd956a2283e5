"""Returns the contents of its layers."""

import both  # type: ignore[import-not-found]
import first_layer  # type: ignore[import-not-found]


def handle(_event: object, _context: object) -> dict[str, str]:
    return {"only in the first": first_layer.NAME, "in both": both.NAME}
