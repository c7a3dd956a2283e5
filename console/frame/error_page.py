"""The pages for errors: what happened, what to do, and the way back."""

from html import escape
from http import HTTPStatus
from string import Template

from console.frame.plain import plain_page
from console.frame.preferences import Preferences

CARD = Template(
    '<section class="card message"><h2>$title</h2><p>$hint</p><p><a href="/">$back</a></p>'
    '<p class="note">HTTP $status</p></section>'
)


def error_page(preferences: Preferences, status: HTTPStatus) -> str:
    """Return the page of an HTTP status that `Words.error_titles` knows."""
    words = preferences.words
    card = CARD.substitute(
        title=escape(words.error_titles[status]),
        hint=escape(words.error_hints[status]),
        back=escape(words.back),
        status=status.value,
    )
    return plain_page(preferences, title=words.error_titles[status].rstrip("."), content=card)
