"""Builds the dependencies of functions and schedules from the settings, for the console."""

from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from esteira.core.clock import utc_now
from esteira.core.queue.aws_address import AwsService, address_of
from esteira.core.wiring import Wiring
from esteira.stack.cloud_logs import CloudLogs
from esteira.stack.cloud_stack import REQUESTS_IN_FLIGHT, CloudClients, CloudStack
from esteira.stack.deps import StackDeps

LONGEST_RUN_SECONDS = 100
"""A little longer than any function may run (template.yaml)."""


class DeployedStack(Wiring):
    """The stack that the queue of the lane `orders` belongs to. Connects when first used."""

    def __init__(self, orders_queue_url: str) -> None:
        super().__init__()
        self._queue_url = orders_queue_url

    @cached_property
    def deps(self) -> StackDeps:
        """For all use cases of this feature."""
        clients = CloudClients(
            cloudformation=self._client("cloudformation"),
            functions=self._client("lambda"),
            patient=self._client("lambda", read_timeout=LONGEST_RUN_SECONDS, retries={"total_max_attempts": 1}),
            events=self._client("events"),
        )
        stack = CloudStack(clients, stack_name(self._queue_url))
        return StackDeps(stack=stack, logs=CloudLogs(self._client("logs")), clock=utc_now)

    def _client(self, service: AwsService, **options: Any) -> Any:
        config = Config(connect_timeout=3, max_pool_connections=2 * REQUESTS_IN_FLIGHT).merge(Config(**options))
        make = partial(boto3.client, config=config, **address_of(service, self._queue_url))
        return self.opened(make(service))


def stack_name(orders_queue_url: str) -> str:
    """Return the name of the stack: template.yaml names the queue `STACK-orders`."""
    return urlsplit(orders_queue_url).path.rpartition("/")[2].removesuffix("-orders")
