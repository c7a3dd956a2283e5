"""Output of the command line: results to stdout, progress and errors to stderr."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from esteira.core.identifiers import exact
from rich.console import Console
from rich.markup import escape

from infra.local.progress import Say

# Without emoji: in `acmepay:x:1` rich would replace `:x:` by a cross.
results = Console(soft_wrap=True, emoji=False)
messages = Console(stderr=True, soft_wrap=True, emoji=False)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
"""The option that every command with a result takes."""


def print_json(value: Any) -> None:
    """JSON without colours, whatever stdout is, and without numbers that its reader would round."""
    typer.echo(json.dumps(exact(value), indent=2, default=str))


def counted(count: int, noun: str) -> str:
    """A count and its noun: `1 line`, `4,100 lines`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


@contextmanager
def steps(title: str) -> Iterator[Say]:
    """A spinner with `title`; each line said appears above it."""
    with messages.status(title):
        yield lambda line: messages.print(f"[green]✓[/] {escape(line)}")
