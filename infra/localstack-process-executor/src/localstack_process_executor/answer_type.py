"""The content type of an answer: chosen once for each pair of request headers that it depends on.

LocalStack parses the headers Accept and Content-Type anew for every request, which is 6 % of one to SQS.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any

from localstack_process_executor.expected_shape import refuse_other_parameters

EXPECTED = ["self", "headers"]
REMEMBERED = 256
"""Pairs of headers. Clients write some dozen; what a stranger makes up pushes the oldest out."""


def install() -> None:
    """Remember the choices. Raises `UnexpectedLocalStack`."""
    from localstack.aws.protocol.serializer import ResponseSerializer

    choose = ResponseSerializer._get_mime_type
    refuse_other_parameters({choose: EXPECTED})
    ResponseSerializer._get_mime_type = remembering(choose)


def remembering(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method `choose` of serializers, called once for each class of them and pair of headers."""

    @lru_cache(maxsize=REMEMBERED)
    def chosen(kind: type, accept: str | None, content_type: str | None) -> Any:
        headers = {"Accept": accept, "Content-Type": content_type}
        # It reads nothing of the serializer but what belongs to its class.
        return choose(kind, {name: value for name, value in headers.items() if value is not None})

    @wraps(choose)
    def get_mime_type(serializer: Any, headers: Mapping[str, str] | None) -> Any:
        known, kind = headers or {}, serializer.__class__
        return chosen(kind, known.get("Accept"), known.get("Content-Type"))

    return get_mime_type
