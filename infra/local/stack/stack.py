"""One CloudFormation stack, which carries a fingerprint of its template and parameters as a tag.

LocalStack 4.12 ignores queue attributes and schedules when a stack is updated, so a change deletes and creates it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.errors import NotDeployed, StackFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

STACK_NAME = "esteira"
FINGERPRINT_TAG = "esteira:fingerprint"
PATIENCE_SECONDS = 180
POLL_SECONDS = 0.2


class Stack:
    """The stack of one name."""

    def __init__(self, client: CloudFormationClient, name: str) -> None:
        self._client = client
        self.name = name

    def fingerprint(self) -> str | None:
        """The fingerprint of the stack; None if there is no completely created stack."""
        stack = self._find()
        if stack is None or stack["StackStatus"] != "CREATE_COMPLETE":
            return None
        tags = {tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])}
        return tags.get(FINGERPRINT_TAG)

    def state(self) -> str | None:
        """CloudFormation's status; None if there is no stack."""
        stack = self._find()
        return stack["StackStatus"] if stack else None

    def outputs(self) -> dict[str, str]:
        """Its outputs by name. Raises `NotDeployed`."""
        stack = self._find()
        if stack is None:
            raise NotDeployed
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def delete(self) -> None:
        """Deletes it if it exists; returns when that is done. Raises `StackFailed`."""
        if self._find() is None:
            return
        self._client.delete_stack(StackName=self.name)
        end = time.monotonic() + PATIENCE_SECONDS
        while self._find() is not None:
            if time.monotonic() > end:
                raise StackFailed(f"(not deleted within {PATIENCE_SECONDS} s)")
            time.sleep(POLL_SECONDS)

    def create(self, body: str, parameters: Mapping[str, str], fingerprint: str) -> None:
        """Returns when it is created. Raises `StackFailed` with the reason of each resource that failed."""
        self._client.create_stack(
            StackName=self.name,
            TemplateBody=body,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Tags=[{"Key": FINGERPRINT_TAG, "Value": fingerprint}],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            OnFailure="DO_NOTHING",
        )
        self._wait_until_created()

    def _wait_until_created(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while (status := self.state()) == "CREATE_IN_PROGRESS":
            if time.monotonic() > end:
                raise StackFailed(f"(not created within {PATIENCE_SECONDS} s)")
            time.sleep(POLL_SECONDS)
        if status != "CREATE_COMPLETE":
            raise StackFailed(self._reasons())

    def _reasons(self) -> str:
        events = self._client.describe_stack_events(StackName=self.name)["StackEvents"]
        failed = [event for event in events if event.get("ResourceStatus", "").endswith("_FAILED")]
        lines = [f"{event.get('LogicalResourceId')}: {event.get('ResourceStatusReason')}" for event in reversed(failed)]
        return "\n".join(["", *lines])

    def _find(self) -> StackTypeDef | None:
        try:
            stacks = self._client.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        living = [stack for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"]
        return living[0] if living else None
