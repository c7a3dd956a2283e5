"""The form of a gateway response: a template of its body, and the headers that its parameters set."""

import re
from collections.abc import Iterator, Mapping

HEADER = "gatewayresponse.header."
VARIABLE = re.compile(r"\$context\.(\w+(?:\.\w+)*)")


def body(template: str, variables: Mapping[str, str]) -> str:
    """The template with the values of its variables `$context.…`; a variable without a value becomes empty."""
    return VARIABLE.sub(lambda found: variables.get(found[1], ""), template)


def headers(parameters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The headers with a constant value, which is written in single quotes. Others are left out."""
    for name, value in parameters.items():
        if name.startswith(HEADER) and value.startswith("'") and value.endswith("'"):
            yield name.removeprefix(HEADER), value[1:-1]
