"""The page for unknown addresses."""

from html import escape
from string import Template

from console.pages.plain import plain_page
from console.pages.preferences import Preferences

CARD = Template("""<section class="card"><h2>$not_found</h2><p><a href="/">$overview</a></p></section>""")


def not_found_page(preferences: Preferences) -> str:
    """Return the page, with the way back to the overview."""
    words = preferences.words
    card = CARD.substitute(not_found=escape(words.not_found), overview=escape(words.overview))
    return plain_page(preferences, title=words.not_found, content=card)
