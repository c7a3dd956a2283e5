"""Reads `template.yaml` and replaces the sources of all functions by one bundle."""

from collections.abc import Set
from pathlib import Path
from typing import Any

import yaml

from infra.local.home import REPOSITORY

TEMPLATE = REPOSITORY / "template.yaml"
FUNCTION = "AWS::Serverless::Function"
QUEUE = "AWS::SQS::Queue"
API = "AWS::Serverless::Api"

Json = dict[str, Any]


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short forms: `!Ref x` becomes `{"Ref": x}`, `!Sub x` becomes `{"Fn::Sub": x}`.

    With libyaml's parser: PyYAML's own takes a core second for this template.
    """


def _short_form(loader: _Loader, name: str, node: yaml.Node) -> Json:
    key = name if name in {"Ref", "Condition"} else f"Fn::{name}"
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case yaml.MappingNode():
            value = loader.construct_mapping(node, deep=True)
        case _:
            raise TypeError(node)
    # The short form `!GetAtt Queue.Arn` has a list in the long form.
    return {key: value.split(".", 1) if name == "GetAtt" and isinstance(value, str) else value}


_Loader.add_multi_constructor("!", _short_form)


def read_template(path: Path = TEMPLATE) -> Json:
    """The template in long form."""
    template: Json = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    return template


def without(template: Json, names: Set[str]) -> Json:
    """The same template without these resources, to which nothing else may refer."""
    resources = {name: resource for name, resource in template["Resources"].items() if name not in names}
    return template | {"Resources": resources}


def with_code(template: Json, code_uri: Json | str) -> Json:
    """The same template with one artifact for all functions."""
    globals_ = template.get("Globals", {})
    function = globals_.get("Function", {}) | {"CodeUri": code_uri}
    resources = {name: _without_own_code(resource) for name, resource in template["Resources"].items()}
    return template | {"Globals": globals_ | {"Function": function}, "Resources": resources}


def _without_own_code(resource: Json) -> Json:
    if resource["Type"] != FUNCTION:
        return resource
    properties = {name: value for name, value in resource["Properties"].items() if name != "CodeUri"}
    return resource | {"Properties": properties}
