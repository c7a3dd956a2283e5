"""The roles of a peer's process, and how it talks with the benchmark over its standard streams."""

import sys
from collections.abc import Callable

from benchmarks.peers.places import Places, places

READY = "ready"


def play(
    *,
    publish: Callable[[Places], object],
    consume: Callable[[Places, Callable[[], None]], object],
    prepare: Callable[[Places], object] = lambda _: None,
) -> None:
    """Run as `prepare`, `publish` or `consume`, by the first argument. `prepare` comes first, and is not measured.

    A publisher says that it is ready, and begins when it is sent a line, so that its start is not measured. Then it
    stays, so that what it used can be read. A consumer calls its second argument when it is ready. Both are ended.
    """
    if sys.argv[1] == "prepare":
        prepare(places())
    elif sys.argv[1] == "publish":
        _say_ready()
        sys.stdin.readline()
        publish(places())
        sys.stdin.read()
    else:
        consume(places(), _say_ready)


def _say_ready() -> None:
    print(READY, flush=True)
