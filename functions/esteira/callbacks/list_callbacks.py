"""List callbacks page by page, and show one."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from esteira.callbacks.callback import CallbackState, KeptCallback, Key
from esteira.callbacks.ports import CallbackRepository
from esteira.core.errors import NotFound
from esteira.core.names import PROVIDER_AND_EVENT, SourceName
from esteira.core.numbers import Whole

MAX_LISTED = 500


class ListCallbacks(BaseModel, frozen=True, extra="forbid"):
    """Query for up to `limit` callbacks in a state and of a provider, received before `after` (`provider/event id`)."""

    state: CallbackState | None = None
    provider: SourceName | None = None
    after: str | None = Field(default=None, pattern=PROVIDER_AND_EVENT, max_length=300)
    limit: Whole = Field(default=100, ge=1, le=MAX_LISTED)


@dataclass(frozen=True, kw_only=True)
class ListedCallbacks:
    """A page, the last received first. `next` is the `after` of the next page, None on the last page."""

    callbacks: Sequence[KeptCallback]
    next: str | None


def list_callbacks(repository: CallbackRepository, query: ListCallbacks) -> ListedCallbacks:
    """Return one page. Raises `NotFound` if `after` is no callback, and `TargetUnavailable`."""
    after = _parse_key(query.after) if query.after else None
    rows = repository.page(query.state, after, provider=query.provider, limit=query.limit + 1)
    if after and not rows and repository.find(after) is None:
        raise NotFound("(the callback that `after` names)")
    page = rows[: query.limit]
    return ListedCallbacks(callbacks=page, next="/".join(page[-1].callback.key) if len(rows) > query.limit else None)


def show_callback(repository: CallbackRepository, provider: str, event_id: str) -> KeptCallback:
    """Return one callback. Raises `NotFound` and `TargetUnavailable`."""
    kept = repository.find((provider, event_id))
    if kept is None:
        raise NotFound("(callback)")
    return kept


def _parse_key(text: str) -> Key:
    provider, _, event_id = text.partition("/")
    return provider, event_id
