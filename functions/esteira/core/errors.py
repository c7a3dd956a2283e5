"""What can go wrong, a short glossary. A sentence is the default message; adapters keep the driver's error as cause."""

from collections.abc import Mapping
from typing import ClassVar


class EsteiraError(Exception):
    """Something went wrong that Esteira has a word for."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").splitlines()[0]
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail

    @property
    def facts(self) -> Mapping[str, object]:
        """What a program may want to know beside the sentence; part of a door's answer."""
        return {}


class BadSettings(EsteiraError):
    """A setting is missing or wrong."""


class BadRequest(EsteiraError):
    """The request cannot be understood."""


class Unauthorized(EsteiraError):
    """A valid bearer token is needed."""


class BadSignature(EsteiraError):
    """A valid signature of a moment ago is needed."""

    header: ClassVar = "X-Esteira-Signature"


class TooLarge(EsteiraError):
    """The body is larger than this door takes."""


class Conflict(EsteiraError):
    """It is there already, and is something else."""


class Outdated(Conflict):
    """Somebody has changed it since."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"(the current version is {current_version})")
        self.current_version = current_version

    @property
    def facts(self) -> Mapping[str, object]:
        """The version that a change must start from."""
        return {"version": self.current_version}


class ImpossibleFlow(BadRequest):
    """The flow cannot be configured so."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(f"({'; '.join(f'{field}: {fault}' for field, fault in faults.items())})")
        self.faults = faults

    @property
    def facts(self) -> Mapping[str, object]:
        """What is wrong with each field, by its path."""
        return {"fields": dict(self.faults)}


class NotFound(EsteiraError):
    """There is no such thing."""


class InvalidMessage(EsteiraError):
    """The message is not of its lane's contract."""


class Unavailable(EsteiraError):
    """A service that is needed does not answer."""


class TargetUnavailable(Unavailable):
    """The target database does not answer (ESTEIRA_TARGET_DSN)."""


class SourceUnavailable(Unavailable):
    """A source database does not answer (ESTEIRA_SOURCES)."""


class SourceUnfit(EsteiraError):
    """The source cannot be read safely in the configured cursor mode."""


class CursorUnavailable(Unavailable):
    """Redis, which holds the cursors, does not answer (ESTEIRA_REDIS_URL)."""


class AttemptLogUnavailable(Unavailable):
    """MongoDB, which holds the attempt log, does not answer (ESTEIRA_MONGO_URL)."""


class QueueUnavailable(Unavailable):
    """The queue does not answer (AWS_ENDPOINT_URL, or the queue's URL)."""


class MetricsUnavailable(Unavailable):
    """Redis, which holds the metrics, does not answer (ESTEIRA_REDIS_URL)."""


class FlowUnavailable(Unavailable):
    """Redis, which holds plan and heartbeats, does not answer (ESTEIRA_REDIS_URL)."""


class MappingsUnavailable(Unavailable):
    """Lambda, which holds the event source mappings, does not answer (AWS_ENDPOINT_URL)."""


class SealBroken(EsteiraError):
    """None of the keys opens this secret (ESTEIRA_SECRETS_KEY)."""


class BadRow(EsteiraError):
    """The database refuses a row's data."""
