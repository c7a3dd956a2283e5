"""What the command palette and the keyboard help show, as data for `palette.js`."""

import json
from collections.abc import Sequence

from console.frame.page_entry import Page
from console.frame.visit import Visit

GO_TO = {"overview": "o", "dead_letters": "d", "queues": "q"}
"""The keys that follow `g`."""


def palette(visit: Visit, pages: Sequence[Page]) -> str:
    """Return the element that `palette.js` reads. Actions it finds on the page: its buttons."""
    words = visit.frame_words
    seen = [page for page in pages if visit.may(page.policy)]
    data = {
        "pages": [{"name": words.pages[page.name], "href": page.path} for page in seen],
        "keys": {GO_TO[page.name]: page.path for page in seen if page.name in GO_TO},
        "texts": {
            "title": words.palette,
            "hint": words.palette_hint,
            "empty": words.palette_empty,
            "order": words.find_order,
            "keys": words.keys_title,
            "close": words.close,
        },
        "help": words.keys,
    }
    # As text of a script a "<" could end it.
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="palette-data">{text}</script>'
