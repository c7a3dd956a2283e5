"""References in a template: `Ref`, `Fn::GetAtt` and `Fn::Sub`, replaced by the values of their names.

An attribute's name is `Queue.Arn`, in whatever form the template has it.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from infra.local.stack.template import Json

PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")


def substitute(value: Any, names: Mapping[str, str]) -> Any:
    """The value with each reference replaced whose name is known. The others stay."""
    match value:
        case {"Ref": str(name)}:
            return names.get(name, value)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            return names.get(f"{resource}.{attribute}", value)
        case {"Fn::Sub": str(text)}:
            return _substitute_text(text, names)
        case dict():
            return {key: substitute(each, names) for key, each in value.items()}
        case list():
            return [substitute(each, names) for each in value]
        case _:
            return value


def open_references(value: Any) -> Iterator[str]:
    """The names to which the value refers; of any other function of CloudFormation the function's name."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            yield f"{resource}.{attribute}"
        case {"Fn::Sub": str(text)}:
            yield from PLACEHOLDER.findall(text)
        case dict():
            yield from (key for key in value if key.startswith("Fn::"))
            yield from chain.from_iterable(open_references(each) for each in value.values())
        case list():
            yield from chain.from_iterable(open_references(each) for each in value)
        case _:
            return


def _substitute_text(text: str, names: Mapping[str, str]) -> Json | str:
    filled = PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), text)
    return filled if set(PLACEHOLDER.findall(text)) <= names.keys() else {"Fn::Sub": filled}
