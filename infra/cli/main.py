"""`esteira`: builds the command line out of the modules in `commands` and turns our errors into exit codes.

Exit codes: 0 done; 1 could not be done, or the answer is no (`verify`); 2 the command line is wrong.
"""

from importlib import import_module
from typing import Any, cast

import typer
from esteira.errors import EsteiraError
from esteira.log import logger
from rich.markup import escape
from typer.core import TyperCommand, TyperGroup

from infra.cli.output import messages
from infra.errors import InfraError

COMMANDS = (
    *("up", "down", "run", "status", "logs", "env"),
    *("populate", "publish", "wait", "history", "verify", "redrive"),
    *("flow", "flow-set", "pause", "resume", "why", "workers", "celery"),
    *("migrate", "deploy"),
)
"""In the order of `esteira --help`; one module each in `infra.cli.commands`, a dash in the name being an underscore."""

PASSED_ON = frozenset({"celery"})
"""Commands that hand on everything from their first argument on, `--help` included."""


class _Commands(TyperGroup):
    """Imports the module of the command that is called, and no other."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        function = cmd_name.replace("-", "_")
        alone = typer.Typer(add_completion=False)
        context = {"allow_interspersed_args": cmd_name not in PASSED_ON}
        alone.command(cmd_name, context_settings=context)(
            getattr(import_module(f"infra.cli.commands.{function}"), function)
        )
        return cast("TyperCommand", typer.main.get_command(alone))


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        cls=_Commands,
        help="Moves business records through queues, and proves that none was lost or doubled.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    return app


def main() -> None:
    """The console script. An error of ours is one message and exit code 1; a bug shows its traceback."""
    logger.setLevel("ERROR")  # a command tells in its own words what it did
    try:
        build()()
    except (EsteiraError, InfraError, OSError) as error:
        messages.print(f"[red]error:[/] {escape(str(error))}", highlight=False)
        raise SystemExit(1) from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
