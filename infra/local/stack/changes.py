"""What has to be done so that the deployed stack becomes the wanted one, as a list of actions.

LocalStack 4.12 ignores queue attributes and schedules when a stack is updated. So each kind of change that keeps the
stack's shape is an action of its own; any other change creates the stack anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from infra.local.stack.references import open_references
from infra.local.stack.template import API, FUNCTION, QUEUE, Json


@dataclass(frozen=True, kw_only=True)
class ConfigureFunction:
    """Changes settings of a function; `settings` are parameters of UpdateFunctionConfiguration."""

    function: str
    settings: Json


@dataclass(frozen=True, kw_only=True)
class ReplaceCode:
    """Gives a function another artifact."""

    function: str
    bucket: str
    key: str


@dataclass(frozen=True, kw_only=True)
class SetQueueAttributes:
    """Changes attributes of a queue; its messages stay."""

    queue: str
    attributes: Json


@dataclass(frozen=True, kw_only=True)
class ConfigureMapping:
    """Changes an event source mapping; `settings` are parameters of UpdateEventSourceMapping."""

    mapping: str
    settings: Json


@dataclass(frozen=True, kw_only=True)
class SetSchedule:
    """Changes when a rule fires."""

    rule: str
    expression: str


@dataclass(frozen=True, kw_only=True)
class Recreate:
    """Deletes the stack and creates it. The queues are then empty."""

    reason: str


Action = ConfigureFunction | ReplaceCode | SetQueueAttributes | ConfigureMapping | SetSchedule | Recreate

FUNCTION_SETTINGS = frozenset({"Handler", "Description", "MemorySize", "Timeout", "Runtime", "Environment"})
QUEUE_ATTRIBUTES = frozenset(
    {
        "DelaySeconds",
        "MaximumMessageSize",
        "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds",
        "RedriveAllowPolicy",
        "RedrivePolicy",
        "SqsManagedSseEnabled",
        "VisibilityTimeout",
    }
)
MAPPING_SETTINGS = frozenset({"BatchSize", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes", "ScalingConfig"})

BATCH = frozenset({"BatchSize", "MaximumBatchingWindowInSeconds"})


def changes(running: Json | None, wanted: Json) -> tuple[Action, ...]:
    """The actions, in the order of the resources' names; empty if nothing differs. `Recreate` comes alone.

    Both are resolved templates. `running` is None if there is no stack, or if it is not known what was deployed.
    """
    if running is None:
        return (Recreate(reason="no complete stack of this installation"),)
    actions = tuple(_between(running, wanted))
    recreate = [action for action in actions if isinstance(action, Recreate)]
    return tuple(recreate[:1]) or actions


def summary(actions: tuple[Action, ...]) -> str:
    """The actions as a few words: `created (no complete stack of this installation)`, `changed: 2 functions`."""
    if isinstance(actions[0], Recreate):
        return f"created ({actions[0].reason})"
    functions = {action.function for action in actions if isinstance(action, ConfigureFunction | ReplaceCode)}
    others = [action for action in actions if not isinstance(action, ConfigureFunction | ReplaceCode)]
    counts = {"functions": len(functions), "queues, mappings and schedules": len(others)}
    return "changed: " + ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)


def _between(running: Json, wanted: Json) -> Iterator[Action]:
    before, after = running["Resources"], wanted["Resources"]
    if _without_resources(running) != _without_resources(wanted):
        yield Recreate(reason="more than resources")
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            yield Recreate(reason=name)
        elif before[name] != after[name]:
            yield from _executable(_of_resource(name, before[name], after[name]), name, wanted)


def _without_resources(template: Json) -> Json:
    return {key: value for key, value in template.items() if key not in {"Resources", "Description"}}


def _of_resource(name: str, before: Json, after: Json) -> Iterator[Action]:
    kind = KINDS.get(after["Type"])
    if kind is None or before | {"Properties": {}} != after | {"Properties": {}}:
        yield Recreate(reason=name)
    else:
        yield from kind(name, before["Properties"], after["Properties"])


def _executable(actions: Iterator[Action], name: str, wanted: Json) -> Iterator[Action]:
    """An action that refers to anything but a queue or an API's id cannot be carried out by itself."""
    kinds = {each: resource["Type"] for each, resource in wanted["Resources"].items()}
    queues = {each for each, kind in kinds.items() if kind == QUEUE}
    known = queues | {f"{queue}.Arn" for queue in queues} | {each for each, kind in kinds.items() if kind == API}
    for action in actions:
        yield action if set(open_references(vars(action))) <= known else Recreate(reason=name)


def _of_function(name: str, before: Json, after: Json) -> Iterator[Action]:
    changed = _changed(before, after)
    if changed is None or not changed.keys() <= FUNCTION_SETTINGS | {"CodeUri", "Events"}:
        yield Recreate(reason=name)
        return
    if settings := _only(changed, FUNCTION_SETTINGS):
        yield ConfigureFunction(function=name, settings=settings)
    if code := changed.get("CodeUri"):
        yield ReplaceCode(function=name, bucket=code["Bucket"], key=code["Key"])
    if "Events" in changed:
        yield from _of_events(name, before["Events"], after["Events"])


def _of_events(function: str, before: Json, after: Json) -> Iterator[Action]:
    for event in sorted(before.keys() | after.keys()):
        # SAM names the mapping, or the rule, after function and event.
        name = f"{function}{event}"
        if event not in before or event not in after or before[event]["Type"] != after[event]["Type"]:
            yield Recreate(reason=name)
        elif before[event] != after[event]:
            yield _of_event(name, before[event]["Properties"], after[event])


def _of_event(name: str, before: Json, after: Json) -> Action:
    properties = after["Properties"]
    match after["Type"], _changed(before, properties):
        case "SQS", dict(changed) if changed.keys() <= MAPPING_SETTINGS:
            # Lambda checks the size of a batch and its window together, and looks at the request alone.
            return ConfigureMapping(mapping=name, settings=_only(properties, BATCH) | changed)
        case "Schedule", {"Schedule": str(expression), **others} if not others:
            return SetSchedule(rule=name, expression=expression)
        case _:
            return Recreate(reason=name)


def _of_queue(name: str, before: Json, after: Json) -> Iterator[Action]:
    changed = _changed(before, after)
    if changed is None or not changed.keys() <= QUEUE_ATTRIBUTES:
        yield Recreate(reason=name)
    else:
        yield SetQueueAttributes(queue=name, attributes=changed)


def _changed(before: Json, after: Json) -> Json | None:
    """The properties with a new value; None if one is gone, since its default is not known here."""
    if not before.keys() <= after.keys():
        return None
    return {name: value for name, value in after.items() if name not in before or before[name] != value}


def _only(properties: Json, names: frozenset[str]) -> Json:
    return {name: value for name, value in properties.items() if name in names}


KINDS: dict[Any, Callable[[str, Json, Json], Iterator[Action]]] = {FUNCTION: _of_function, QUEUE: _of_queue}
