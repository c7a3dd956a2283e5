"""Ways to fail."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Any, NoReturn

Event = dict[str, Any]


class Refused(Exception):
    """An error of the function's own."""


class Outer:
    class Inner(Exception):
        """An error whose qualified name has a dot."""


class Unspeakable(Exception):
    """An error that cannot be written."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


class Unstoppable(BaseException):
    """Not an Exception."""


ERRORS: dict[str, Any] = {
    "ValueError": lambda: ValueError("out of luck"),
    "own": lambda: Refused("not today"),
    "inner": lambda: Outer.Inner("deep inside"),
    "empty": ValueError,
    "two arguments": lambda: ValueError("a", 2),
    "KeyError": lambda: KeyError("missing"),
    "OSError": lambda: FileNotFoundError(2, "No such file or directory", "x.txt"),
    "accent": lambda: ValueError("não"),
    "lines": lambda: ValueError("one\ntwo"),
    "group": lambda: ExceptionGroup("two", [ValueError("a"), ValueError("b")]),
    "unspeakable": Unspeakable,
    "unstoppable": lambda: Unstoppable("base"),
    "interrupt": KeyboardInterrupt,
    "long 11000": lambda: ValueError("é" * 11_000),
    "long 200000": lambda: ValueError("é" * 200_000),
}


def fail(event: Event, _context: object) -> NoReturn:
    raise ERRORS[event["name"]]()


def fail_from(_event: Event, _context: object) -> None:
    try:
        ERRORS["first"]
    except KeyError as first:
        raise Refused("second") from first


def fail_deep(event: Event, context: object) -> object:
    if event["frames"] == 0:
        raise ValueError("deep")
    return fail_deeper({"frames": event["frames"] - 1}, context)


def fail_deeper(event: Event, context: object) -> object:
    """The other half: frames that repeat one line would be written as one."""
    return fail_deep(event, context)


def die(event: Event, _context: object) -> None:
    """Ends the process by exit status or by a signal."""
    if "status" in event:
        os._exit(event["status"])
    os.kill(os.getpid(), signal.Signals[event["signal"]])
    time.sleep(10)


def leave(event: Event, _context: object) -> NoReturn:
    sys.exit(event["with"])


def segfault(_event: Event, _context: object) -> None:
    ctypes.string_at(0)


def allocate(event: Event, _context: object) -> int:
    return len(bytearray(event["mebibytes"] << 20).replace(b"\0", b"\1"))


def sleep(event: Event, _context: object) -> str:
    print("going to sleep", flush=True)  # noqa: T201
    time.sleep(event["seconds"])
    return "slept"


def sleep_and_tell(event: Event, _context: object) -> int:
    time.sleep(event["seconds"])
    return os.getpid()


def leave_child_and_die(_event: Event, _context: object) -> NoReturn:
    child = subprocess.Popen(["/bin/sleep", "300"], start_new_session=True)
    print("CHILD", child.pid, flush=True)  # noqa: T201
    os._exit(1)


ACTIONS = {
    "fail": fail,
    "fail from": fail_from,
    "fail deep": fail_deep,
    "die": die,
    "leave": leave,
    "segfault": segfault,
    "allocate": allocate,
    "sleep": sleep,
    "sleep and tell": sleep_and_tell,
    "leave child and die": leave_child_and_die,
}
