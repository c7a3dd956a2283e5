"""The page that opens a saved story: what is shown is what the file says, and no store is asked."""

from esteira.core.errors import EsteiraError
from esteira.orders.story import Story
from esteira.orders.story_file import opened

from console.elements.controls import FileField
from console.elements.text import HtmlElement, Text
from console.frame.moment import LiveFeed
from console.frame.visit import Visit
from console.pages.orders.page import PATH
from console.pages.orders.story_view import StoryView
from console.pages.orders.words import WORDS

MOST_BYTES = 900_000
"""What one message of the page's socket carries."""


async def file_page(visit: Visit, _: LiveFeed) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]

    def take(contents: str | None) -> None:
        if contents is None:
            field.refuse(words.file_too_large)
            return
        try:
            show(opened(contents.encode(errors="surrogatepass")))
        except EsteiraError as error:
            field.refuse(words.file_refused.format(error.detail.strip("()")))

    def show(story: Story) -> None:
        field.refuse("")
        title.set_text(words.story.format(f"{story.source}:{story.id}"))
        label.set_text(f"{words.from_file}. {words.told_at.format(f'{story.told_at:%Y-%m-%d %H:%M:%S} UTC')}")
        view.show(story)
        section.classes(remove="hidden")

    with HtmlElement("p", "back"):
        Text(words.back, tag="a").props["href"] = PATH
    with HtmlElement("section", "card").with_attributes(aria_label=words.open_title):
        Text(words.open_title, tag="h2")
        field = FileField(words.choose, take, accept=".json", most_bytes=MOST_BYTES, hint=words.open_hint)
    with HtmlElement("section", "card story-file hidden") as section:
        title = Text(tag="h2")
        label = Text(tag="p", role="pill slow from-file")
        view = StoryView(visit, words)
