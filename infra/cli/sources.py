"""The sources that a command is for: as arguments or with --source, in every command that takes them."""

from collections.abc import Sequence
from typing import Annotated

import typer

SourceOption = Annotated[list[str] | None, typer.Option("--source", help="The same as SOURCE; may be repeated.")]


def named_sources(arguments: Sequence[str] | None, options: Sequence[str] | None) -> list[str]:
    """Return the names given in either form, each once; none stands for all sources."""
    return list(dict.fromkeys([*(arguments or ()), *(options or ())]))


def count_and_source(arguments: Sequence[str] | None, option: str | None) -> tuple[int | None, str | None]:
    """Return what `[COUNT] [SOURCE]` and --source name. No source has a name that begins with a digit."""
    first, *rest = arguments or [""]
    is_count = not first[:1].isalpha() and first != ""
    names = named_sources(rest if is_count or not first else [first, *rest], [option] if option else None)
    if len(names) > 1:
        raise typer.BadParameter(f"one source, or none for all, not {' and '.join(names)}", param_hint="SOURCE")
    return (_count(first) if is_count else None), (names[0] if names else None)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise typer.BadParameter(f"{text} is not a whole number from 1", param_hint="COUNT")
    return int(text)
