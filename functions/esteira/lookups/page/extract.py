"""The labelled fields of an HTML page, by lxml. Runs in the child process alone.

A field is a table cell: its first text is the label, each further one a value. The time of issue is in a paragraph or
in a cell of its own: "Emitido no dia 01/07/2026 às 10:00:00".
"""

from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from esteira.lookups.shapes.page_fields import PageField

MAX_FIELDS = 1_000
MAX_FIELD_CHARACTERS = 1_000
ISSUED = "Emitido no dia"


def page_fields(body: bytes, encoding: str) -> list[PageField]:
    """Return the fields of a page in its order. Raises `etree.ParserError` or `ValueError` if it is none."""
    # R15: nothing is loaded from elsewhere, and libxml2's own limits stay in force.
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding=encoding)
    root = etree.fromstring(body, parser)
    if root is None:
        raise ValueError("the page is empty")
    found: list[PageField] = []
    for field in _fields(root):
        found.append(field)
        if len(found) > MAX_FIELDS:
            raise ValueError("the page has too many fields")
    return found


def _fields(root: etree._Element) -> Iterator[PageField]:
    for cell in root.iter("td", "p"):
        texts = _texts(cell)
        if texts and texts[0].startswith(ISSUED):
            yield ISSUED, " ".join(texts).removeprefix(ISSUED).strip()
        # A cell that holds a table is layout; the fields are in the inner one.
        elif texts and cell.tag == "td" and cell.find(".//td") is None:
            yield from ((texts[0], value) for value in texts[1:] or [""])


def _texts(cell: etree._Element) -> list[str]:
    """Return the lines of a cell that are not empty; of a cell with very many only the first ones."""
    lines = (" ".join(text.split())[:MAX_FIELD_CHARACTERS] for text in cell.itertext())
    return list(islice((line for line in lines if line), MAX_FIELDS))
