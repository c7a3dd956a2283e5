"""The page of one order: its story from the stores, and the file that keeps it."""

from esteira.orders.story import Story
from esteira.orders.story_file import file_name, file_text
from esteira.orders.tell_story import tell_story
from nicegui import ui

from console.elements.controls import Button
from console.frame.moment import LiveFeed
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.orders.deps import OrdersDeps
from console.pages.orders.story_view import StoryView
from console.pages.orders.words import WORDS

REFRESH_SECONDS = 5


async def story_page(visit: Visit, _: LiveFeed, deps: OrdersDeps) -> None:
    """Build it."""
    words = WORDS[visit.preferences.language]
    reference = visit.path["reference"]

    def show(story: Story) -> None:
        view.show(story)

    panel = Panel(
        visit,
        words.story.format(reference),
        question=lambda: tell_story(deps.story_deps, reference),
        show=show,
    )

    def save() -> None:
        if panel.answer:
            ui.download.content(file_text(panel.answer), file_name(panel.answer), "application/json")

    with panel.tools:
        Button(words.save, save)
    with panel.content:
        view = StoryView(visit, words)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="story")
