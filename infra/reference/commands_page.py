"""docs/reference/commands.md, from the command line itself."""

import typer
from typer.core import TyperCommand

from infra.cli.main import COMMANDS, build
from infra.reference.markdown import table

TEXT = """\
# Commands

Made by `python -m infra.reference --write` from the command line itself; change it in `infra/cli/commands`.

`esteira` is `.venv/bin/esteira`. Results go to the standard output, messages to standard error. Exit codes: 0 done; 1
failed, or the answer is no; 2 the command line is wrong, or, of `esteira verify`, a store could not be read.

{index}

{chapters}
"""


def page() -> str:
    """Return the text of the page."""
    group = typer.main.get_group(build())
    context = typer.Context(group)
    found = {name: group.get_command(context, name) for name in COMMANDS}
    commands = {name: command for name, command in found.items() if isinstance(command, TyperCommand)}
    return TEXT.format(
        index=table(
            ("command", "what it does"),
            [(f"[`{name}`](#esteira-{name})", _summary(command)) for name, command in commands.items()],
        ),
        chapters="\n\n".join(_chapter(name, command) for name, command in commands.items()),
    )


def _summary(command: TyperCommand) -> str:
    return (command.help or "").partition("\n")[0]


def _chapter(name: str, command: TyperCommand) -> str:
    context = typer.Context(command, info_name=f"esteira {name}")
    usage = " ".join(command.get_usage(context).split()).removeprefix("Usage: ")
    records = (parameter.get_help_record(context) for parameter in command.params)
    rows = [(f"`{given}`", " ".join(what.split())) for given, what in filter(None, records)]
    options = table(("argument or option", "meaning"), rows) if rows else "It has no options."
    return "\n\n".join((f"## esteira {name}", command.help or "", f"```text\n{usage}\n```", options))
