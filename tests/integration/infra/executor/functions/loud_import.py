"""Writes a line when it is imported."""

print("imported")  # noqa: T201


def handle(_event: object, _context: object) -> None:
    print("handled")  # noqa: T201
