"""Writes when it is imported, and takes a while."""

import time

print("imported")  # noqa: T201
time.sleep(1.5)


def handle(_event: object, _context: object) -> str:
    print("handled")  # noqa: T201
    return "answered"
