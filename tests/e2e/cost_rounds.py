"""What the orders of a fixed load cost, round by round, from LocalStack's meter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from esteira.core.settings import LaneSettings
from esteira.costs.attribution import Deployment
from esteira.costs.emulator import LocalStackMeter
from esteira.costs.lane_cost import LaneCost
from esteira.costs.price_file import price_list
from esteira.costs.price_usage import MIB_MS_IN_GIB_SECOND
from esteira.costs.usage import Usage
from esteira.costs.wiring import deployment

from tests.e2e.installation import Installation

REGION = "us-east-1"
ORDERS = 500
SEED = "7"
SOURCE = "source1"
EPOCH = datetime.fromtimestamp(0, UTC)

Key = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class CostMeter:
    """Reads what was used so far."""

    meter: LocalStackMeter
    deployment: Deployment

    @classmethod
    def of(cls, installation: Installation) -> "CostMeter":
        """The meter of an installation."""
        queues: Mapping[str, Any] = installation.environment["queues"]
        lanes: Any = {lane: LaneSettings(queue_url=one["url"], dlq_url=one["dlq_url"]) for lane, one in queues.items()}
        return cls(meter=LocalStackMeter(installation.environment["aws_endpoint_url"]), deployment=deployment(lanes))

    def used(self) -> Mapping[Key, Usage]:
        """Return all uses since LocalStack began."""
        return {_key(usage): usage for usage in self.meter.since(EPOCH).usages}

    def orders_between(self, before: Mapping[Key, Usage], after: Mapping[Key, Usage]) -> LaneCost:
        """Return the cost of the lane `orders` between two readings."""
        usages = [usage for usage in _differences(before, after) if self.deployment.share(usage) == "orders"]
        return LaneCost("orders", usages, self.deployment, price_list().of(REGION))


def cost_of_round(installation: Installation) -> LaneCost:
    """Fill a source with the orders of the load, publish them, and wait until none is in motion."""
    meter = CostMeter.of(installation)
    before = meter.used()
    filled = installation.esteira("populate", str(ORDERS), SOURCE, "--seed", SEED, "--false-share", "0", "--publish")
    assert filled.exit_code == 0, filled.output + filled.errors
    installation.await_rest()
    return meter.orders_between(before, meter.used())


def usd_per_1000(rounds: Sequence[LaneCost], *, billed_ms_per_attempt: Decimal, memory_mib: int) -> Decimal:
    """US$ for 1,000 orders, without what goes on when nothing moves, with a given billed time of an attempt."""
    done, attempts = sum(each.done for each in rounds), sum(each.received for each in rounds)
    moving = sum((_untimed(each) * each.done for each in rounds), Decimal(0)) / done
    second = rounds[0].prices.lambda_gib_second_x86_64.each
    return moving + attempts * billed_ms_per_attempt * memory_mib / MIB_MS_IN_GIB_SECOND * second / done * 1000


def _untimed(cost: LaneCost) -> Decimal:
    """The same without the time that functions took."""
    untimed = replace(cost, usages=[replace(usage, mib_ms=0) for usage in cost.usages])
    assert untimed.moving_usd_per_1000 is not None
    return untimed.moving_usd_per_1000


def _differences(before: Mapping[Key, Usage], after: Mapping[Key, Usage]) -> Iterator[Usage]:
    for key, later in after.items():
        earlier = before.get(key, Usage(service=later.service, operation=later.operation))
        yield Usage(
            service=later.service,
            operation=later.operation,
            resource=later.resource,
            caller=later.caller,
            requests=later.requests - earlier.requests,
            empty=later.empty - earlier.empty,
            grouped=later.grouped - earlier.grouped,
            items=later.items - earlier.items,
            bytes=later.bytes - earlier.bytes,
            mib_ms=later.mib_ms - earlier.mib_ms,
        )


def _key(usage: Usage) -> Key:
    return usage.service, usage.operation, usage.resource, usage.caller
