"""No page of the directory has an accessibility finding. The overview has tests of its own, for each of its states."""

from collections.abc import Iterable

import pytest

from tests.browser.access.axe import findings
from tests.browser.access.visitor import Visitor
from tests.fixtures.page_addresses import PATHS, family, first_link, is_of_one_thing, links_in, path_of

SEEN = [path for path in PATHS if path != "/"]
LOCALES = ("en-GB", "pt-BR")
LOADED = "document.querySelectorAll('[data-state=loading]').length === 0 && window.socket?.connected"


@pytest.mark.parametrize(
    ("path", "locale", "number"),
    [(path, LOCALES[place % 2], place // 2) for place, path in enumerate(SEEN)],
    ids=SEEN,
)
def test_a_page_has_no_findings_in_the_views_of_one_language(
    visitor: Visitor, path: str, locale: str, number: int
) -> None:
    visitor.sign_in()
    visitor.look_back_over_all_time()
    link = address(visitor, path)
    assert link, "no page links to it"
    page = visitor.open(link)
    page.wait_for_function(LOADED)

    assert page.locator("[data-state=failed]").count() == 0
    assert findings(page, locale, number=number) == []


def address(visitor: Visitor, path: str) -> str | None:
    """Return the address of a page: its path, or a link to it on a page of the same kind, which a list may link to."""
    if not is_of_one_thing(path):
        return path
    found = links(visitor, [each for each in family(path) if not is_of_one_thing(each)])
    kin = [link for link in found if path_of(link) in family(path)]
    return first_link(path, found) or first_link(path, links(visitor, kin))


def links(visitor: Visitor, addresses: Iterable[str]) -> list[str]:
    """Return the links on these pages."""
    documents = (visitor.context.request.get(each).text() for each in dict.fromkeys(addresses))
    return [link for document in documents for link in links_in(document)]
