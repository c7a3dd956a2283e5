"""The scaler stops, starts and changes the event source mappings of a lane's queue, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber
from esteira.core.errors import MappingsUnavailable
from esteira.scaling.lambda_mappings import LambdaMappings, lambda_client, mappings_of

from tests.harness.ports import free_port
from tests.harness.queues import make_lane
from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import Deployer

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sqs import SQSClient

MAPPING = "4cbd8a32-6f2e-4b57-9d2f-0c8f3f7f3a10"


@dataclass(frozen=True, kw_only=True)
class MappedLane:
    """A queue whose messages a function takes."""

    url: str
    sqs: "SQSClient"
    functions: "LambdaClient"
    map: Callable[[], str]

    def state(self, mapping_id: str) -> str:
        return self.functions.get_event_source_mapping(UUID=mapping_id)["State"]

    def await_state(self, mapping_id: str, state: str) -> None:
        wait_for(state, lambda: self.state(mapping_id) == state)

    def mappings(self) -> LambdaMappings:
        return LambdaMappings(self.functions, self.sqs, {"orders": self.url})

    def waiting(self) -> int:
        names: Any = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(map(int, counts.values()))


@pytest.fixture
def lane(deploy: Deployer, sqs: "SQSClient") -> MappedLane:
    url = make_lane(sqs).queue_url
    function = deploy("probe.echo")
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def map_it() -> str:
        return function.client.create_event_source_mapping(
            FunctionName=function.name, EventSourceArn=arn, ScalingConfig={"MaximumConcurrency": 4}
        )["UUID"]

    return MappedLane(url=url, sqs=sqs, functions=lambda_client(url), map=map_it)


def test_a_mapping_in_the_wanted_state_is_not_changed(lane: MappedLane) -> None:
    mapping_id, mappings = lane.map(), lane.mappings()
    lane.await_state(mapping_id, "Enabled")

    changed = [mappings.set("orders", receiving=True, concurrency=number) for number in (4, 3)]
    lane.await_state(mapping_id, "Enabled")
    again = [mappings.set("orders", receiving=True, concurrency=3) for _ in range(3)]

    assert (changed, again) == ([False, True], [False] * 3)


def test_a_mapping_with_pollers_of_its_own_is_stopped_without_a_limit(lane: MappedLane) -> None:
    client = lambda_client(lane.url)
    mapping = {"UUID": MAPPING, "State": "Enabled", "ProvisionedPollerConfig": {"MinimumPollers": 2}}
    with Stubber(client) as aws:
        aws.add_response("list_event_source_mappings", {"EventSourceMappings": [mapping]})
        aws.add_response("get_event_source_mapping", mapping)
        aws.add_response("update_event_source_mapping", {}, {"UUID": MAPPING, "Enabled": False, "ScalingConfig": {}})

        assert LambdaMappings(client, lane.sqs, {"orders": lane.url}).set("orders", receiving=False, concurrency=3)


def test_a_paused_lane_keeps_its_messages_until_it_is_resumed(lane: MappedLane) -> None:
    mapping_id, mappings = lane.map(), lane.mappings()
    lane.await_state(mapping_id, "Enabled")

    paused = [mappings.set("orders", receiving=False, concurrency=4) for _ in range(2)]
    lane.await_state(mapping_id, "Disabled")
    lane.sqs.send_message(QueueUrl=lane.url, MessageBody="1")
    kept = lane.waiting()
    mappings.set("orders", receiving=True, concurrency=4)

    wait_for("the message is taken", lambda: lane.waiting() == 0)
    assert (paused, kept) == ([True, False], 1)


def test_the_batching_window_of_a_lane_is_known(lane: MappedLane) -> None:
    mapping_id = lane.map()
    lane.await_state(mapping_id, "Enabled")

    lane.functions.update_event_source_mapping(UUID=mapping_id, MaximumBatchingWindowInSeconds=2)

    assert lane.mappings().batching_window_seconds("orders") == 2


def test_after_a_new_deployment_the_new_mapping_is_found(lane: MappedLane) -> None:
    mappings, old = lane.mappings(), lane.map()
    mappings.set("orders", receiving=True, concurrency=4)
    lane.await_state(old, "Enabled")
    lane.functions.delete_event_source_mapping(UUID=old)
    wait_for("it is gone", lambda: _is_gone(lane, old))

    with pytest.raises(MappingsUnavailable):
        mappings.set("orders", receiving=True, concurrency=2)
    lane.await_state(lane.map(), "Enabled")

    assert mappings.set("orders", receiving=True, concurrency=2)


def test_a_lane_without_a_mapping_is_an_error(lane: MappedLane) -> None:
    with pytest.raises(MappingsUnavailable, match="no event source mapping for arn:aws:sqs"):
        lane.mappings().set("orders", receiving=True, concurrency=4)


def test_a_mapping_in_transition_is_left_for_the_next_time(lane: MappedLane) -> None:
    mapping_id = lane.map()
    lane.await_state(mapping_id, "Enabled")
    with _in_use(lane, mapping_id) as busy, pytest.raises(MappingsUnavailable, match="ResourceInUse"):
        LambdaMappings(busy, lane.sqs, {"orders": lane.url}).set("orders", receiving=False, concurrency=4)

    assert lane.mappings().set("orders", receiving=False, concurrency=4)


def test_an_unreachable_lambda_is_an_error() -> None:
    url = f"http://127.0.0.1:{free_port()}/000000000000/orders"

    with pytest.raises(MappingsUnavailable, match="AWS_ENDPOINT_URL"):
        mappings_of({"orders": url}).set("orders", receiving=True, concurrency=4)


def _is_gone(lane: MappedLane, mapping_id: str) -> bool:
    try:
        lane.functions.get_event_source_mapping(UUID=mapping_id)
    except lane.functions.exceptions.ResourceNotFoundException:
        return True
    return False


@contextmanager
def _in_use(lane: MappedLane, mapping_id: str) -> "Iterator[LambdaClient]":
    """A Lambda that answers as AWS's does while a change is under way, which LocalStack never says."""
    client = lambda_client(lane.url)
    mapping = {"UUID": mapping_id, "State": "Enabled"}
    with Stubber(client) as stub:
        stub.add_response("list_event_source_mappings", {"EventSourceMappings": [mapping]})
        stub.add_response("get_event_source_mapping", mapping)
        stub.add_client_error("update_event_source_mapping", "ResourceInUseException")
        yield client
