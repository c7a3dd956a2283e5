"""Builds the dependencies of the cost from the settings, for console and command line."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from esteira.core.clock import utc_now
from esteira.core.names import Lane
from esteira.core.queue.aws_address import address_of, on_aws
from esteira.core.settings import LaneSettings
from esteira.costs.attribution import Deployment
from esteira.costs.emulator import LocalStackMeter, NoMeter
from esteira.costs.ports import UsageMeter
from esteira.costs.price_file import price_list
from esteira.costs.read_cost import CostDeps


def cost_deps(lanes: Mapping[Lane, LaneSettings]) -> CostDeps:
    """Return what the use case is called with, for the stack of these queues."""
    orders = lanes["orders"].queue_url
    return CostDeps(meter=_meter(orders), prices=price_list(), deployment=deployment(lanes), clock=utc_now)


def deployment(lanes: Mapping[Lane, LaneSettings]) -> Deployment:
    """Return the names of the stack of these queues: template.yaml names the queue `STACK-orders`."""
    return Deployment(
        stack=_last(lanes["orders"].queue_url).removesuffix("-orders"),
        queues={_last(lane.queue_url): name for name, lane in lanes.items()},
        dead_letters={_last(lane.dlq_url): name for name, lane in lanes.items()},
    )


def _meter(queue_url: str) -> UsageMeter:
    return NoMeter() if on_aws(queue_url) else LocalStackMeter(address_of("sqs", queue_url)["endpoint_url"])


def _last(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]
