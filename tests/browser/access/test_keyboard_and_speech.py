"""The console without a mouse, and as a screen reader says it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access.visitor import Visitor

FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element), shown = element.cloneNode(true);
  shown.querySelectorAll("[aria-hidden]").forEach((hidden) => hidden.remove());
  const label = document.getElementById(element.getAttribute("aria-labelledby")) ?? element.labels?.[0];
  const texts = [...shown.childNodes].map((node) => node.textContent.trim()).filter(Boolean).join(" ");
  const name = element.getAttribute("aria-label") ?? label?.textContent ?? texts;
  const part = element.closest("header, nav, main")?.tagName.toLowerCase() ?? "body";
  return [part, name.trim(), style.outlineStyle === "none" ? "no outline" : "outline"];
}"""
"""Where the focus is: part of the page, name, and whether it is seen."""

OVERLOOKED = """() => [...document.querySelectorAll("body *")]
  .filter((e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX) && !e.matches(".chart, .chart *"))
  .filter((e) => e.clientWidth > 1)
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map((e) => `${e.tagName} ${e.className}`)"""
"""Boxes that cut off what is in them. The picture of a chart is left out: its figures are text beside it; boxes of one
pixel hold what only screen readers say."""

TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
"""The distances that WCAG 1.4.12 asks a page to bear."""

COUNT_ANNOUNCEMENTS = """() => {
  window.announcements = [];
  const live = document.querySelectorAll("[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])");
  const heard = (changes) => new Set(changes.map((change) => change.target.textContent));
  const observer = new MutationObserver((changes) => window.announcements.push(...heard(changes)));
  live.forEach((region) => observer.observe(region, { subtree: true, childList: true, characterData: true }));
}"""
"""Keeps the texts that live regions get from now on."""

BEGIN_OF_OVERVIEW = """
- link "Skip to the content"
- banner:
  - link "Esteira"
  - navigation "You are here":
    - list:
      - listitem: Overview
  - status: Live
  - button "Go to or do …"
  - combobox "Time range"
  - group: What needs attention
  - group "Language":
    - button "EN" [pressed]
    - button "PT"
  - button "Light or dark"
  - group: Signed in as tests
- navigation "Pages"
- main:
  - heading "Overview" [level=1]
"""

READING_ORDER = [
    "Skip to the content",
    "Esteira",
    "Go to or do …",
    "Time range",
    "What needs attention 2",
    "EN",
    "PT",
    "Light or dark",
    "Signed in as tests",
    "6 tokens have expired",
    "Token storefront is about to expire",
]
"""Of the overview with expired tokens; the list of pages is between header and content."""
MOST_STOPS = 60

DEPTH = r"""
- heading "Queue depth" [level=2]
- table "Queue depth":
  - rowgroup:
    - row "orders payments look-ups"
  - rowgroup:
    - row "Waiting 1,234,567 1,234,567 1,234,567"
    - row "In flight 998 998 998"
- img "Messages on each lane over the last ten minutes"
- paragraph: /orders. waiting. now 1,234,567, lowest \d+, highest 1,234,567\. payments. waiting.*/
- group: Show as a table
"""


def test_the_tab_key_follows_the_order_of_reading_and_the_focus_is_visible(visitor: Visitor) -> None:
    page = visitor.overview("expired tokens")

    stops = _stops_until(page, READING_ORDER[-1])
    assert [name for part, name, _ in stops if part != "nav"] == READING_ORDER
    assert [name for part, name, _ in stops if part == "nav"] == page.locator(".navigation a span").all_inner_texts()
    assert list(dict.fromkeys(part for part, *_ in stops)) == ["body", "header", "nav", "main"]
    assert {outline for *_, outline in stops} == {"outline"}


def test_the_skip_link_leads_past_the_header(visitor: Visitor) -> None:
    page = visitor.overview("expired tokens")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()
    assert _tab(page)[1] == "6 tokens have expired"


def test_a_screen_reader_hears_the_header_before_the_content(visitor: Visitor) -> None:
    page = visitor.overview("rest")

    expect(page.locator("body")).to_match_aria_snapshot(BEGIN_OF_OVERVIEW)
    expect(page.get_by_role("main")).to_have_count(1)


