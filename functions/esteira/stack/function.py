"""A deployed function, a schedule's rule, a line of a log, and what an invocation answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Trigger(StrEnum):
    """What invokes a function."""

    HTTP = "http"
    QUEUE = "queue"
    SCHEDULE = "schedule"


@dataclass(frozen=True, kw_only=True)
class DeployedFunction:
    """A function of the stack. `name`: in the template; `deployed_name`: what Lambda calls it.

    `queue`: the name of the queue that invokes it, such as `orders`; empty for other triggers.
    """

    name: str
    deployed_name: str
    description: str
    handler: str
    runtime: str
    memory_mib: int
    timeout_seconds: int
    state: str
    trigger: Trigger
    queue: str = ""


@dataclass(frozen=True, kw_only=True)
class DeployedRule:
    """A schedule of the stack. `function`: the name of what it invokes, in the template.

    `payload`: what it is invoked with instead of the event that EventBridge makes; empty for that event.
    """

    name: str
    arn: str
    expression: str
    enabled: bool
    function: str
    payload: str = ""


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line of a function's log. `stream`: the log of one process."""

    at: datetime
    stream: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an invocation answered. `error`: how it failed, such as `Unhandled`; empty if it did not.

    `log`: the end of what it logged.
    """

    payload: str
    error: str
    log: str
    seconds: float
