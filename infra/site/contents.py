"""Which document belongs to which group: read from the lists of docs/README.md, which is the one place for it.

Standard library only: Sphinx reads this in an environment of its own.
"""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CONTENTS = REPOSITORY / "docs" / "README.md"

_HEADING = re.compile(r"^## (.+)$")
_ENTRY = re.compile(r"\]\(([^)#]+\.md)\)")


def groups(text: str) -> dict[str, list[str]]:
    """The documents of each group, as the text links to them in its lists."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            found[heading[1]] = []
        elif found and line.startswith(("* ", "  ")):
            found[list(found)[-1]] += _ENTRY.findall(line)
    return found


def navigation(text: str) -> str:
    """The same for Sphinx: hidden tables of contents, this list first. Paths start at the repository."""
    named = {"Documents": [CONTENTS.name], **groups(text)}
    return "\n".join(_toctree(name, entries) for name, entries in named.items() if entries)


def _toctree(name: str, entries: list[str]) -> str:
    paths = [_from_repository(entry) for entry in entries]
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {name}", "", *paths, "```", ""])


def _from_repository(entry: str) -> str:
    return "/" + str((CONTENTS.parent / entry).resolve().relative_to(REPOSITORY).with_suffix(""))
