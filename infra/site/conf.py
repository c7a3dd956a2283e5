"""Settings of Sphinx, for `make docs`. The pages are the same Markdown files that a repository's browser shows."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from infra.site.contents import CONTENTS, navigation

project = "Esteira"
html_title = "Esteira"
root_doc = "README"
include_patterns = [
    *("README.md", "README.pt-BR.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**.md"),
    "infra/localstack-process-executor/README.md",
]
exclude_patterns = [".*", "**/.*", "node_modules"]

extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 6
nitpicky = True
# Programs within commands have colours of another language.
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "none"

html_theme = "furo"
html_copy_source = False
html_additional_pages = {"index": "start.html"}
html_static_path = ["static"]
html_css_files = ["site.css"]
templates_path = ["templates"]

_ANCHOR_OF_BLOCK = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
_ANCHOR_IN_LINE = re.compile(r'<a id="([\w-]+)"></a>')


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", prepare)


def prepare(_app: Sphinx, document: str, source: list[str]) -> None:
    """Turn anchors into targets that Sphinx can check, and give the first page the navigation of all."""
    source[0] = _ANCHOR_IN_LINE.sub(r"[]{#\1}", _ANCHOR_OF_BLOCK.sub(r"(\1)=", source[0]))
    if document == root_doc:
        source[0] += navigation(CONTENTS.read_text(encoding="utf-8"))
