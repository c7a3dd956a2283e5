"""Event source mappings: whether a lane's Lambda consumer receives, and how many of its instances run at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import MappingsUnavailable
from esteira.core.names import Lane
from esteira.core.queue.aws_address import address_of
from esteira.core.queue.sqs_client import sqs_client

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationResponseTypeDef, ScalingConfigTypeDef
    from mypy_boto3_sqs import SQSClient


RECEIVING = frozenset({"Creating", "Enabling", "Enabled", "Updating"})
"""The states of a mapping that receives, or is about to."""

TIMEOUT_SECONDS = 2.0
LAST_POLL_ENDS_WITHIN_SECONDS = 1
"""After its batching window."""


def mappings_of(queue_urls: Mapping[Lane, str]) -> "LambdaMappings":
    """The mappings of these lanes' queues. Connects when first used."""
    any_url = next(iter(queue_urls.values()))
    sqs = sqs_client(any_url, connections=1, read_timeout_seconds=TIMEOUT_SECONDS, retries=0)
    return LambdaMappings(lambda_client(any_url), sqs, queue_urls)


def lambda_client(queue_url: str) -> "LambdaClient":
    """A Lambda client for the endpoint of this queue. It does not retry: the scaler calls again."""
    config = Config(connect_timeout=TIMEOUT_SECONDS, read_timeout=TIMEOUT_SECONDS, retries={"total_max_attempts": 1})
    return boto3.client("lambda", config=config, **address_of("lambda", queue_url))


class LambdaMappings:
    """The port `Mappings`, for the mappings whose event source is one of these queues."""

    def __init__(self, client: "LambdaClient", sqs: "SQSClient", queue_urls: Mapping[Lane, str]) -> None:
        self._client = client
        self._sqs = sqs
        self._queue_urls = queue_urls
        self._ids: dict[Lane, str] = {}

    def set(self, lane: Lane, *, receiving: bool, concurrency: int) -> bool:
        """See `Mappings.set`. A mapping that is being changed also counts as unavailable."""
        try:
            with _reached():
                return self._set(lane, receiving=receiving, concurrency=concurrency)
        except MappingsUnavailable:
            # After a new deployment of the stack the ids are different.
            self._ids.pop(lane, None)
            raise

    def has_stopped(self, lane: Lane) -> bool:
        """Whether no new poll begins. One that runs may still receive, for `last_poll_seconds` at most."""
        with _reached():
            return self._client.get_event_source_mapping(UUID=self._id(lane))["State"] == "Disabled"

    def batching_window_seconds(self, lane: Lane) -> int:
        """How long one poll waits for messages."""
        with _reached():
            return self._client.get_event_source_mapping(UUID=self._id(lane)).get("MaximumBatchingWindowInSeconds", 0)

    def last_poll_seconds(self, lane: Lane) -> int:
        """Within how many seconds a poll ends that runs when the mapping stops: its batching window and a second.

        LocalStack reports the new state at once, and offers nothing that tells the end of a poll that runs.
        """
        return self.batching_window_seconds(lane) + LAST_POLL_ENDS_WITHIN_SECONDS

    def _set(self, lane: Lane, *, receiving: bool, concurrency: int) -> bool:
        # Not from the list: LocalStack lists an outdated state.
        mapping = self._client.get_event_source_mapping(UUID=self._id(lane))
        # With pollers of its own AWS refuses a limit; their number is one.
        limit = None if "ProvisionedPollerConfig" in mapping else concurrency
        if (_receives(mapping), _concurrency(mapping)) == (receiving, limit):
            return False
        scaling: ScalingConfigTypeDef = {} if limit is None else {"MaximumConcurrency": limit}
        self._client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=receiving, ScalingConfig=scaling)
        return True

    def _id(self, lane: Lane) -> str:
        if lane not in self._ids:
            self._ids[lane] = self._find(lane)
        return self._ids[lane]

    def _find(self, lane: Lane) -> str:
        url = self._queue_urls[lane]
        arn = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        found = self._client.list_event_source_mappings(EventSourceArn=arn)["EventSourceMappings"]
        if not found:
            raise MappingsUnavailable(f"(no event source mapping for {arn}; is the stack deployed?)")
        return found[0]["UUID"]


def _receives(mapping: "EventSourceMappingConfigurationResponseTypeDef") -> bool:
    return mapping["State"] in RECEIVING


def _concurrency(mapping: "EventSourceMappingConfigurationResponseTypeDef") -> int | None:
    return mapping.get("ScalingConfig", {}).get("MaximumConcurrency")


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise MappingsUnavailable(f"({error})") from error
