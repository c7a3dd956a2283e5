"""`python -m tests.browser.pictures [FOLDER]`: pictures of all pages of the console that runs here.

Without a folder: one of each page for the documents, light and 1440 pixels wide, in `docs/pictures`. With one: each
page in both sizes, themes and languages, to be looked at.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.environment import Environment
from infra.local.home import REPOSITORY
from infra.local.settings import LocalSettings
from tests.harness.chromium import chromium, chromium_arguments

DOCUMENTS = REPOSITORY / "docs" / "pictures"
SETTLED = "document.querySelectorAll('[data-state=loading]').length === 0 && document.querySelector('.feed.live')"
PAGES = ".navigation li a[href^='/']"


Theme = Literal["light", "dark"]
Locale = Literal["en-GB", "pt-BR"]


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a page is looked at."""

    width: int
    height: int
    theme: Theme
    locale: Locale

    @property
    def name(self) -> str:
        """What its files end with."""
        return f"{self.width}-{self.theme}-{self.locale[:2]}"


FOR_DOCUMENTS = Look(width=1440, height=900, theme="light", locale="en-GB")
SIZES = ((1440, 900), (390, 844))
THEMES: Sequence[Theme] = ("light", "dark")
LOCALES: Sequence[Locale] = ("en-GB", "pt-BR")
ALL = [
    Look(width=width, height=height, theme=theme, locale=locale)
    for (width, height), theme, locale in product(SIZES, THEMES, LOCALES)
]


def main(folder: Path | None) -> None:
    """Take the pictures."""
    environment = Environment.read(LocalSettings.from_environment().place)
    place, looks = (DOCUMENTS, [FOR_DOCUMENTS]) if folder is None else (folder, ALL)
    place.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        for look in looks:
            for page in _pages(browser, environment, look):
                path = place / (f"{_name(page)}.png" if folder is None else f"{_name(page)}-{look.name}.png")
                page.screenshot(path=path, full_page=folder is not None)
                sys.stdout.write(f"{path}\n")
        browser.close()


def _pages(browser: Browser, environment: Environment, look: Look) -> Iterator[Page]:
    """Sign in, and yield each page once it shows its figures."""
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.theme,
        locale=look.locale,
        base_url=environment.console_url,
        reduced_motion="reduce",
    )
    assert context.request.post("/sign-in", form={"token": environment.operator_token}).ok
    page = context.new_page()
    page.goto("/")
    for address in page.eval_on_selector_all(PAGES, "links => links.map(link => link.getAttribute('href'))"):
        page.goto(address)
        page.wait_for_function(SETTLED)
        yield page
    context.close()


def _name(page: Page) -> str:
    return urlsplit(page.url).path.strip("/").replace("/", "-") or "overview"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
