"""Lists callbacks, page by page, and shows one."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from esteira.callbacks.callback import CallbackState, KeptCallback, Key
from esteira.callbacks.ports import CallbackRepository
from esteira.core.errors import NotFound

MAX_LISTED = 500


class ListCallbacks(BaseModel, frozen=True, extra="forbid"):
    """Up to `limit` callbacks in this state, received before the one that `after` names as `provider/event id`."""

    state: CallbackState | None = None
    after: str | None = Field(default=None, pattern=r"^[^/]+/.+$", max_length=300)
    limit: int = Field(default=100, ge=1, le=MAX_LISTED)


@dataclass(frozen=True, kw_only=True)
class ListedCallbacks:
    """A page, the last received first, and the `after` that asks for the next one; None on the last page."""

    callbacks: Sequence[KeptCallback]
    next: str | None


def list_callbacks(repository: CallbackRepository, query: ListCallbacks) -> ListedCallbacks:
    """The page asked for. Raises `TargetUnavailable`."""
    found = repository.page(query.state, _key(query.after) if query.after else None, limit=query.limit + 1)
    page = found[: query.limit]
    return ListedCallbacks(callbacks=page, next="/".join(page[-1].callback.key) if len(found) > query.limit else None)


def show_callback(repository: CallbackRepository, provider: str, event_id: str) -> KeptCallback:
    """One callback. Raises `NotFound`, `TargetUnavailable`."""
    kept = repository.find((provider, event_id))
    if kept is None:
        raise NotFound("(callback)")
    return kept


def _key(spelled: str) -> Key:
    provider, _, event_id = spelled.partition("/")
    return provider, event_id
