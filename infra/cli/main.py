"""`esteira`: builds the command line from the modules in `commands` and turns our errors into exit codes.

Exit codes: 0 done; 1 failed, or the answer is no (`verify`); 2 the command line is wrong.
"""

import logging
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

import typer
from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from rich.markup import escape
from typer.core import TyperCommand, TyperGroup

from infra.cli.output import messages
from infra.errors import InfraError

COMMANDS = (
    *("up", "down", "run", "status", "logs", "env"),
    *("populate", "publish", "wait", "history", "story", "verify", "redrive"),
    *("flow", "flow-set", "pause", "resume", "why", "whatif", "workers", "celery", "cost"),
    *("admin", "keys", "machine-token", "mails", "lookups", "digest", "failures", "report", "audit"),
    *("migrate", "deploy"),
)
"""In the order of `esteira --help`; see `infra.cli.commands` for where they are."""

MODULES = {
    "flow-set": "flow",
    "resume": "pause",
    "machine-token": "machine_token",
    "digest": "lookups",
    "audit": "access.audit",
    "cost": "costs.cost",
    "story": "history",
    "report": "reports.report",
    "whatif": "scaling.whatif",
}
"""Commands whose module does not have their name."""

PASSED_ON = frozenset({"celery"})
"""Commands that pass on everything from their first argument on, `--help` included."""


_GROUPED = re.compile(r"[+-]?[0-9]+(_[0-9]+)+(\.[0-9_]+)?")


class _PlainNumbers(TyperCommand):
    """Refuses `1_000`, which Python reads as 1000: numbers are written in one way at every door."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        for argument in args:
            value = argument.partition("=")[2] if argument.startswith("--") else argument
            if _GROUPED.fullmatch(value):
                raise typer.BadParameter(f"{value} is not a number; write it without underscores")
        return super().parse_args(ctx, args)


class _Commands(TyperGroup):
    """Imports only the module of the command that is called: start-up stays fast."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(add_completion=False)
        context = {"allow_interspersed_args": cmd_name not in PASSED_ON}
        alone.command(cmd_name, cls=_PlainNumbers, context_settings=context)(_function(cmd_name))
        return cast("TyperCommand", typer.main.get_command(alone))


def _function(command: str) -> Callable[..., None]:
    module = import_module(f"infra.cli.commands.{MODULES.get(command, command)}")
    return cast("Callable[..., None]", getattr(module, command.replace("-", "_")))


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
    """The console script. An expected error is one message and exit code 1; a bug shows its traceback."""
    logger.setLevel("CRITICAL")  # commands print their own messages, also of what failed
    logging.getLogger().addHandler(logging.NullHandler())  # else Python prints the warnings of pools and clients raw
    try:
        build()()
    except (EsteiraError, InfraError, OSError) as error:
        messages.print(f"[red]error:[/] {escape(str(error))}", highlight=False)
        raise SystemExit(1) from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
