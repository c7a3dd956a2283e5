"""The template as it is deployed: with its parameters, AWS's own values and the functions' globals put in.

Two of these can be compared resource by resource. References to resources stay: their ids are known once they exist.
"""

from collections.abc import Mapping
from typing import Any

from infra.local.aws import ACCOUNT, REGION
from infra.local.stack.references import substitute
from infra.local.stack.template import FUNCTION, Json

OF_AWS = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}


def resolved(template: Json, parameters: Mapping[str, str], *, stack_name: str) -> Json:
    """The template without `Parameters`, `Rules` about them and `Globals`; their values are where they are used."""
    names = OF_AWS | {"AWS::StackName": stack_name} | _defaults(template) | dict(parameters)
    shared = template.get("Globals", {}).get("Function", {})
    resources = {name: _with_globals(resource, shared) for name, resource in template["Resources"].items()}
    rest = {key: value for key, value in template.items() if key not in {"Parameters", "Rules", "Globals"}}
    whole: Json = substitute(rest | {"Resources": resources}, names)
    return whole


def _defaults(template: Json) -> dict[str, str]:
    parameters: dict[str, dict[str, Any]] = template.get("Parameters", {})
    return {name: str(one["Default"]) for name, one in parameters.items() if "Default" in one}


def _with_globals(resource: Json, shared: Json) -> Json:
    if resource["Type"] != FUNCTION:
        return resource
    return resource | {"Properties": with_shared(resource["Properties"], shared)}


def with_shared(properties: Json, shared: Json) -> Json:
    """A function's properties with those of all functions, as SAM merges them: variables one by one."""
    variables = [each.get("Environment", {}).get("Variables", {}) for each in (shared, properties)]
    merged = {"Environment": {"Variables": variables[0] | variables[1]}} if any(variables) else {}
    return shared | properties | merged
