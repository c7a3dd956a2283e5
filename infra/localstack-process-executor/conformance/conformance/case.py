"""One case: what AWS answers, where that is written or recorded, and how it is observed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from conformance.cloud import Cloud


class Owner(Enum):
    """Whose deviation it is."""

    EXECUTOR = "executor"
    LOCALSTACK = "LocalStack"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A known deviation from AWS, with its reason. It is a row of the table in the package's README."""

    owner: Owner
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """`observe` makes the thing happen and returns what was seen; the case passes if that matches `aws`.

    `source` is the URL of AWS's documentation, of its runtime client, or of an answer recorded from AWS.
    `differs` only explains a failure: the case is compared all the same.
    """

    name: str
    aws: object
    source: str
    observe: Callable[[Cloud], object]
    differs: Difference | None = None


def executors_own(reason: str) -> Difference:
    """A deviation of the executor."""
    return Difference(owner=Owner.EXECUTOR, reason=reason)


def localstacks_own(reason: str) -> Difference:
    """A deviation that the executor cannot reach: it is in LocalStack's control plane."""
    return Difference(owner=Owner.LOCALSTACK, reason=reason)
