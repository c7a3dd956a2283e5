"""One CloudFormation stack. It is created and deleted, and never updated: see `changes`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.errors import NotDeployed, StackFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

    from infra.local.stack.template import Json

STACK_NAME = "esteira"
PATIENCE_SECONDS = 180
POLL_SECONDS = 0.2


class Stack:
    """The stack of one name."""

    def __init__(self, client: CloudFormationClient, name: str) -> None:
        self._client = client
        self.name = name

    def id(self) -> str | None:
        """Its ARN, which another stack of the same name does not have; None if none is completely created."""
        stack = self._find()
        return stack["StackId"] if stack and stack["StackStatus"] == "CREATE_COMPLETE" else None

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

    def resources(self) -> dict[str, str]:
        """The physical ids of its resources, by logical id."""
        pages = self._client.get_paginator("list_stack_resources").paginate(StackName=self.name)
        resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one.get("PhysicalResourceId", "") for one in resources}

    def transformed_template(self) -> Json:
        """What the template has become by its transforms: it has none itself, and creates the same stack."""
        # boto3 decodes a body that is JSON.
        return self._client.get_template(StackName=self.name, TemplateStage="Processed")["TemplateBody"]

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

    def create(self, template_url: str, parameters: Mapping[str, str]) -> str:
        """Returns its id when it is created. Raises `StackFailed` with the reason of each resource that failed."""
        created = self._client.create_stack(
            StackName=self.name,
            TemplateURL=template_url,
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            OnFailure="DO_NOTHING",
        )
        self._wait_until_created()
        return created["StackId"]

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
