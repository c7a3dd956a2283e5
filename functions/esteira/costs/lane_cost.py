"""What a lane's messages cost, and how much of it moved none of them to its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from esteira.costs.attribution import Deployment, Share
from esteira.costs.price_usage import empty_price, price
from esteira.costs.prices import RegionPrices
from esteira.costs.usage import Usage

DELETES = frozenset({"DeleteMessage", "DeleteMessageBatch"})
DELAYS = frozenset({"ChangeMessageVisibility", "ChangeMessageVisibilityBatch"})
READS = frozenset({"GetQueueAttributes", "GetQueueUrl", "ListQueues", "ListDeadLetterSourceQueues"})
RECEIVE = "ReceiveMessage"


@dataclass(frozen=True)
class LaneCost:
    """The cost of one lane, or of what all share, over a period. Costs are in US$."""

    share: Share
    usages: Sequence[Usage]
    deployment: Deployment
    prices: RegionPrices

    @cached_property
    def usd(self) -> Decimal:
        """Everything."""
        return self._sum(self.usages)

    @property
    def received(self) -> int:
        """Messages received from the lane's queue: attempts."""
        return self._items({RECEIVE})

    @property
    def done(self) -> int:
        """Messages deleted from the lane's queue by who received them: orders, callbacks or tasks that are settled."""
        return self._items(DELETES)

    @property
    def usd_per_1000(self) -> Decimal | None:
        """For 1,000 settled messages; None if there are none."""
        return self.usd / self.done * 1000 if self.done else None

    @property
    def moving_usd_per_1000(self) -> Decimal | None:
        """The same without what goes on when nothing moves: empty receives, and reading the attributes of queues."""
        standing = self.empty_usd + self._sum([usage for usage in self.usages if usage.operation in READS])
        return (self.usd - standing) / self.done * 1000 if self.done else None

    @property
    def empty_usd(self) -> Decimal:
        """For receives that found nothing."""
        return sum((empty_price(usage, self.prices) for usage in self.usages), Decimal(0))

    @property
    def retries_usd(self) -> Decimal:
        """For attempts that did not settle their message.

        Their share of the receives and of the consumer function, and all delays, which only failed attempts set. A
        message in hand at the end of the period counts as not settled.
        """
        if not self.received:
            return Decimal(0)
        failed = Decimal(max(0, self.received - self.done)) / self.received
        attempts = [usage for usage in self.usages if self._is_attempt(usage)]
        delays = [usage for usage in self.usages if self._is_of_queue(usage, DELAYS)]
        empty = sum((empty_price(usage, self.prices) for usage in attempts), Decimal(0))
        return failed * (self._sum(attempts) - empty) + self._sum(delays)

    def _is_attempt(self, usage: Usage) -> bool:
        return self._is_of_queue(usage, {RECEIVE}) or (
            usage.service in {"lambda", "logs"} and self.deployment.is_consumer(usage)
        )

    def _is_of_queue(self, usage: Usage, operations: frozenset[str] | set[str]) -> bool:
        return self.deployment.is_lane_queue(usage) and usage.operation in operations

    def _items(self, operations: frozenset[str] | set[str]) -> int:
        return sum(usage.items for usage in self.usages if self._is_of_queue(usage, operations))

    def _sum(self, usages: Sequence[Usage]) -> Decimal:
        return sum((price(usage, self.prices) for usage in usages), Decimal(0))
