"""What surrounds every page: skip link, navigation, header with state and alerts, and the content as main landmark."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import datetime

from nicegui import ui
from nicegui.client import Client

from console.alerts.find_alerts import find_alerts
from console.alerts.token_lives import seconds_until_change
from console.elements.connection_state import ConnectionState
from console.elements.controls import Choice
from console.elements.text import HtmlElement, Text
from console.feed.messages import FeedState
from console.feed.page_metrics import PageMetrics
from console.feed.subscription import Subscription
from console.frame.bell import Bell
from console.frame.moment import Moment, Show
from console.frame.navigation import breadcrumbs, icon, menu_button, navigation
from console.frame.no_script import no_script
from console.frame.page_entry import Page
from console.frame.palette import palette
from console.frame.preferences import (
    COOKIE_ATTRIBUTES,
    LANGUAGE_COOKIE,
    RANGE_COOKIE,
    THEME_COOKIE,
    Preferences,
    TimeRange,
)
from console.frame.visit import Visit
from console.words.words import LANGUAGES, Language, Words

ASSETS = "/assets"

HEAD = f"""<link rel="stylesheet" href="{ASSETS}/console.css">
<link rel="stylesheet" href="{ASSETS}/pages.css">
<script defer src="{ASSETS}/connection.js"></script>
<script defer src="{ASSETS}/drafts.js"></script>
<script defer src="{ASSETS}/palette.js"></script>"""

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


class Frame:
    """The frame of one page. It follows the feed, and hands each moment on to what the page wants to be shown."""

    def __init__(self, visit: Visit, *, title: str, state: FeedStateIndicator, bell: Bell) -> None:
        self._visit, self._title, self._state, self._bell = visit, title, state, bell
        self._metrics = PageMetrics(visit.hub.metrics)
        self._shown: list[Show] = []
        self._alerts = -1
        self._last = self._show(visit.clock())

    @property
    def moment(self) -> Moment:
        """What was shown last."""
        return self._last

    def follow(self, show: Show) -> None:
        """Show the current moment, then each one that comes."""
        self._shown.append(show)
        show(self._last)

    async def follow_feed(self) -> None:
        """Show what the feed says until the subscription is dropped or the task is cancelled."""
        await self._visit.client.connected()
        with self._visit.hub.subscribed() as subscription:
            while not subscription.dropped.is_set():
                now = await self._next_moment(subscription)
                with self._visit.client:
                    self._last = self._show(now)

    async def _next_moment(self, subscription: Subscription) -> datetime:
        """Wait for a message, or until a token changes its state, and return the time to show."""
        try:
            async with asyncio.timeout(seconds_until_change(self._metrics, self._last.now)):
                message = await subscription.next()
        except TimeoutError:
            return self._visit.clock()
        self._metrics.apply(message)
        return message.at

    def _show(self, now: datetime) -> Moment:
        status = self._visit.hub.status
        moment = Moment(metrics=self._metrics, alerts=find_alerts(self._metrics, status, now), now=now)
        self._state.show(status.state)
        self._bell.show(moment.alerts)
        if len(moment.alerts) != self._alerts:
            self._alerts = len(moment.alerts)
            _set_title(self._title, alerts=self._alerts)
        for show in self._shown:
            show(moment)
        return moment


@contextmanager
def frame(
    visit: Visit, page: Page, *, pages: Sequence[Page], links: Mapping[str, str], title: str = ""
) -> Iterator[Frame]:
    """Build the frame; what is built in the block is the content. `title`: of the thing, where it is not the page."""
    name = title or visit.frame_words.pages[page.name]
    words = visit.words
    _prepare_document(visit.client, words)
    ui.add_head_html(HEAD)
    ui.add_body_html(no_script(words) + palette(visit, pages))
    Text(words.skip_to_content, tag="a", role="skip").props["href"] = "#main"
    with HtmlElement("header", "bar"):
        menu_button(visit)
        with HtmlElement("a", "brand").with_attributes(href="/", aria_label="Esteira"):
            HtmlElement("img").with_attributes(src=f"{ASSETS}/mark.svg", alt="", width="22", height="22")
            Text("Esteira", role="brand-name")
        breadcrumbs(visit, page, name)
        state = FeedStateIndicator(words)
        HtmlElement(role="grow")
        _palette_button(visit)
        _time_range(visit)
        bell = Bell(visit)
        _language_switch(visit.preferences.language, words)
        _theme_switch(visit.preferences)
        _account(visit)
    with HtmlElement(role="body"):
        navigation(visit, pages, page, links)
        with HtmlElement("main", f"page {page.name}").with_attributes(id="main", tabindex="-1"):
            Text(name, tag="h1", role="away")
            built = Frame(visit, title=name, state=state, bell=bell)
            yield built
    visit.follow(built.follow_feed(), name="frame")


def _set_title(title: str, *, alerts: int = 0) -> None:
    """Set the title of the tab, with the number of alerts before it if there are any."""
    number = f"({alerts}) " if alerts else ""
    ui.page_title(f"{number}{title} · Esteira")


def _prepare_document(client: Client, words: Words) -> None:
    # The page belongs to the route: a copy carries the language of this request.
    client.page = copy(client.page)
    client.page.language = words.locale
    # Quasar's page is a `main` around everything, in which the header would be no landmark.
    if slot := client.content.parent_slot:
        slot.parent.tag = "div"


def _palette_button(visit: Visit) -> None:
    label = visit.frame_words.palette
    button = HtmlElement("button", "plain find").with_attributes(type="button", data_palette="", title=label)
    with button:
        icon("search")
        Text(label, role="find-label")
        Text("Ctrl K", tag="kbd").props["aria-hidden"] = "true"


def _time_range(visit: Visit) -> None:
    words = visit.frame_words
    options = [(each.value, words.ranges[each]) for each in TimeRange]
    choice = Choice(words.range_label, options, value=visit.preferences.time_range)
    choice.classes("time-range")
    cookie = f'"{RANGE_COOKIE}=" + e.target.value + "; {COOKIE_ATTRIBUTES}"'
    switch = f"(e) => {{ document.cookie = {cookie}; location.reload(); }}"
    choice.on("change", js_handler=switch)


def _account(visit: Visit) -> None:
    words, principal = visit.frame_words, visit.principal
    with HtmlElement("details", "account"):
        with HtmlElement("summary").with_attributes(title=words.signed_in_as.format(principal.name)):
            icon("account_circle")
            Text(words.signed_in_as.format(principal.name), role="away")
        with HtmlElement("div", "box"):
            Text(principal.name, tag="p", role="who")
            Text(words.roles[principal.role], tag="p", role="note")
            # A form, so that it works without scripts.
            with HtmlElement("form").with_attributes(method="post", action="/sign-out"):
                Text(visit.words.sign_out, tag="button", role="button plain").props["type"] = "submit"


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
