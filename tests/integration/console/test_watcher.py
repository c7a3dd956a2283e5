"""When figures are measured, and what listeners receive when measuring fails."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from console.feed.hub import Hub
from console.feed.messages import State
from console.watch.watcher import Watcher
from tests.integration.console.figures import HandAnnouncements, HandFigures
from tests.integration.console.served import depths

BURST = 500


@dataclass
class Watched:
    """A watcher with its collaborators."""

    hub: Hub = field(default_factory=Hub)
    figures: HandFigures = field(default_factory=HandFigures)
    announcements: HandAnnouncements = field(default_factory=HandAnnouncements)

    def watcher(self) -> Watcher:
        """Not yet running."""
        return Watcher(hub=self.hub, figures=self.figures, announcements=self.announcements)


def test_an_announced_change_is_told() -> None:
    async def story(watched: Watched) -> None:
        await _until(lambda: watched.hub.status.state is State.LIVE)
        watched.figures.current = dict(depths(visible=7))
        watched.announcements.announce()

        await _until(lambda: "queue.orders.visible" in watched.hub.metrics)

    _tell(story)


def test_a_burst_of_announcements_is_measured_once_at_its_start_and_once_at_its_end() -> None:
    async def story(watched: Watched) -> None:
        await _until(lambda: watched.hub.status.state is State.LIVE)
        measured = watched.figures.computed
        for number in range(BURST):
            watched.figures.current = dict(depths(visible=number))
            watched.announcements.announce()
            await asyncio.sleep(0)

        await _until(lambda: _visible(watched) == BURST - 1)
        assert watched.figures.computed - measured <= 2

    _tell(story)


def test_without_redis_the_feed_says_so_and_comes_back_by_itself() -> None:
    async def story(watched: Watched) -> None:
        await _until(lambda: watched.hub.status.state is State.LIVE)
        watched.figures.away = True
        watched.announcements.announce()
        await _until(lambda: watched.hub.status.state is State.STALLED)
        assert "ESTEIRA_REDIS_URL" in watched.hub.status.detail

        watched.figures.away = False
        await _until(lambda: watched.hub.status.state is State.LIVE)

    _tell(story)


def test_figures_that_redis_has_lost_are_measured_again_unasked() -> None:
    async def story(watched: Watched) -> None:
        watched.figures.current = dict(depths(visible=1))
        await _until(lambda: _visible(watched) == 1)
        measured = watched.figures.computed
        watched.figures.current = {}
        watched.announcements.announce()

        await _until(lambda: watched.figures.computed >= measured + 2)

    _tell(story)


def test_what_cannot_be_measured_is_named_and_the_rest_goes_on() -> None:
    async def story(watched: Watched) -> None:
        watched.figures.current = dict(depths(visible=1))
        watched.figures.failed = {"source.source1": "A source database does not answer (ESTEIRA_SOURCES)."}

        await _until(lambda: watched.hub.status.state is State.PARTIAL)
        assert watched.hub.status.detail == "A source database does not answer (ESTEIRA_SOURCES)."
        assert _visible(watched) == 1

    _tell(story)


def _tell(story: Callable[[Watched], Awaitable[None]]) -> None:
    async def with_watcher() -> None:
        watched = Watched()
        async with watched.watcher().running():
            await story(watched)

    asyncio.run(with_watcher())


def _visible(watched: Watched) -> float | None:
    figure = watched.hub.metrics.get("queue.orders.visible")
    return figure.value if figure else None


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)
