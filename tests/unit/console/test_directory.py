"""The console's directory and the texts of its frame name the same pages."""

from console.frame.words import ENGLISH, PORTUGUESE
from tests.fixtures.page_addresses import DIRECTORY


def test_every_page_has_a_name_in_both_languages() -> None:
    assert {page.name for page in DIRECTORY} == ENGLISH.pages.keys() == PORTUGUESE.pages.keys()
