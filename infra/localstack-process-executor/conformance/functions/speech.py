"""What a function writes to its log."""

import json
import logging
import os
import subprocess
import sys
import warnings
from typing import Any

Event = dict[str, Any]
LOG = logging.getLogger("speech")


def say(event: Event, _context: object) -> None:
    print(event["text"], end=event.get("end", "\n"))  # noqa: T201


def say_bytes(event: Event, _context: object) -> None:
    os.write(1, bytes(event["bytes"]))


def log(event: Event, _context: object) -> None:
    LOG.log(logging.getLevelNamesMapping()[event["level"]], event["text"])


def log_exception(_event: Event, _context: object) -> None:
    try:
        int("caught")
    except ValueError:
        LOG.exception("went wrong")


def log_with_fields(_event: Event, _context: object) -> None:
    LOG.warning("with fields", extra={"order": 7})


def all_ways(_event: Event, _context: object) -> None:
    print("1 print")  # noqa: T201
    LOG.warning("2 logging")
    os.write(1, b"3 descriptor 1\n")
    print("4 standard error", file=sys.stderr)  # noqa: T201
    subprocess.run(["/bin/echo", "5 child"], check=True)
    os.write(2, b"6 descriptor 2\n")


def through_context(event: Event, context: Any) -> None:
    context.log(event["text"])


def change_level(event: Event, _context: object) -> None:
    before = logging.getLogger().level
    logging.getLogger().setLevel(event["level"])
    LOG.info("now visible")
    logging.getLogger().setLevel(before)


def many_lines(event: Event, _context: object) -> None:
    for number in range(event["count"]):
        print(f"{number:07}")  # noqa: T201


def show(event: Event, _context: object) -> object:
    """An event source's event, as a line that the suite finds. `act` in a body says how to answer."""
    print("SEEN " + json.dumps(event))  # noqa: T201
    records = event.get("Records", [])
    if any("fail all" in record["body"] for record in records):
        raise ValueError("the whole batch")
    if any("answer nonsense" in record["body"] for record in records):
        return {"batchItemFailures": [{"foo": "not valid"}]}
    failed = [record["messageId"] for record in records if "fail this" in record["body"]]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def warn(_event: Event, _context: object) -> None:
    warnings.warn("careful", stacklevel=1)


ACTIONS = {
    "say": say,
    "say bytes": say_bytes,
    "log": log,
    "log exception": log_exception,
    "log with fields": log_with_fields,
    "all ways": all_ways,
    "context log": through_context,
    "change level": change_level,
    "many lines": many_lines,
    "warn": warn,
    "root level": lambda _event, _context: logging.getLogger().level,
    "handlers": lambda _event, _context: len(logging.getLogger().handlers),
}
