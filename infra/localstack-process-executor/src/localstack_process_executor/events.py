"""Events of a function's process, named in the past tense. One queue delivers them to the waiting invocation."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RuntimeReady:
    """The runtime asked for its first event: the module is imported and init is over."""


@dataclass(frozen=True, kw_only=True)
class InitFailed:
    """The runtime reported that it could not load the handler. `payload` is its JSON, trace included."""

    payload: bytes
    error_type: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The handler returned, or raised if there is an `error_type`. `payload` is JSON either way."""

    payload: bytes
    error_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerRefused:
    """The handler returned more bytes than an answer may have."""


@dataclass(frozen=True, kw_only=True)
class ProcessEnded:
    """The process has ended, and everything that it started was killed."""

    cause: str
    """In AWS's wording: `exit status 1`, `signal: killed`."""
    max_memory_kib: int


ProcessEvent = RuntimeReady | InitFailed | Answered | AnswerRefused | ProcessEnded
