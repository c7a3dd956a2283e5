"""Compares what was seen with AWS's answer."""

import re
from collections.abc import Mapping, Sequence


def matches(expected: object, seen: object) -> bool:
    """Whether they are equal, type included. A compiled pattern stands for all texts that match it as a whole."""
    match expected:
        case re.Pattern():
            return isinstance(seen, str) and expected.fullmatch(seen) is not None
        case Mapping():
            return isinstance(seen, Mapping) and _same_items(expected, seen)
        case list() | tuple():
            return isinstance(seen, list | tuple) and _same_parts(expected, seen)
        case _:
            return type(expected) is type(seen) and expected == seen


def shown(value: object) -> str:
    """The value as one short line; patterns as they are written."""
    text = f"/{value.pattern}/" if isinstance(value, re.Pattern) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN // 2]} … {text[-LONGEST_SHOWN // 2 :]}"


LONGEST_SHOWN = 400


def _same_items(expected: Mapping[object, object], seen: Mapping[object, object]) -> bool:
    return expected.keys() == seen.keys() and all(matches(value, seen[key]) for key, value in expected.items())


def _same_parts(expected: Sequence[object], seen: Sequence[object]) -> bool:
    return len(expected) == len(seen) and all(map(matches, expected, seen))
