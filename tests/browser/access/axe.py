"""Runs axe on a page as people with different themes and widths see it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

View = tuple[Literal["light", "dark"], int]
"""Theme, and width in CSS pixels. 320 is a screen of 1280 pixels at 400 %."""

VIEWS: Mapping[str, Sequence[Sequence[View]]] = {
    "en-GB": ((("light", 1440), ("dark", 320)), (("light", 390),)),
    "pt-BR": ((("dark", 390),), (("dark", 1440), ("light", 320))),
}
"""The views for each language, of states with an even and an odd number.

Each state is seen in both languages, both themes and all widths; two states together have every pair of those.
"""

LEFT_OUT: Mapping[str, str] = {
    "color-contrast-enhanced": "level AAA, contrast 7; the console promises AA",
    "identical-links-same-purpose": "level AAA",
    "meta-refresh-no-exceptions": "level AAA",
}
"""The rules that are not run, and why. All others are, also experimental ones and those that axe leaves out."""

RUN = """left_out => axe.run(document, {
  resultTypes: ["violations"],
  preload: false,
  rules: Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !left_out.includes(ruleId) }])),
})"""


def findings(page: Page, locale: str, *, number: int = 0) -> Sequence[str]:
    """Return what axe finds in the views of this language for a state's number: view, rule, element and reason."""
    found: list[str] = []
    for theme, width in VIEWS[locale][number % 2]:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"{theme} {width}: {finding}" for finding in _findings_now(page)]
    return found


def _findings_now(page: Page) -> Sequence[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations: Sequence[dict[str, Any]] = page.evaluate(RUN, list(LEFT_OUT))["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
