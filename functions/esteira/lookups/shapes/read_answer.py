"""From an answer over HTTP to a company, or to "there is none", by the provider's shape."""

import re
from collections.abc import Callable, Mapping, Sequence

from pydantic import JsonValue, RootModel

from esteira.core.lookup_providers import ProviderKind
from esteira.lookups.answer import Answer
from esteira.lookups.company import Company, Provenance
from esteira.lookups.shapes.brasilapi import read_brasilapi
from esteira.lookups.shapes.cnpjws import read_cnpjws
from esteira.lookups.shapes.page_fields import PageField
from esteira.lookups.shapes.raw import raw_text
from esteira.lookups.shapes.receita_page import read_receita_page
from esteira.lookups.shapes.types import from_json
from esteira.lookups.shapes.unreadable import UnreadableAnswer

JSON_READERS: Mapping[ProviderKind, Callable[[bytes, Provenance], Company]] = {
    "brasilapi": read_brasilapi,
    "cnpjws": read_cnpjws,
}
ENCODINGS = ("utf-8", "iso-8859-1", "windows-1252")
"""Encodings of pages. One that names none, or another one, is read as UTF-8."""

_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_-]+)")
_NO_SUCH_COMPANY = re.compile(rb"n(\xc3\xa3|\xe3|&atilde;|&#227;|a)o (existe|encontrad)", re.IGNORECASE)

ReadPage = Callable[[bytes, str], Sequence[PageField]]


class _Object(RootModel[dict[str, JsonValue]], frozen=True):
    """Any JSON object."""


def read_answer(kind: ProviderKind, answer: Answer, provenance: Provenance, read_page: ReadPage) -> Company:
    """Return the company in an answer with status 200. Raises `UnreadableAnswer`."""
    if reader := JSON_READERS.get(kind):
        return reader(answer.body, provenance)
    encoding = page_encoding(answer.content_type)
    return read_receita_page(read_page(answer.body, encoding), provenance, raw_text(answer.body, encoding))


def says_there_is_none(kind: ProviderKind, answer: Answer) -> bool:
    """Return whether a 404 is the provider's own.

    A wrong base URL gives a 404 too, which must not be taken for an answer about the company.
    """
    if kind not in JSON_READERS:
        return _NO_SUCH_COMPANY.search(answer.body) is not None
    try:
        from_json(answer.body, _Object)
    except UnreadableAnswer:
        return False
    return True


def page_encoding(content_type: str) -> str:
    """Return the encoding that a header `Content-Type` names, if it is one of `ENCODINGS`, else UTF-8."""
    found = _CHARSET.search(content_type)
    name = found[1].lower() if found else ""
    return name if name in ENCODINGS else "utf-8"
