"""What a day without any message costs, from the minutes of a period in which none moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from esteira.costs.lane_cost import READS
from esteira.costs.price_usage import empty_price, price
from esteira.costs.prices import RegionPrices
from esteira.costs.usage import MAPPING, Usage, UsedPeriod

MINUTES_A_DAY = 24 * 60

AWS_POLLERS = 5
AWS_POLL_SECONDS = 20
"""Lambda begins with five long polls at a time for a queue, each of which waits up to 20 seconds."""


@dataclass(frozen=True, kw_only=True)
class IdleCost:
    """US$ for a day. `empty_usd`: of that for the receives of event source mappings and workers, as made here.

    `aws_empty_usd`: what the receives of Lambda's own pollers would cost instead, for as many mappings.
    """

    quiet_minutes: int
    usd: Decimal
    empty_usd: Decimal
    aws_empty_usd: Decimal


def idle_cost(period: UsedPeriod, prices: RegionPrices) -> IdleCost | None:
    """Return the cost of a quiet day; None if the period has no whole minute in which no message moved.

    The last minute is not over, and does not count.
    """
    quiet = [minute.usages for minute in period.minutes[:-1] if not any(map(_moves, minute.usages))]
    if not quiet:
        return None
    usages = [usage for minute in quiet for usage in minute]
    days = Decimal(len(quiet)) / MINUTES_A_DAY
    return IdleCost(
        quiet_minutes=len(quiet),
        usd=sum((price(usage, prices) for usage in usages), Decimal(0)) / days,
        empty_usd=sum((empty_price(usage, prices) for usage in usages), Decimal(0)) / days,
        aws_empty_usd=_aws_polls_a_day(usages) * prices.sqs_request.each,
    )


def _moves(usage: Usage) -> bool:
    """Return whether somebody called, or a message moved. Schedules and their logs go on in a quiet minute."""
    if usage.service == "sqs":
        return usage.operation not in READS and usage.requests > usage.empty
    return usage.service in {"apigateway", "ses", "s3"}


def _aws_polls_a_day(usages: Sequence[Usage]) -> int:
    queues = {usage.resource for usage in usages if usage.service == "sqs" and usage.caller == MAPPING}
    return len(queues) * AWS_POLLERS * MINUTES_A_DAY * 60 // AWS_POLL_SECONDS
