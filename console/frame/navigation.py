"""The list of pages at the side, and where the visitor is in it."""

from collections.abc import Mapping, Sequence

from console.elements.text import HtmlElement, Text
from console.frame.page_entry import Group, Page
from console.frame.visit import Visit

TOGGLE = """() => {
  const open = document.body.classList.toggle("navigation-open");
  document.querySelector(".menu").setAttribute("aria-expanded", open);
  if (open) document.querySelector(".navigation a")?.focus();
}"""


def navigation(visit: Visit, pages: Sequence[Page], current: Page, links: Mapping[str, str]) -> None:
    """The pages that the visitor may see, by group, and the links to other programs."""
    words = visit.frame_words
    with HtmlElement("nav", "navigation").with_attributes(aria_label=words.navigation, id="navigation"):
        for group in Group:
            if seen := [page for page in pages if page.group is group and visit.may(page.policy)]:
                _group(words.groups[group], [(words.pages[page.name], page) for page in seen], current)
        with HtmlElement("ul", "links"):
            for name, address in links.items():
                with HtmlElement("li"):
                    Text(words.links[name], tag="a").props.update({"href": address, "rel": "noopener"})


def menu_button(visit: Visit) -> None:
    """The button that opens the list on narrow screens."""
    label = visit.frame_words.open_navigation
    button = HtmlElement("button", "plain menu").with_attributes(
        type="button", aria_label=label, aria_expanded="false", aria_controls="navigation"
    )
    button.on("click", js_handler=TOGGLE)
    with button:
        icon("menu")


def breadcrumbs(visit: Visit, page: Page, title: str) -> None:
    """The page, and the thing on it if the address names one."""
    words = visit.frame_words
    name = words.pages[page.name]
    with HtmlElement("nav", "crumbs").with_attributes(aria_label=words.breadcrumbs), HtmlElement("ol"):
        if title != name:
            with HtmlElement("li"):
                Text(name, tag="a").props["href"] = page.path
        with HtmlElement("li"):
            Text(title).props["aria-current"] = "page"


def icon(name: str) -> None:
    """An icon of Material Icons, which says nothing to screen readers."""
    Text(name, tag="i", role="material-icons").props["aria-hidden"] = "true"


def _group(title: str, entries: Sequence[tuple[str, Page]], current: Page) -> None:
    Text(title, tag="h2")
    with HtmlElement("ul"):
        for name, page in entries:
            with HtmlElement("li"), HtmlElement("a").with_attributes(href=page.path) as link:
                if page.name == current.name:
                    link.props["aria-current"] = "page"
                icon(page.icon)
                Text(name)
