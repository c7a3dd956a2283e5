"""A story as one file: JSON that any program reads, and that opens again without any store."""

import json
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypedDict

from esteira.core.decoding import as_json, faults_in
from esteira.core.errors import BadRequest, TooLarge, Unprocessable
from esteira.core.strict_json import MalformedJson, json_value
from esteira.orders.story import Story

MOST_BYTES = 2 * 1024 * 1024
"""Of a file. A story with all its attempts, letters and callbacks has a tenth of that."""

Format = Literal["esteira-story"]
Version = Literal[1]

FORMAT: Format = "esteira-story"
VERSION: Version = 1


@dataclass(frozen=True, kw_only=True)
class StoryFile:
    """A story in its envelope, which says what it is."""

    format: Format
    version: Version
    story: Story


class StoryFileJson(TypedDict):
    """A story as a file holds it, and as `GET /orders/{reference}/story` answers."""

    format: Format
    version: Version
    story: Story


def story_json(story: Story) -> StoryFileJson:
    """Return the JSON of a file: ids and amounts as text, so that they stay exact, and times in ISO 8601."""
    return {"format": FORMAT, "version": VERSION, "story": as_json(story)}


def file_text(story: Story) -> str:
    """Return the contents of a file."""
    return json.dumps(story_json(story), ensure_ascii=False, indent=1) + "\n"


def file_name(story: Story) -> str:
    """Return the name of a file: the order and when its story was told."""
    return f"order-{story.source}-{story.id}-{story.told_at:%Y%m%dT%H%M%SZ}.json"


def opened(contents: bytes) -> Story:
    """Return the story in a file. Raises `TooLarge`, `BadRequest` for what is not JSON, else `Unprocessable`."""
    if len(contents) > MOST_BYTES:
        raise TooLarge(f"(a story has at most {MOST_BYTES // 1024 // 1024} MB)")
    try:
        value = json_value(contents)
    except MalformedJson as error:
        raise BadRequest(f"({error})") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Unprocessable("(this file is no story of an order: save one with `esteira story` or in the console)")
    return _validated(value)


def _validated(value: object) -> Story:
    try:
        return _FILE.validate_python(value).story
    except ValidationError as error:
        raise Unprocessable(f"({faults_in(error)})") from None


_FILE = TypeAdapter(StoryFile)
