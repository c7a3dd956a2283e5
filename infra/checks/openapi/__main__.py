"""Writes the document into the docs function, or checks that it is today's.

`python -m infra.checks.openapi` fails if a route does not say what it takes and answers, or if the document differs;
with `--write` it writes the document.
"""

import sys

from infra.checks.openapi.document import DOCUMENT, document, text_of
from infra.checks.openapi.routes import guarded_apps
from infra.checks.openapi.undeclared import undeclared


def main(arguments: list[str]) -> None:
    """Write the document, or exit with 1 if something is undeclared or it differs."""
    apps = list(guarded_apps())
    if missing := [sentence for app in apps for sentence in undeclared(app)]:
        sys.exit("\n".join(f"error: {sentence}" for sentence in missing))
    wanted = text_of(document(apps))
    if arguments == ["--write"]:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != wanted:
        sys.exit("error: functions/docs/openapi.json is not today's: python -m infra.checks.openapi --write")


if __name__ == "__main__":
    main(sys.argv[1:])
