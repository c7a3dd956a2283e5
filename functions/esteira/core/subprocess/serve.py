"""The child's side of `Child`: a loop that replies to each line until its input ends, within limits."""

import json
import math
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

MEMORY_HEADROOM_BYTES = 256 * 1024 * 1024
"""Memory that one request may use beyond that of the started process, so that the parent cannot run out of memory."""


def serve(reply: Callable[[dict[str, Any]], dict[str, Any]], *, cpu_seconds_each: int | None = None) -> None:
    """Reply to each request on standard input, one a line. An exception of `reply` ends the process.

    A request that uses more than `cpu_seconds_each` of processor time ends the process too.
    """
    replies = _private_output()
    _limit_memory()
    _write(replies, {"ready": True})
    for line in sys.stdin:
        if cpu_seconds_each:
            _limit_cpu(cpu_seconds_each)
        _write(replies, reply(json.loads(line)))


def _private_output() -> IO[bytes]:
    """Return the pipe to the parent, and redirect standard output to standard error, so that only replies use it."""
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return replies


def _limit_memory() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MEMORY_HEADROOM_BYTES
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _limit_cpu(seconds: int) -> None:
    """Limit the processor time from now on. The kernel counts from the start of the process, in whole seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(usage.ru_utime + usage.ru_stime) + seconds, hard))


def _write(replies: IO[bytes], reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply).encode() + b"\n")
