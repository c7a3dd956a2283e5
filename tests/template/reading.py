"""Reads template.yaml for the tests: short tags expanded, globals applied, policies collected."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra.local.stack.resolved_template import with_shared
from infra.local.stack.template import Json, read_template


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function as deployed."""

    name: str
    handler: str
    timeout_seconds: int
    variables: Json
    events: tuple[Json, ...]
    statements: tuple[Json, ...]
    managed_policies: tuple[Any, ...]

    @property
    def module(self) -> str:
        """The Python module of the handler."""
        return self.handler.rpartition(".")[0]

    @property
    def entry(self) -> str:
        """The handler's name in its module."""
        return self.handler.rpartition(".")[2]

    def events_of(self, kind: str) -> list[Json]:
        """Return the properties of its events of one type."""
        return [event["Properties"] for event in self.events if event["Type"] == kind]


@cache
def template() -> Json:
    """Return the whole document."""
    return read_template()


def resources(kind: str) -> dict[str, Json]:
    """Return the properties of every resource of one type, by logical name."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


@cache
def functions() -> dict[str, Function]:
    """Return every function, by logical name."""
    return {name: _function(name, properties) for name, properties in resources("AWS::Serverless::Function").items()}


def _function(name: str, properties: Json) -> Function:
    merged = with_shared(properties, template()["Globals"]["Function"])
    role = _role(merged)
    return Function(
        name=name,
        handler=merged["Handler"],
        timeout_seconds=merged["Timeout"],
        variables=merged.get("Environment", {}).get("Variables", {}),
        events=tuple(merged.get("Events", {}).values()),
        statements=tuple(_statements(merged.get("Policies", []), role)),
        managed_policies=tuple(role.get("ManagedPolicyArns", [])),
    )


def _role(properties: Json) -> Json:
    if "Role" not in properties:
        return {}
    return resources("AWS::IAM::Role")[properties["Role"]["Fn::GetAtt"][0]]


def _statements(policies: list[Json], role: Json) -> Iterator[Json]:
    for policy in policies:
        yield from map(if_so, policy["Statement"])
    for policy in role.get("Policies", []):
        yield from map(if_so, policy["PolicyDocument"]["Statement"])


def if_so(value: Any) -> Any:
    """Return what a value is while its condition holds."""
    return value["Fn::If"][1] if isinstance(value, dict) and "Fn::If" in value else value


def otherwise(value: Any) -> Any:
    """Return what a value is while its condition does not hold."""
    return value["Fn::If"][2] if isinstance(value, dict) and "Fn::If" in value else value
