"""Resolution of a host name, with a limit of time: the system's resolver has none of its own."""

import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from esteira.lookups.answer import FetchFailed, FetchFailure

Resolve = Callable[[str, int, float], Sequence[str]]
"""From host, port and seconds to IP addresses, the preferred one first. Raises `FetchFailed`."""


def resolve(host: str, port: int, seconds: float) -> Sequence[str]:
    """Return the addresses that the system's resolver gives for a name. Raises `FetchFailed`."""
    answers: SimpleQueue[Sequence[str] | OSError] = SimpleQueue()
    # A daemon, since nothing can interrupt it: a resolver that hangs must not keep the process from ending.
    Thread(target=_ask, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.0))
    except Empty:
        raise FetchFailed(FetchFailure.UNREACHABLE, "Its name was not resolved in time.") from None
    if isinstance(answer, OSError):
        raise FetchFailed(FetchFailure.UNREACHABLE, "Its name cannot be resolved.") from answer
    return answer


def _ask(host: str, port: int, answers: "SimpleQueue[Sequence[str] | OSError]") -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))
        return
    answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))
