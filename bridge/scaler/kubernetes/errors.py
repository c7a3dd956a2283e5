"""What a request to the API server may end with."""

from esteira.core.errors import EsteiraError, Unavailable


class ClusterUnavailable(Unavailable):
    """The API server of Kubernetes cannot be used now (ESTEIRA_KUBERNETES).

    `retry_after_seconds` is how long the server asks its callers to wait.
    """

    def __init__(self, detail: str = "", *, cause: str = "", retry_after_seconds: float = 0) -> None:
        super().__init__(detail, cause=cause)
        self.retry_after_seconds = retry_after_seconds


class VersionConflict(EsteiraError):
    """The Deployment has been changed in the meantime."""


class VersionExpired(EsteiraError):
    """The API server no longer keeps the changes since that version: list again."""
