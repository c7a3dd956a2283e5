"""The stack as CloudFormation, Lambda and EventBridge know it, on AWS and on LocalStack."""

import base64
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from esteira.stack.cloud_errors import reached
from esteira.stack.function import Answer, DeployedFunction, DeployedRule, Trigger

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import InvocationResponseTypeDef

R = TypeVar("R")

FUNCTION, RULE = "AWS::Lambda::Function", "AWS::Events::Rule"
REQUESTS_IN_FLIGHT = 6


@dataclass(frozen=True, kw_only=True)
class CloudClients:
    """The clients of one account and region. `patient` waits as long as a function may run, and never repeats."""

    cloudformation: "CloudFormationClient"
    functions: "LambdaClient"
    patient: "LambdaClient"
    events: "EventBridgeClient"


class CloudStack:
    """The port `Stack`, of the stack of this name."""

    def __init__(self, clients: CloudClients, stack_name: str) -> None:
        self._clients = clients
        self._stack_name = stack_name

    def functions(self) -> Sequence[DeployedFunction]:
        """See `Stack.functions`."""
        with reached():
            names = self._resources(FUNCTION)
            queues = self._queues()
            scheduled = {rule.function for rule in self._rules(names)}
            read = partial(self._function, queues=queues, scheduled=scheduled)
            return sorted(_in_parallel(read, names.items()), key=lambda function: function.name)

    def rules(self) -> Sequence[DeployedRule]:
        """See `Stack.rules`."""
        with reached():
            return sorted(self._rules(self._resources(FUNCTION)), key=lambda rule: rule.name)

    def invoke(self, deployed_name: str, event: str) -> Answer:
        """See `Stack.invoke`."""
        started = time.monotonic()
        with reached():
            reply = self._clients.patient.invoke(FunctionName=deployed_name, Payload=event.encode(), LogType="Tail")
            payload = reply["Payload"].read()
        return _answer(reply, payload, seconds=time.monotonic() - started)

    def _resources(self, kind: str) -> Mapping[str, str]:
        """Return the names of the stack's resources of one kind: in the template, and as deployed."""
        pages = self._clients.cloudformation.get_paginator("list_stack_resources").paginate(StackName=self._stack_name)
        return {
            resource["LogicalResourceId"]: resource.get("PhysicalResourceId", "")
            for page in pages
            for resource in page["StackResourceSummaries"]
            if resource["ResourceType"] == kind
        }

    def _queues(self) -> Mapping[str, str]:
        """Return the names of queues by the deployed names of the functions that they invoke."""
        pages = self._clients.functions.get_paginator("list_event_source_mappings").paginate()
        mappings = [mapping for page in pages for mapping in page["EventSourceMappings"]]
        return {_last(each["FunctionArn"]): _last(each["EventSourceArn"]) for each in mappings}

    def _function(self, names: tuple[str, str], *, queues: Mapping[str, str], scheduled: set[str]) -> DeployedFunction:
        name, deployed_name = names
        found = self._clients.functions.get_function_configuration(FunctionName=deployed_name)
        queue = queues.get(deployed_name, "")
        return DeployedFunction(
            name=name,
            deployed_name=deployed_name,
            description=found.get("Description", ""),
            handler=found.get("Handler", ""),
            runtime=found.get("Runtime", ""),
            memory_mib=found["MemorySize"],
            timeout_seconds=found["Timeout"],
            state=found.get("State", "Active"),
            trigger=Trigger.QUEUE if queue else Trigger.SCHEDULE if name in scheduled else Trigger.HTTP,
            queue=queue.removeprefix(f"{self._stack_name}-"),
        )

    def _rules(self, functions: Mapping[str, str]) -> Sequence[DeployedRule]:
        names = {deployed_name: name for name, deployed_name in functions.items()}
        return _in_parallel(partial(self._rule, functions=names), self._resources(RULE).items())

    def _rule(self, names: tuple[str, str], *, functions: Mapping[str, str]) -> DeployedRule:
        name, deployed_name = names
        events, rule_name = self._clients.events, _last(deployed_name, "/")
        rule = events.describe_rule(Name=rule_name)
        target = next(iter(events.list_targets_by_rule(Rule=rule_name)["Targets"]), None)
        return DeployedRule(
            name=name,
            arn=rule["Arn"],
            expression=rule.get("ScheduleExpression", ""),
            enabled=rule.get("State") == "ENABLED",
            function=functions.get(_last(target["Arn"]), "") if target else "",
            payload=target.get("Input", "") if target else "",
        )


def _in_parallel(read: Callable[[tuple[str, str]], R], items: Iterable[tuple[str, str]]) -> list[R]:
    with ThreadPoolExecutor(REQUESTS_IN_FLIGHT, thread_name_prefix="stack") as threads:
        return list(threads.map(read, items))


def _last(arn: str, mark: str = ":") -> str:
    return arn.rpartition(mark)[2]


def _answer(reply: "InvocationResponseTypeDef", payload: bytes, *, seconds: float) -> Answer:
    return Answer(
        payload=payload.decode(errors="replace"),
        error=reply.get("FunctionError", ""),
        # The last 4 KB, whose beginning may be within a character.
        log=base64.b64decode(reply.get("LogResult", "")).decode(errors="replace"),
        seconds=seconds,
    )
