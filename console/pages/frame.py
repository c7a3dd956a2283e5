"""What all pages share: language, stylesheet, skip link, header, switches for language and theme."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

from nicegui import ui
from nicegui.client import Client

from console.elements.connection_state import ConnectionState
from console.elements.text import HtmlElement, Text
from console.feed.messages import FeedState
from console.pages.no_script import no_script
from console.pages.preferences import COOKIE_ATTRIBUTES, LANGUAGE_COOKIE, THEME_COOKIE, Preferences
from console.words.words import LANGUAGES, Language, Words

ASSETS = "/assets"

HEAD = f"""<link rel="stylesheet" href="{ASSETS}/console.css">
<script defer src="{ASSETS}/connection.js"></script>
<script defer src="{ASSETS}/drafts.js"></script>"""

SWITCH_THEME = f"""() => {{
  const dark = !document.body.classList.contains("body--dark");
  Quasar.Dark.set(dark);
  document.documentElement.style.colorScheme = dark ? "dark" : "light";
  document.cookie = "{THEME_COOKIE}=" + (dark ? "dark" : "light") + "; {COOKIE_ATTRIBUTES}";
  emit(dark);
}}"""


class FeedStateIndicator:
    """The state of the feed and of the connection in the header; screen readers announce its changes."""

    def __init__(self, words: Words) -> None:
        self._starting = words.starting
        self._texts = {FeedState.LIVE: words.live, FeedState.PARTIAL: words.partial, FeedState.STALLED: words.stalled}
        self._pill = ConnectionState(lost=words.connection_lost, locale=words.locale)

    def show(self, state: FeedState) -> None:
        """Show the state."""
        self._pill.show(state, self._texts.get(state, self._starting))


def set_title(title: str, *, alerts: int = 0) -> None:
    """Set the title of the tab, with the number of alerts before it if there are any."""
    number = f"({alerts}) " if alerts else ""
    ui.page_title(f"{number}{title} · Esteira")


@contextmanager
def frame(preferences: Preferences, *, title: str) -> Iterator[None]:
    """The content of the page, as its main landmark."""
    words = preferences.words
    ui.add_head_html(HEAD)
    set_title(title)
    ui.add_body_html(no_script(words))
    with HtmlElement("main", "page").with_attributes(id="main", tabindex="-1"):
        yield


@contextmanager
def header(preferences: Preferences) -> Iterator[None]:
    """The skip link, then the header: brand, elements of the page, switches. It must be built before the frame."""
    words = preferences.words
    _prepare_document(ui.context.client, words)
    Text(words.skip_to_content, tag="a", role="skip").props["href"] = "#main"
    with HtmlElement("header", "bar"):
        with HtmlElement("div", "brand"):
            HtmlElement("img").with_attributes(src=f"{ASSETS}/mark.svg", alt="", width="22", height="22")
            Text("Esteira", tag="h1")
        yield
        _language_switch(preferences.language, words)
        _theme_switch(preferences)


def sign_out(words: Words) -> None:
    """The sign-out button. It is a form, so that it works without scripts."""
    with HtmlElement("form").with_attributes(method="post", action="/sign-out"):
        Text(words.sign_out, tag="button", role="plain").props["type"] = "submit"


def _prepare_document(client: Client, words: Words) -> None:
    # The page belongs to the route: a copy carries the language of this request.
    client.page = copy(client.page)
    client.page.language = words.locale
    # Quasar's page is a `main` around everything, in which the header would be no landmark.
    if slot := client.content.parent_slot:
        slot.parent.tag = "div"


def _language_switch(current: Language, words: Words) -> None:
    with HtmlElement(role="languages").with_attributes(role="group", aria_label=words.language_label):
        for language in LANGUAGES:
            switch = (
                f'() => {{ document.cookie = "{LANGUAGE_COOKIE}={language}; {COOKIE_ATTRIBUTES}"; location.reload(); }}'
            )
            button = Text(language.upper(), tag="button", role="plain")
            button.props.update({"type": "button", "aria-pressed": str(language == current).lower()})
            button.on("click", js_handler=switch)


def _theme_switch(preferences: Preferences) -> None:
    label, theme = preferences.words.switch_theme, ui.dark_mode(preferences.dark)
    with HtmlElement("button", "plain theme").with_attributes(type="button", aria_label=label, title=label) as button:
        HtmlElement("span", "theme-icon").with_attributes(aria_hidden="true")
    # Otherwise the server's old value would overwrite the theme at the next update of the page.
    button.on("click", lambda event: theme.set_value(event.args), js_handler=SWITCH_THEME)
