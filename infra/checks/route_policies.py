"""The table of all routes with their policies in docs/api.md, made from the functions themselves.

`python -m infra.checks.route_policies` fails if the table differs; with `--write` it writes the table.
"""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from esteira.core.http.app import GuardedApp

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
    rows = sorted(
        (path, method, f"| `{method} {path}` | {policy} | {_summary(app, method, path)} |")
        for app in guarded_apps()
        for (method, path), policy in app.policies.items()
    )
    head = ["| route | who may call it | what it does |", "|---|---|---|"]
    return "\n".join([*head, *(row for _, _, row in rows), ""])


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


def _summary(app: GuardedApp, method: str, path: str) -> str:
    view = app.routes[path][method].view_function
    first = (view.__doc__ or "").strip().splitlines()[0]
    # Without the example that may follow.
    return re.split(r":? \(?`[{?]", first)[0].rstrip(".:")


if __name__ == "__main__":
    main(sys.argv[1:])
