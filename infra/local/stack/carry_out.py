"""Carries out the changes of a stack that keeps its shape, by one API call each."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from infra.errors import StackFailed
from infra.local.aws import ACCOUNT, REGION, aws_client
from infra.local.stack.changes import (
    Action,
    ConfigureFunction,
    ConfigureMapping,
    ReplaceCode,
    SetQueueAttributes,
    SetSchedule,
)
from infra.local.stack.references import substitute
from infra.local.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from infra.local.stack.template import Json

UPDATED_WITHIN_SECONDS = 60


class StackUpdate:
    """Changes resources of one stack. `ids` are their physical ids; that of a queue is its URL."""

    def __init__(self, endpoint: str, ids: Mapping[str, str]) -> None:
        self._ids = ids
        self._names = {**ids, **{f"{name}.Arn": _queue_arn(id_) for name, id_ in ids.items()}}
        self._lambda = aws_client("lambda", endpoint)
        self._sqs = aws_client("sqs", endpoint)
        self._events = aws_client("events", endpoint)

    def carry_out(self, actions: Iterable[Action]) -> None:
        """Returns when the functions have their new settings and code. Raises `StackFailed` if one does not get them.

        Settings before code: LocalStack refuses to change a function that is being changed.
        """
        actions = tuple(actions)
        settings = [action for action in actions if isinstance(action, ConfigureFunction)]
        code = [action for action in actions if isinstance(action, ReplaceCode)]
        for action in actions:
            self._change_in_place(action)
        for each in settings:
            self._lambda.update_function_configuration(
                FunctionName=self._ids[each.function], **self._bound(each.settings)
            )
        self._await_updates(action.function for action in settings)
        for one in code:
            self._lambda.update_function_code(FunctionName=self._ids[one.function], S3Bucket=one.bucket, S3Key=one.key)
        self._await_updates(action.function for action in code)

    def _change_in_place(self, action: Action) -> None:
        match action:
            case SetQueueAttributes(queue=queue, attributes=attributes):
                texts = {name: _attribute(value) for name, value in self._bound(attributes).items()}
                self._sqs.set_queue_attributes(QueueUrl=self._ids[queue], Attributes=texts)
            case ConfigureMapping(mapping=mapping, settings=settings):
                self._lambda.update_event_source_mapping(UUID=self._ids[mapping], **self._bound(settings))
            case SetSchedule(rule=rule, expression=expression):
                self._events.put_rule(Name=self._ids[rule], ScheduleExpression=expression)
            case _:
                return

    def _bound(self, settings: Json) -> Json:
        bound: Json = substitute(settings, self._names)
        return bound

    def _await_updates(self, functions: Iterable[str]) -> None:
        for function in functions:
            wait_until(
                partial(self._is_updated, function),
                seconds=UPDATED_WITHIN_SECONDS,
                failure=partial(StackFailed, f"({function} was not updated within {UPDATED_WITHIN_SECONDS} s)"),
                pause_seconds=0.02,
            )

    def _is_updated(self, function: str) -> bool:
        answer = self._lambda.get_function_configuration(FunctionName=self._ids[function])
        if answer.get("LastUpdateStatus") == "Failed":
            raise StackFailed(f"({function}: {answer.get('LastUpdateStatusReason')})")
        return bool(answer.get("LastUpdateStatus") == "Successful")


def _queue_arn(url: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{url.rsplit('/', 1)[-1]}"


def _attribute(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
