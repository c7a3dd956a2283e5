"""The table of all routes with their policies in docs/api.md, made from the functions themselves.

`python -m infra.checks.route_policies` fails if the table differs; with `--write` it writes the table.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from esteira.core.http.app import GuardedApp

from infra.checks.openapi.routes import routes_of
from infra.local.home import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "api.md"
BEGIN, END = "<!-- routes: made by infra/checks/route_policies.py -->\n", "<!-- end of routes -->\n"


def guarded_apps(functions: Path = REPOSITORY / "functions") -> Iterator[GuardedApp]:
    """The apps of all functions that answer over HTTP, by name."""
    for path in sorted(functions.glob("*/app.py")):
        app = getattr(import_module(f"{path.parent.name}.app"), "app", None)
        if isinstance(app, GuardedApp):
            yield app


def table() -> str:
    """The table in Markdown: route, who may call it, and what it does by the first line of its docstring."""
    rows = [f"| `{route}` | {route.contract.policy} | {route.summary} |" for route in routes_of(guarded_apps())]
    head = ["| route | who may call it | what it does |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def with_table(text: str) -> str:
    """The document with the table of today."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def main(arguments: list[str]) -> None:
    """Write the table, or exit with 1 if it differs."""
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = with_table(text)
    if arguments == ["--write"]:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        sys.exit("error: the routes in docs/api.md are not today's: python -m infra.checks.route_policies --write")


if __name__ == "__main__":
    main(sys.argv[1:])
