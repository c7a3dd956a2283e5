"""The contract of the queue `errors`: the fields of a body."""

from typing import Annotated, Literal
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from pydantic import BaseModel, Field, StringConstraints

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import InvalidMessage
from esteira.core.moments import Moment
from esteira.core.names import Lane
from esteira.core.numbers import Whole
from esteira.core.reporting.error_report import ErrorKind, ErrorReport, LaneMessage

ORIGINAL_CHARACTERS = 10_000
"""Longer originals are cut, and cannot be sent again from here. Ten errors of this size fit into one request to SQS."""

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16}|other)$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ErrorMessage(BaseModel, frozen=True, extra="forbid", strict=True, populate_by_name=True):
    """One error.

    `failure_id`: the same for all errors of one message of a lane. `report_id`: the same however often it is received.
    `original_is_whole`: nothing was cut or redacted, so that it can be sent again. `uncounted`: the errors for which it
    stands, and which no counter in Redis holds.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    report_id: Annotated[UUID, Field(strict=False)]
    failure_id: Annotated[UUID, Field(strict=False)]
    fingerprint: Fingerprint
    kind: Annotated[ErrorKind, Field(strict=False)]
    component: Name
    place: Name
    cause: Annotated[str, StringConstraints(max_length=1000)]
    normalised: Annotated[str, StringConstraints(max_length=2000)]
    original: Annotated[str, StringConstraints(max_length=ORIGINAL_CHARACTERS)] | None
    original_is_whole: bool
    lane: Lane | None = None
    attempt: Annotated[Whole, Field(ge=1)] | None = None
    is_last: bool = False
    is_transient: bool = False
    uncounted: Annotated[Whole, Field(ge=0)] = 0
    at: Moment


def identities(report: ErrorReport) -> tuple[UUID, UUID]:
    """Return report id and failure id. Those of a lane's message are always the same, others are new."""
    if report.message is None:
        new = uuid4()
        return new, new
    return _named("receive", report.message.lane, report.message.receive), failure_id(report.message)


def failure_id(message: LaneMessage) -> UUID:
    """Return the id of the failure of a lane's message."""
    return _named("message", message.lane, message.subject)


def encode_error(message: ErrorMessage) -> str:
    """Return the body. JSON leaves two characters as they are that SQS refuses (see `core.messages.encode`)."""
    return message.model_dump_json(by_alias=True).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def decode_error(body: str) -> ErrorMessage:
    """Return the error in a body. Raises `InvalidMessage` naming each invalid field, never its value."""
    try:
        return validated(body, ErrorMessage, strict=None)
    except InvalidFields as error:
        raise InvalidMessage(str(error)) from None


def _named(kind: str, lane: str, name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"esteira:error:{kind}:{lane}:{name}")
