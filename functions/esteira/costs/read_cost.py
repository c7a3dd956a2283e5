"""The cost of the last time, by service and lane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from esteira.core.clock import Clock
from esteira.costs.attribution import SHARES, Deployment, Share
from esteira.costs.idle_cost import IdleCost, idle_cost
from esteira.costs.lane_cost import LaneCost
from esteira.costs.ports import UsageMeter
from esteira.costs.price_usage import SERVICES, price
from esteira.costs.prices import PriceList, RegionPrices
from esteira.costs.usage import Usage, UsedPeriod

NOT_COUNTED = (
    *("RDS", "DocumentDB", "ElastiCache", "ECS (workers, manager, scaler, console)", "NAT gateways"),
    *("data transfer", "storage", "CloudWatch alarms", "each stored secret", "KMS", "taxes"),
)
"""What the bill has besides."""


@dataclass(frozen=True, kw_only=True)
class CostDeps:
    """What the use case is called with."""

    meter: UsageMeter
    prices: PriceList
    deployment: Deployment
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class CostReport:
    """`since`: when counting began, or the time asked for, whichever is later. Costs are in US$.

    `services`: cost by service, then by lane, with 0 for what was not used.
    """

    region: str
    checked: date
    stale: bool
    assumed: Sequence[str]
    since: datetime
    until: datetime
    services: Mapping[str, Mapping[Share, Decimal]]
    lanes: Mapping[Share, LaneCost]
    idle: IdleCost | None

    @property
    def usd(self) -> Decimal:
        """Everything."""
        return sum((lane.usd for lane in self.lanes.values()), Decimal(0))

    @property
    def retries_share(self) -> Decimal | None:
        """The part of `usd` for attempts that settled no message; None if nothing was used."""
        return self._share(sum((lane.retries_usd for lane in self.lanes.values()), Decimal(0)))

    @property
    def empty_share(self) -> Decimal | None:
        """The part of `usd` for receives that found nothing; None if nothing was used."""
        return self._share(sum((lane.empty_usd for lane in self.lanes.values()), Decimal(0)))

    def _share(self, usd: Decimal) -> Decimal | None:
        return usd / self.usd if self.usd else None


def read_cost(deps: CostDeps, region: str, since: datetime) -> CostReport:
    """Return what was used since then at the prices of a region. Raises `UnknownRegion` and `UsageUnavailable`."""
    prices = deps.prices.of(region)
    period = deps.meter.since(since)
    by_share = _by_share(deps.deployment, period)
    return CostReport(
        region=region,
        checked=deps.prices.checked,
        stale=deps.prices.is_stale(deps.clock().date()),
        assumed=prices.assumed,
        since=max(since, period.counted_since),
        until=period.until,
        services={title: _row(service, by_share, prices) for service, title in SERVICES.items()},
        lanes={share: LaneCost(share, usages, deps.deployment, prices) for share, usages in by_share.items()},
        idle=idle_cost(period, prices),
    )


def _by_share(deployment: Deployment, period: UsedPeriod) -> Mapping[Share, Sequence[Usage]]:
    found: dict[Share, list[Usage]] = {share: [] for share in SHARES}
    for usage in period.usages:
        found[deployment.share(usage)].append(usage)
    return found


def _row(service: str, by_share: Mapping[Share, Sequence[Usage]], prices: RegionPrices) -> Mapping[Share, Decimal]:
    return {
        share: sum((price(usage, prices) for usage in usages if usage.service == service), Decimal(0))
        for share, usages in by_share.items()
    }
