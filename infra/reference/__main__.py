"""Writes the pages of the reference, or checks that they are today's.

`python -m infra.reference` fails if a page differs from what the code says; with `--write` it writes the pages.
"""

import sys
from collections.abc import Callable, Mapping

from infra.local.home import REPOSITORY
from infra.reference import commands_page, http_page, metrics_page, settings_page

FOLDER = REPOSITORY / "docs" / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings_page.page,
    "commands.md": commands_page.page,
    "http.md": http_page.routes_page,
    "shapes.md": http_page.shapes_page,
    "metrics.md": metrics_page.page,
}


def main(arguments: list[str]) -> None:
    """Write the pages, or exit with 1 if one differs."""
    wanted = {FOLDER / name: page() for name, page in PAGES.items()}
    if arguments == ["--write"]:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
    elif stale := [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]:
        sys.exit(f"error: not today's in docs/reference: {', '.join(stale)}: python -m infra.reference --write")


if __name__ == "__main__":
    main(sys.argv[1:])
