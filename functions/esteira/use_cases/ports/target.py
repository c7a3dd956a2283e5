"""Where a lane's messages take effect. One set of statements a batch, never one a row."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from esteira.domain.attempts import Arrival, NotedFailure
from esteira.domain.messages import M
from esteira.domain.outcomes import Outcome


class Target(Protocol[M]):
    """The effect of one lane, idempotent by message id.

    Every method raises `TargetUnavailable` when the database does not answer, or when nobody can tell whether it
    committed: a redelivery settles that.
    """

    def apply(self, arrivals: Sequence[Arrival[M]]) -> Sequence[Outcome]:
        """Gives all arrivals their effect in one transaction and answers their outcomes, in the same order.

        What succeeded is forgotten as a failure. Raises `BadRow`, and nothing took effect, if the database refuses
        the data of one of them.
        """
        ...

    def note_failures(self, failures: Sequence[NotedFailure[M]]) -> None:
        """Keeps the last failed attempt of each message that has not succeeded yet; a lower attempt changes nothing."""
        ...

    def noted_failures(self, arrivals: Sequence[Arrival[M]]) -> Mapping[UUID, NotedFailure[M]]:
        """The last failed attempt of each message that has one, by message id."""
        ...


class Effect(Protocol[M]):
    """The half of a target that acts on what messages say."""

    def apply(self, arrivals: Sequence[Arrival[M]]) -> Sequence[Outcome]:
        """See `Target.apply`."""
        ...
