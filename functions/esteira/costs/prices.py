"""The price list: for each region and each billed unit a price with its source."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from esteira.core.errors import UnknownRegion

STALE_AFTER = timedelta(days=180)


class Price(BaseModel, frozen=True, extra="forbid"):
    """`usd` for `per` units. `tier`: up to which monthly amount it holds; larger amounts are cheaper.

    `published`: when the source was published or read. `assumed`: no source names the price in this region.
    """

    usd: Annotated[Decimal, Field(ge=0)]
    per: int = Field(ge=1)
    tier: str = ""
    source: str
    published: date
    assumed: bool = False

    @property
    def each(self) -> Decimal:
        """US$ for one unit."""
        return self.usd / self.per


class RegionPrices(BaseModel, frozen=True, extra="forbid"):
    """The prices of one region, without the free tier.

    `sqs_fair_request` is added to `sqs_request` for requests that carry a message group. A GiB is 2^30 bytes.
    """

    sqs_request: Price
    sqs_fair_request: Price
    lambda_request: Price
    lambda_gib_second_x86_64: Price
    lambda_gib_second_arm64: Price
    apigateway_request: Price
    logs_gib: Price
    s3_write: Price
    s3_read: Price
    ses_recipient: Price
    secretsmanager_request: Price

    @property
    def assumed(self) -> tuple[str, ...]:
        """The names of the prices that no source confirms."""
        return tuple(name for name in type(self).model_fields if getattr(self, name).assumed)


class PriceList(BaseModel, frozen=True, extra="forbid"):
    """All prices. `checked`: when all of them were last compared with their sources."""

    checked: date
    regions: Mapping[str, RegionPrices]

    def of(self, region: str) -> RegionPrices:
        """Return the prices of a region. Raises `UnknownRegion`."""
        if region in self.regions:
            return self.regions[region]
        raise UnknownRegion(f"({region[:50]}; the list has {' and '.join(self.regions)})")

    def is_stale(self, today: date) -> bool:
        """Return whether the list is older than 180 days."""
        return today - self.checked > STALE_AFTER
