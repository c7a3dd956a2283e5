"""What the frame knows of a page: where it is, what it is called, and who may see it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from esteira.core.http.policies import Policy
from starlette.requests import Request
from starlette.responses import Response

from console.frame.moment import LiveFeed
from console.frame.visit import Visit

AnswerFile = Callable[[Request], Response]
"""Answers the request for a file. It may block."""

BuildPage = Callable[[Visit, LiveFeed], Awaitable[None]]
"""Builds the content of a page for one visit. What may be away belongs into a `Panel`."""


class Group(StrEnum):
    """The parts of the navigation, in their order."""

    FLOW = "flow"
    WORK = "work"
    SYSTEM = "system"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page. `name`: its key in `FrameWords.pages`. `icon`: a name of Material Icons.

    `details`: paths below it with their builders, such as `/orders/{reference:path}`; they are no entries of the
    navigation. `files`: paths of files to download, for those who may see the page.
    """

    name: str
    path: str
    group: Group
    icon: str
    build: BuildPage
    policy: Policy = Policy.VIEWER
    details: Sequence[tuple[str, BuildPage]] = field(default=())
    files: Sequence[tuple[str, AnswerFile]] = field(default=())
