"""Check the new body of a dead letter: it must be a message of its lane, of the same identity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from esteira.core.decoding import faults_in
from esteira.core.errors import Conflict, Unprocessable
from esteira.core.messages import MESSAGES, AnyMessage
from esteira.core.names import Lane
from esteira.core.orders import OrderPayload
from esteira.core.strict_json import MalformedJson, json_value
from esteira.workbench.contents import flattened
from esteira.workbench.letter import FiledLetter

MOST_BODY = 1_048_576
"""Characters of a body: more than SQS takes."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field that differs. None: it is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class CheckedEdit:
    """A new body that is a message of its lane, and its differences from the letter's."""

    message: AnyMessage
    changes: Sequence[Change]


def check_edit(letter: FiledLetter, body: str) -> CheckedEdit:
    """Return the message in a new body. The payload's hash is computed anew, so nobody need give it.

    Raises `Unprocessable` naming each field that is not valid, or `Conflict` if the identity is not that of the letter.
    """
    before, after = _document(letter.body, "the letter"), _document(body, "body")
    _check_identity(letter.lane, before, after)
    message, document = _message(letter.lane, after)
    changes = _changes(flattened(before), flattened(document))
    if not changes:
        raise Unprocessable("(body: is the same as the letter's; redrive it as it is)")
    return CheckedEdit(message=message, changes=changes)


def _document(body: str, name: str) -> Mapping[str, Any]:
    try:
        document = json_value(body)
    except MalformedJson as error:
        raise Unprocessable(f"({name}: {error.sentence})") from None
    if not isinstance(document, dict):
        raise Unprocessable(f"({name}: is no JSON object, so it names nothing that could be kept)")
    return document


def _check_identity(lane: Lane, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    identity = MESSAGES[lane].identity
    missing = [name for name in identity if name not in before]
    if missing:
        raise Conflict(f"(the letter has no {' and no '.join(missing)}, so nobody knows what it is about)")
    changed = [name for name in identity if before[name] != after.get(name)]
    if changed:
        raise Conflict(f"({', '.join(changed)}: must stay as in the letter, since they say what it is about)")


def _message(lane: Lane, document: Mapping[str, Any]) -> tuple[AnyMessage, Mapping[str, Any]]:
    try:
        if lane == "orders":
            payload = OrderPayload.model_validate(document.get("payload"))
            document = {**document, "payload_hash": payload.fingerprint()}
        return MESSAGES[lane].model_validate(document, by_alias=True, by_name=False), document
    except ValidationError as error:
        raise Unprocessable(f"({faults_in(error)})") from None


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    paths = sorted(before.keys() | after.keys())
    changes = [Change(path=path, before=before.get(path), after=after.get(path)) for path in paths]
    return [change for change in changes if change.before != change.after]
