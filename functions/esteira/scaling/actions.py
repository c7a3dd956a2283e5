"""What the scaler can do about one worker. Plain records; the scaler carries them out in order."""

from dataclasses import dataclass

from esteira.core.names import Lane


@dataclass(frozen=True, kw_only=True)
class StartWorker:
    """Start a worker of a lane. `replaces` names the worker whose place it takes; empty for an additional one."""

    lane: Lane
    reason: str
    replaces: str = ""


@dataclass(frozen=True, kw_only=True)
class AskToDrain:
    """Ask a worker to take nothing new and to finish what it holds."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Terminate:
    """Send SIGTERM."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kill:
    """Send SIGKILL."""

    name: str
    lane: Lane
    reason: str


@dataclass(frozen=True, kw_only=True)
class Forget:
    """The worker has ended: delete its heartbeat, and have the driver drop its process."""

    name: str
    lane: Lane
    reason: str


ScalerAction = StartWorker | AskToDrain | Terminate | Kill | Forget