def test_a_chart_is_said_in_figures_and_shown_as_a_table(visitor: Visitor) -> None:
    page = visitor.overview("load")
    depth = page.get_by_role("region", name="Queue depth")
    expect(depth).to_match_aria_snapshot(DEPTH)
    expect(depth.get_by_role("img")).to_have_accessible_description(re.compile("^orders: waiting: now 1,234,567"))

    depth.get_by_text("Show as a table").press("Enter")
    lanes = ("orders", "payments", "look-ups")
    titles = ["Time", *(f"{lane}: {part}" for part in ("waiting", "in flight") for lane in lanes)]
    table = depth.locator(".chart-table")
    expect(table.get_by_role("columnheader")).to_have_text(titles)
    expect(table.get_by_role("row")).not_to_have_count(1)


def test_figures_that_change_are_not_announced(visitor: Visitor) -> None:
    page = visitor.overview("dead letters")
    letters = page.locator('[data-alert="dead_letters"]').first
    expect(letters).to_have_text("Lane look-ups: 2,955 dead letters")
    page.evaluate(COUNT_ANNOUNCEMENTS)

    visitor.set_state("more dead letters")
    expect(letters).to_have_text("Lane look-ups: 2,956 dead letters")
    assert page.evaluate("window.announcements") == []

    visitor.set_state("rest")
    expect(page.locator(".alerts").get_by_role("status")).to_have_text("All is well.")
    assert page.evaluate("window.announcements") == ["All is well."]


def test_only_states_interrupt_a_screen_reader(visitor: Visitor) -> None:
    page = visitor.overview("stale figures")

    regions = "[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off])"
    assert page.locator(f".freshness:is({regions}), .figure:is({regions}), .countdown:is({regions})").count() == 0


@pytest.mark.parametrize("locale", ["en-GB", "pt-BR"])
@pytest.mark.parametrize("state", ["load", "all at once", "stale figures", "a store away"])
def test_a_width_of_320_pixels_cuts_nothing_off_also_with_wide_text(visitor: Visitor, state: str) -> None:
    page = visitor.overview(state)
    page.set_viewport_size({"width": 320, "height": 640})
    _await_width(page, 320)

    page.add_style_tag(content=TEXT_SPACING)
    _await_width(page, 320)
    assert page.evaluate(OVERLOOKED) == []


@pytest.mark.parametrize(
    ("path", "status", "locale", "texts"),
    [
        ("/no-such-page", 404, "pt-BR", ("Não há página neste endereço.", "Voltar à visão geral")),
        ("/no-such-page", 404, "en-GB", ("There is no page at this address.", "Back to the overview")),
        ("/refused", 403, "pt-BR", ("Isto não é permitido.", "Voltar à visão geral")),
        ("/failing", 500, "en-GB", ("The console failed.", "Back to the overview")),
    ],
)
def test_an_error_is_said_in_the_language_of_the_page_with_the_way_back(
    visitor: Visitor, path: str, status: int, locale: str, texts: tuple[str, str]
) -> None:
    page, (heading, back) = visitor.context.new_page(), texts
    response = page.goto(path)

    assert response is not None
    assert response.status == status
    expect(page.locator("html")).to_have_attribute("lang", locale)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("link", name=back)).to_have_attribute("href", "/")
    expect(page).to_have_title(f"{heading.rstrip('.')} · Esteira")


def test_clients_other_than_browsers_get_errors_as_json(visitor: Visitor) -> None:
    response = visitor.context.request.get("/no-such-page", headers={"Accept": "application/json"})

    assert (response.status, response.json()) == (404, {"detail": "Not Found"})


def _tab(page: Page) -> tuple[str, str, str]:
    page.keyboard.press("Tab")
    part, name, outline = page.evaluate(FOCUSED)
    return part, name, outline


def _stops_until(page: Page, last: str) -> list[tuple[str, str, str]]:
    stops = [_tab(page)]
    while stops[-1][1] != last and len(stops) < MOST_STOPS:
        stops.append(_tab(page))
    return stops


def _await_width(page: Page, width: int) -> None:
    page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
