"""Adds the outputs of the deployed stack to the environment."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from esteira.core.names import LANES

from infra.errors import EmulatorUnreachable
from infra.local.aws import aws_client
from infra.local.environment import Environment, LaneQueues
from infra.local.stack.stack import STACK_NAME, Stack


def completed(environment: Environment) -> Environment:
    """The environment with API and queues, also if SAM has deployed the stack. Raises `NotDeployed`."""
    if environment.queues:
        return environment
    with reaching(environment.aws_endpoint_url):
        return with_stack(environment, Stack(aws_client("cloudformation", environment.aws_endpoint_url), STACK_NAME))


def with_stack(environment: Environment, stack: Stack) -> Environment:
    """The environment with API and queues from the stack's outputs. Raises `NotDeployed`."""
    outputs = stack.outputs()
    return environment.model_copy(
        update={
            "api_url": local_api_url(environment, outputs["ApiId"]),
            "queues": {
                lane: LaneQueues(url=outputs[f"{prefix}QueueUrl"], dlq_url=outputs[f"{prefix}DlqUrl"])
                for lane, prefix in ((lane, lane.capitalize()) for lane in LANES)
            },
            "errors_queue": LaneQueues(url=outputs["ErrorsQueueUrl"], dlq_url=outputs["ErrorsDlqUrl"]),
            "reports_bucket": outputs["ReportsBucketName"],
        }
    )


def local_api_url(environment: Environment, api_id: str) -> str:
    """Where the emulator serves an API."""
    return f"{environment.aws_endpoint_url}/_aws/execute-api/{api_id}/live"


@contextmanager
def reaching(endpoint: str) -> Iterator[None]:
    """Turns boto3's errors into `EmulatorUnreachable`."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise EmulatorUnreachable(f"({endpoint}: {error})") from error
