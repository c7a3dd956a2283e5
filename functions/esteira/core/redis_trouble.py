"""What is wrong with Redis, as a sentence that says what to do: "not reachable" is only one of its troubles."""

from redis import exceptions

READ_ONLY = "It is a read-only replica and refuses writes: name its primary, or end that with REPLICAOF NO ONE."
FULL = "Its memory is full and it refuses writes: raise its maxmemory, or delete keys that are not Esteira's."
DISK = "It cannot write to its disk and refuses writes (MISCONF): its log says why."
FEW_REPLICAS = "It has fewer replicas than it must have and refuses writes (NOREPLICAS)."
LOADING = "It is still loading its data; this ends by itself."
STALE = "It is a replica without its primary and answers nothing (MASTERDOWN): name its primary."
REFUSED = "It refuses the user or the password."
FORBIDDEN = "Its user lacks a permission (NOPERM)."
CLIENTS = "It has no connection left: raise its maxclients, or close connections."
SLOW = "It does not answer in time."
AWAY = "It does not answer: the connection was refused or lost."

BY_TYPE: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.ReadOnlyError, READ_ONLY),
    (exceptions.OutOfMemoryError, FULL),
    (exceptions.BusyLoadingError, LOADING),
    (exceptions.MasterDownError, STALE),
    (exceptions.AuthenticationError, REFUSED),
    (exceptions.NoPermissionError, FORBIDDEN),
)
BY_TEXT = (("MISCONF", DISK), ("NOREPLICAS", FEW_REPLICAS), ("max number of clients", CLIENTS))
UNREACHABLE: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.TimeoutError, SLOW),
    (TimeoutError, SLOW),
    (exceptions.ConnectionError, AWAY),
    (OSError, AWAY),
)


def redis_trouble(error: BaseException) -> str:
    """Return the sentence for an error of Redis or of the connection; empty for a fault of ours, such as a wrong type.

    The sentence never holds the driver's text, which may quote keys and values.
    """
    by_text = (sentence for text, sentence in BY_TEXT if text in str(error))
    return _of_type(error, BY_TYPE) or next(by_text, "") or _of_type(error, UNREACHABLE)


def _of_type(error: BaseException, table: tuple[tuple[type[BaseException], str], ...]) -> str:
    return next((sentence for kind, sentence in table if isinstance(error, kind)), "")
