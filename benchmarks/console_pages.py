"""Times of the console's pages with many rows: `python -m benchmarks.console_pages [FRACTION] [PAGE…]`.

Fills stores of its own with a million orders, 100,000 dead letters, 100,000 look-ups and tens of thousands of the
rest, divided by FRACTION (1 by default). Opens each page of the console's directory, the first of its details, and
each choice of its filters, five times in Chromium at 1440 pixels. Prints for each the median and the worst time until
it is useful, and what of it the server needed: until the document came, and the processor time of its process.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psutil
from esteira.core.principal import Role
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

from benchmarks.filled_stores import OWNER, Amounts, filled_stores
from console.pages.directory import PageDeps, pages
from infra.local.home import REPOSITORY
from tests.browser.running_console import ConsoleStores
from tests.harness.callers import admit
from tests.harness.child import Child
from tests.harness.chromium import chromium, chromium_arguments
from tests.harness.ports import free_port, listening

TIMES = 5
TOKEN = "the-token-of-the-benchmark-of-pages"
LIMIT_MS = 1000

USEFUL = """
const useful = () => {
  const content = document.querySelector("main > *:not(.away)");
  if (content && !document.querySelector('.panel[data-state="loading"]')) window.usefulAt = performance.now();
  else requestAnimationFrame(useful);
};
requestAnimationFrame(useful);
"""
"""Notes when the page is useful: its content is there, and no panel of it loads any more."""

SEARCHES: Sequence[Mapping[str, str]] = (
    {"Id": "500000"},
    {"Message id": "00000000-0000-4000-8000-000000000000"},
    {"Provider": "otherpay"},
    {"Part of the CNPJ": "4321"},
    {"Who": "person 7"},
    {"Who": "nobody at all"},
    {"Action": "lane.paused"},
    {"Subject": "subject 17"},
    {"Source": "source1"},
    {"Attempt": "3"},
    {"Text in the body": "product 77"},
    {"Text in the body": "nowhere at all"},
    {"JSON path": "payload.product", "Its value": "product 77"},
)
"""What is typed into the fields with these labels, where a page has them all: what is frequent, rare, and not there."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """One load of a page. Times in milliseconds; `server`: until the document began, `processor`: of the process."""

    useful: float
    server: float
    processor: float
    bytes: int


@contextmanager
def console_process(stores: ConsoleStores, folder: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Run the console on these stores; yields its address and its process."""
    port = free_port()
    variables = stores.variables | {"ESTEIRA_CONSOLE_PORT": str(port), "PYTHONPATH": str(REPOSITORY)}
    child = Child("console", (sys.executable, "-m", "console"), folder=folder, environment=variables)
    try:
        child.await_ready(partial(listening, port))
        yield f"http://127.0.0.1:{port}", psutil.Process(child.pid)
    finally:
        child.stop()


def main() -> None:
    """Fill the stores, measure, and print a line for each page and filter."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    names = [word for word in sys.argv[1:] if not word.isdigit()]
    amounts = Amounts().divided(numbers[0]) if numbers else Amounts()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        begun = perf_counter()
        stores = stack.enter_context(filled_stores(folder, amounts))
        print(f"{amounts}\nfilled in {perf_counter() - begun:.0f} s; load of the machine {os.getloadavg()[0]:.1f}")
        url, process = stack.enter_context(console_process(stores, folder))
        admit(stores.mongo_url, TOKEN, role=Role.ADMIN, name=OWNER.name)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=chromium_arguments())
        stack.callback(browser.close)
        _measure(_signed_in(browser, url), process, names)
        print(f"load of the machine {os.getloadavg()[0]:.1f}")


def _signed_in(browser: Browser, url: str) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce", base_url=url
    )
    context.add_cookies([{"name": "esteira_range", "value": "all", "url": url}])
    context.add_init_script(USEFUL)
    assert context.request.post("/sign-in", form={"token": TOKEN}).ok
    return context


def _measure(context: BrowserContext, process: psutil.Process, names: Sequence[str]) -> None:
    page = context.new_page()
    _load(page, process, "/")
    print(f"{'useful: median':>15} {'worst':>7} {'document':>9} {'processor':>10} {'kB':>6}   address (milliseconds)")
    for path in _paths(names):
        _print_times(page, process, path)
        detail = _first_detail(page)
        for address in _filtered(page, path):
            _print_times(page, process, address)
        if detail:
            _print_times(page, process, detail)


def _print_times(page: Page, process: psutil.Process, address: str) -> None:
    try:
        loads = [_load(page, process, address) for _ in range(TIMES)]
    except NotInTime:
        print(f"{'not useful within half a minute':>52}   {address}", flush=True)
        return
    useful = [load.useful for load in loads]
    remark = "  <-- too slow" if median(useful) > LIMIT_MS else ""
    print(
        f"{median(useful):15.0f} {max(useful):7.0f} {median(load.server for load in loads):9.0f}"
        f" {median(load.processor for load in loads):10.0f} {loads[0].bytes / 1000:6.0f}   {address}{remark}",
        flush=True,
    )


def _load(page: Page, process: psutil.Process, address: str) -> Load:
    before = _processor_ms(process)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.usefulAt && window.socket?.connected")
    found = page.evaluate(
        "(({responseStart, decodedBodySize}) => [window.usefulAt, responseStart, decodedBodySize])"
        "(performance.getEntriesByType('navigation')[0])"
    )
    useful, server, size = found
    return Load(useful=useful, server=server, bytes=size, processor=_processor_ms(process) - before)


def _processor_ms(process: psutil.Process) -> float:
    times = process.cpu_times()
    return 1000 * float(times.user + times.system)


def _paths(names: Sequence[str]) -> Sequence[str]:
    """Return the addresses of the pages, of all or of those with these names, and of their details that need no id."""
    known = pages(PageDeps(**dict.fromkeys(PageDeps.__dataclass_fields__, None)))  # type: ignore[arg-type]  # not built
    chosen = [page for page in known if not names or page.name in names]
    return [path for page in chosen for path in (page.path, *(path for path, _ in page.details)) if "{" not in path]


def _first_detail(page: Page) -> str | None:
    """Return the address of the first row's own page, if rows have one."""
    links = page.locator("main td a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return links[0] if links else None


def _filtered(page: Page, path: str) -> Iterator[str]:
    """Yield the addresses to which the page's filters lead, each for itself."""
    selects = page.locator(".filters select")
    chosen = [
        (number, value)
        for number in range(selects.count())
        for value in selects.nth(number).locator("option").evaluate_all("all => all.map(one => one.value)")
    ]
    labels = page.locator(".filters .field:has(input) label").all_inner_texts()
    for number, value in chosen:
        if value:
            yield _led_to(page, path, partial(_choose, page, number, value))
    for texts in SEARCHES:
        if texts.keys() <= set(labels):
            yield _led_to(page, path, partial(_search, page, texts))


def _led_to(page: Page, path: str, act: Callable[[], Any]) -> str:
    """Return the address to which this filter leads."""
    page.goto(path, wait_until="commit")
    page.wait_for_function("window.usefulAt && window.socket?.connected")
    act()
    page.wait_for_url(lambda url: "?" in url, wait_until="commit")
    return page.url.removeprefix(page.evaluate("location.origin"))


def _choose(page: Page, number: int, value: str) -> None:
    page.locator(".filters select").nth(number).select_option(value)


def _search(page: Page, texts: Mapping[str, str]) -> None:
    filters = page.locator(".filters")
    for label, text in texts.items():
        filters.get_by_label(label, exact=True).fill(text)
    filters.get_by_role("button").last.click()


if __name__ == "__main__":
    main()
