"""What can go wrong, a short glossary. A sentence is the default message; adapters keep the driver's error as cause."""


class EsteiraError(Exception):
    """Something went wrong that Esteira has a word for."""

    def __init__(self, detail: str = "") -> None:
        sentence = (type(self).__doc__ or "").splitlines()[0]
        super().__init__(f"{sentence} {detail}".strip())
        self.detail = detail


class BadSettings(EsteiraError):
    """A setting is missing or wrong."""


class BadRequest(EsteiraError):
    """The request cannot be understood."""


class Unauthorized(EsteiraError):
    """A valid bearer token is needed."""


class BadSignature(EsteiraError):
    """A valid signature of a moment ago is needed."""


class TooLarge(EsteiraError):
    """The body is larger than this door takes."""


class Conflict(EsteiraError):
    """It is there already, and is something else."""


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
