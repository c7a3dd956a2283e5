"""One page in one browser: who looks at it, in which language, and what it may do while it is open."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from esteira.core.clock import Clock
from esteira.core.http.policies import Policy
from esteira.core.principal import Principal
from nicegui import background_tasks
from nicegui.client import Client
from starlette.concurrency import run_in_threadpool

from console.feed.hub import FeedHub
from console.frame.actions import Actor
from console.frame.preferences import Preferences
from console.frame.words import WORDS, FrameWords
from console.words.words import Words

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a page is built with. `path` and `query` are the parameters of its address."""

    preferences: Preferences
    principal: Principal
    path: Mapping[str, str]
    query: Mapping[str, str]
    client: Client
    hub: FeedHub
    actor: Actor
    clock: Clock

    @property
    def words(self) -> Words:
        """The texts of the visitor's language."""
        return self.preferences.words

    @property
    def frame_words(self) -> FrameWords:
        """The texts of the frame."""
        return WORDS[self.preferences.language]

    @property
    def since(self) -> datetime | None:
        """The beginning of the chosen time range; None for all time."""
        span = self.preferences.time_range.span
        return self.clock() - span if span else None

    def may(self, policy: Policy) -> bool:
        """Whether the visitor may do what has this policy, as far as was known when the page was built."""
        return policy.allows(self.principal.role)

    def refusal(self, policy: Policy) -> str:
        """Return why the visitor may not do what has this policy; empty if they may."""
        return "" if self.may(policy) else self.frame_words.needs_role.format(self.frame_words.roles[policy])

    async def read(self, question: Callable[[], T]) -> T:
        """Return the answer of a use case, which may block. Raises what it raises."""
        return await run_in_threadpool(question)

    def follow(self, coroutine: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Run this until the page is gone."""
        task = background_tasks.create(coroutine, name=name)
        self.client.on_delete(task.cancel)
        return task

    def every(self, seconds: float, refresh: Callable[[], Awaitable[None]], *, name: str) -> None:
        """Call `refresh` again and again while the page is there. It must not raise for what may be away."""
        self.follow(self._repeat(seconds, refresh), name=name)

    async def _repeat(self, seconds: float, refresh: Callable[[], Awaitable[None]]) -> None:
        await self.client.connected()
        while True:
            await asyncio.sleep(seconds)
            if self.client.has_socket_connection:
                with self.client:
                    await refresh()
