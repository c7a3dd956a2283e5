"""Holds that JSON from outside is read by one strict decoder: `python -m infra.checks.json_parsers` names each offence.

Every other parser takes the last of two equal keys and rounds numbers. A module that reads what this product itself
has written may use one; it stands in `OWN_JSON` with what it reads.
"""

import ast
import sys
from collections.abc import Iterator

from infra.checks.structure import Module, read_modules
from infra.local.home import REPOSITORY

PARSERS = frozenset({"raw_decode", "model_validate_json", "validate_json", "parse_raw"})
"""Methods that parse JSON, whatever they belong to."""

MODULES = frozenset({"json", "orjson", "ujson", "simplejson", "pydantic_core"})
FUNCTIONS = frozenset({"load", "loads", "from_json"})
"""Functions that parse JSON if they belong to one of these modules."""

OWN_JSON = {
    "esteira.core.strict_json": "the decoder itself",
    "esteira.audit.mongo.audit_store": "facts of entries that were stored in MongoDB",
    "esteira.core.subprocess.child": "replies of the child process",
    "esteira.core.subprocess.serve": "requests of the parent process",
    "esteira.metrics.redis": "metrics that were stored in Redis",
    "esteira.producer.evidence": "what was stored of a source beside its cursor",
    "esteira.scaling.redis": "configuration, plan and heartbeats that were stored in Redis",
    "infra.docker.mail_relay.handed_over": "the relay's own note",
    "infra.local.environment": "the file that `up` wrote",
    "infra.local.processes.programs": "the digests of the programs that `up` started",
    "infra.local.processes.start_program": "the variables that `up` wrote for its programs",
    "infra.local.secrets": "the file of generated secrets",
    "infra.local.stack.deployed_template": "the record of the last deployment, and of its transformed template",
    "infra.local.stack.repair": "the note of lost positions",
}
"""Modules that parse JSON which others did not write, and where it comes from."""


def other_parsers(modules: Iterator[Module]) -> list[str]:
    """Return the calls of parsers in modules that are not in `OWN_JSON`, as `module:line`."""
    return [
        f"{module.name}:{call.lineno}"
        for module in modules
        if module.name not in OWN_JSON
        for call in _calls(module.tree)
    ]


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _parses(node.func):
            yield node


def _parses(function: ast.Attribute) -> bool:
    owner = function.value
    of_module = isinstance(owner, ast.Name) and owner.id in MODULES
    return function.attr in PARSERS or (of_module and function.attr in FUNCTIONS)


def main() -> None:
    """End with an error where another parser is used."""
    if found := other_parsers(read_modules(REPOSITORY)):
        sys.exit("\n".join(f"error: {place} parses JSON; use esteira.core.decoding" for place in found))


if __name__ == "__main__":
    main()
