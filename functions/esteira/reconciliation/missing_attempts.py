"""Finds out why a history has no attempts, or may lack some."""

from datetime import datetime, timedelta

from esteira.reconciliation.history import CallbackLocation, Cause, Location, MissingAttempts, OrderLocation


def missing_attempts(location: Location | None, *, now: datetime, life: timedelta) -> MissingAttempts:
    """Return why there are no attempts of a message whose order or callback is in this state."""
    cause = _cause(location, now, life)
    return MissingAttempts(cause=cause, sentence=_sentence(cause, life))


def log_unavailable(reason: str) -> MissingAttempts:
    """Return that the attempt log could not be read. `reason` is the sentence of its error."""
    return MissingAttempts(cause=Cause.LOG_UNAVAILABLE, sentence=f"Attempts in the attempt log are not shown: {reason}")


def source_unread(reason: str) -> MissingAttempts:
    """Return that the source of the order could not be read. `reason` is the sentence of its error."""
    sentence = f"Where its order is now is not known: the target has no record of it, and {reason}"
    return MissingAttempts(cause=Cause.SOURCE_UNREAD, sentence=sentence)


def _cause(location: Location | None, now: datetime, life: timedelta) -> Cause:
    match location:
        case OrderLocation(state="rejected"):
            return Cause.REJECTED
        case OrderLocation(state="not_read"):
            return Cause.NOT_PUBLISHED
        case OrderLocation(state="moving") | CallbackLocation(state="unprocessed", attempts=0):
            return Cause.NOT_TRIED
        case _:
            return Cause.EXPIRED if _is_older(location, now - life) else Cause.NOT_RECORDED


def _is_older(location: Location | None, moment: datetime) -> bool:
    since = location.since if location else None
    return isinstance(since, datetime) and since <= moment


def _sentence(cause: Cause, life: timedelta) -> str:
    sentences = {
        Cause.REJECTED: "No attempt was recorded: the order was rejected and never became a message.",
        Cause.NOT_PUBLISHED: "No attempt was recorded: the order is not published yet.",
        Cause.NOT_TRIED: "No attempt was recorded: it has not been tried yet; `esteira verify` finds it if it is lost.",
        Cause.EXPIRED: f"No attempt is recorded any more: attempts are kept for {_period(life)}.",
    }
    return sentences.get(cause, "No attempt is recorded, although there was one: the attempt log has lost it.")


def _period(life: timedelta) -> str:
    return f"{life.days} days" if life >= timedelta(days=2) else f"{life.total_seconds():.0f} seconds"
