"""The commands, routes and links in a Markdown text. Pure functions from text to findings."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

SHELLS = {"sh", "bash", "shell"}
TRANSCRIPT = "console"
"""Commands follow a prompt; the other lines are their output."""

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
_CHAPTER = re.compile(r"\[[^\]]*\]\(([^)#\s]*)#([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
_PLACE = re.compile(r"`([\w.-]+/[\w./-]+\.\w+)`(?: \(((?:`\w+`(?:, )?)+)\))?")
_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}<>.-]*)")
_URL_PATH = re.compile(r"""^["']?\$\{?\w+\}?(/[^\s"'?]*)""")
_SEPARATORS = re.compile(r"\|\|?|&&?|;|\$\(|[()]")
_SETTING = re.compile(r"^\w+=")


@dataclass(frozen=True, kw_only=True)
class Route:
    """A method and a path; segments may be placeholders or examples."""

    method: str
    path: str


def commands(text: str, program: str) -> list[list[str]]:
    """The arguments of every call of `program` in the shell blocks of the text, `uv run program` included."""
    words = (_words(part) for line in _shell_lines(text) for part in _SEPARATORS.split(line))
    return [found[1:] for found in words if found and found[0] == program]


def routes(text: str) -> list[Route]:
    """Every route that the text writes as `GET /path`, or calls by curl with a variable as its base URL."""
    written = [Route(method=method, path=path) for method, path in _ROUTE.findall(text)]
    return written + [route for arguments in commands(text, "curl") for route in _called(arguments)]


def files(text: str) -> list[str]:
    """Every file of the repository that the text links to, outside of blocks of code."""
    return [
        target
        for target in _LINK.findall(_FENCE.sub("", text))
        if "://" not in target and not target.startswith("mailto:")
    ]


def chapters(text: str) -> list[tuple[str, str]]:
    """Every chapter that the text links to: the file, empty for the text itself, and the anchor."""
    found = _CHAPTER.findall(_FENCE.sub("", text))
    return [(target, anchor) for target, anchor in found if "://" not in target]


def anchors(text: str) -> set[str]:
    """What a link may name behind its `#`: the headings, as GitHub writes them, and explicit anchors."""
    slugs = [slug(heading) for heading in _HEADING.findall(_FENCE.sub("", text))]
    before = (slugs[:place].count(name) for place, name in enumerate(slugs))
    numbered = {f"{name}-{count}" if count else name for name, count in zip(slugs, before, strict=True)}
    return numbered | set(_ANCHOR.findall(text))


def heading_levels(text: str) -> list[int]:
    """The level of each heading, in order."""
    return [len(marks) for marks in re.findall(r"^(#{1,6}) ", _FENCE.sub("", text), re.MULTILINE)]


def blocks(text: str) -> list[str]:
    """The blocks of code, without the comments behind commands, which are prose."""
    return [re.sub(r"[ ]+# .*$", "", block, flags=re.MULTILINE) for _, block in _FENCE.findall(text)]


def slug(heading: str) -> str:
    """What GitHub makes of a heading for links to it."""
    shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")


def external_links(text: str) -> set[str]:
    """The addresses of other sites that the text links to."""
    return {target for target in _LINK.findall(text) if target.startswith("https://")}


def code_places(text: str) -> list[tuple[str, list[str]]]:
    """Every `folder/file.py` outside links, with the names in parentheses behind it: (`name`, `name`)."""
    return [(path, _CODE.findall(names)) for path, names in _PLACE.findall(_FENCE.sub("", text))]


def inline_commands(text: str, program: str) -> list[list[str]]:
    """The arguments of every call of `program` that is inline `code` in the text."""
    words = (_words(code) for code in _CODE.findall(_FENCE.sub("", text)))
    return [found[1:] for found in words if found and found[0] == program]


def _shell_lines(text: str) -> Iterator[str]:
    for language, block in _FENCE.findall(text):
        lines = block.replace("\\\n", " ").splitlines()
        if language == TRANSCRIPT:
            yield from (line.removeprefix("$ ") for line in lines if line.startswith("$ "))
        elif language in SHELLS:
            yield from (line.removeprefix("$ ") for line in lines if not line.lstrip().startswith("#"))


def _words(command: str) -> list[str]:
    # A quote that is closed only after a separator is not a quote here.
    tidy = command if _balanced(command) else command.replace('"', " ").replace("'", " ")
    words = shlex.split(tidy, comments=True)
    while words and _SETTING.match(words[0]):
        words.pop(0)
    return words[2:] if words[:2] == ["uv", "run"] else words


def _balanced(command: str) -> bool:
    return command.count('"') % 2 == 0 and command.count("'") % 2 == 0


def _called(arguments: list[str]) -> Iterator[Route]:
    method = "POST" if {"-d", "--data", "--data-binary", "--json"} & set(arguments) else "GET"
    for option, value in pairwise(arguments):
        if option in {"-X", "--request"}:
            method = value
    for argument in arguments:
        if found := _URL_PATH.match(argument):
            yield Route(method=method, path=found.group(1))
