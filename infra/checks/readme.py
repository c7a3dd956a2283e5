"""Documents name only what exists: make targets, `esteira` subcommands with their options, routes, files.

In CONTRIBUTING.md also paths in code font, and the names in parentheses behind them.

`python -m infra.checks.readme` prints every other name and exits with 1.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import typer
from rich.console import Console

from infra.checks.markdown import Route, anchors, chapters, code_places, commands, files, inline_commands, routes
from infra.cli.main import PASSED_ON, build
from infra.local.home import REPOSITORY
from infra.local.stack.template import read_template

CONTRIBUTING = "CONTRIBUTING.md"
CORE = REPOSITORY / "functions" / "esteira"

_TARGET = re.compile(r"^([a-z][\w-]*)\s*:(?!=)", re.MULTILINE)
_PLACEHOLDER = re.compile(r"^(\{.*\}|<.*>)$")


def documents(root: Path = REPOSITORY) -> list[Path]:
    """README in all languages, CONTRIBUTING and everything under docs/."""
    names = (*sorted(path.name for path in root.glob("README*.md")), CONTRIBUTING)
    return [*(root / name for name in names), *sorted((root / "docs").rglob("*.md"))]


def problems(document: Path) -> list[str]:
    """A sentence for each name in the document that does not exist."""
    text = document.read_text(encoding="utf-8")
    makes = commands(text, "make") + inline_commands(text, "make")
    calls = commands(text, "esteira") + inline_commands(text, "esteira")
    return [
        *_unknown_targets(makes),
        *(problem for arguments in calls for problem in _unknown_words(arguments)),
        *(f"no such route: {route.method} {route.path}" for route in routes(text) if not deployed(route)),
        *(f"no such file: {target}" for target in files(text) if not (document.parent / target).exists()),
        *_unknown_chapters(document, text),
        *(_unknown_places(text) if document.name == CONTRIBUTING else ()),
    ]


def deployed(route: Route) -> bool:
    """Whether template.yaml has this route. A placeholder in the template matches any segment of the text."""
    return any(_fits(route, pattern) for pattern in _routes_of_template())


def _unknown_targets(calls: list[list[str]]) -> Iterator[str]:
    known = set(_TARGET.findall((REPOSITORY / "Makefile").read_text(encoding="utf-8")))
    for arguments in calls:
        for target in arguments:
            if not target.startswith("-") and "=" not in target and target not in known:
                yield f"no such make target: {target}"


def _unknown_chapters(document: Path, text: str) -> Iterator[str]:
    for target, anchor in chapters(text):
        page = document.parent / target if target else document
        if page.suffix == ".md" and page.exists() and anchor not in anchors(page.read_text(encoding="utf-8")):
            yield f"no such chapter: {target}#{anchor}"


def _unknown_places(text: str) -> Iterator[str]:
    """Paths start at the root of the repository or at `functions/esteira`."""
    for path, names in code_places(text):
        found = next((root / path for root in (REPOSITORY, CORE) if (root / path).exists()), None)
        if found is None:
            yield f"no such file: {path}"
            continue
        source = found.read_text(encoding="utf-8")
        yield from (f"not in {path}: {name}" for name in names if name not in source)


def _unknown_words(arguments: list[str]) -> Iterator[str]:
    if not arguments or arguments[0].startswith("-"):
        return
    group = typer.main.get_group(build())
    command = group.get_command(typer.Context(group), arguments[0])
    if command is None:
        yield f"no such command: esteira {arguments[0]}"
        return
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    own = arguments[1:2] if arguments[0] in PASSED_ON else arguments[1:]
    for word in own:
        option = word.partition("=")[0]
        if option.startswith("-") and option not in known | {"--help"}:
            yield f"no such option: esteira {arguments[0]} {option}"


@cache
def _routes_of_template() -> list[Route]:
    resources = [resource.get("Properties", {}) for resource in read_template()["Resources"].values()]
    events = [event for properties in resources for event in properties.get("Events", {}).values()]
    doors = [event["Properties"] for event in events if event["Type"] == "Api"]
    return [Route(method=door["Method"].upper(), path=door["Path"]) for door in doors]


def _fits(route: Route, pattern: Route) -> bool:
    segments, pattern_segments = route.path.rstrip("/.").split("/"), pattern.path.split("/")
    return (
        route.method == pattern.method
        and len(segments) == len(pattern_segments)
        and all(
            wanted == segment or (_PLACEHOLDER.match(wanted) and segment)
            for segment, wanted in zip(segments, pattern_segments, strict=True)
        )
    )


def main() -> None:
    """Exits with 1 if there is a problem."""
    console = Console(stderr=True)
    found = [f"{path.relative_to(REPOSITORY)}: {problem}" for path in documents() for problem in problems(path)]
    for line in found:
        console.print(line, highlight=False, markup=False)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
