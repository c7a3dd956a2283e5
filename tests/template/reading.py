"""template.yaml as the tests look at it: short tags spelled out, globals filled in, policies gathered."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from infra.local.home import REPOSITORY

Json = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Knows CloudFormation's short tags."""


def _spell_out(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Json:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _spell_out)


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function as it will be deployed."""

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
        """The properties of its events of one type."""
        return [event["Properties"] for event in self.events if event["Type"] == kind]


@cache
def template() -> Json:
    """The whole document."""
    document: Json = yaml.load((REPOSITORY / "template.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    return document


def resources(kind: str) -> dict[str, Json]:
    """The properties of every resource of one type, by its logical name."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


@cache
def functions() -> dict[str, Function]:
    """Every function by its logical name."""
    return {name: _function(name, properties) for name, properties in resources("AWS::Serverless::Function").items()}


def _function(name: str, properties: Json) -> Function:
    whole = template()["Globals"]["Function"] | properties
    role = _role(whole)
    return Function(
        name=name,
        handler=whole["Handler"],
        timeout_seconds=whole["Timeout"],
        variables=whole.get("Environment", {}).get("Variables", {}),
        events=tuple(whole.get("Events", {}).values()),
        statements=tuple(_statements(whole.get("Policies", []), role)),
        managed_policies=tuple(role.get("ManagedPolicyArns", [])),
    )


def _role(properties: Json) -> Json:
    if "Role" not in properties:
        return {}
    return resources("AWS::IAM::Role")[properties["Role"]["Fn::GetAtt"].partition(".")[0]]


def _statements(policies: list[Json], role: Json) -> Iterator[Json]:
    for policy in policies:
        yield from policy["Statement"]
    for policy in role.get("Policies", []):
        yield from policy["PolicyDocument"]["Statement"]
