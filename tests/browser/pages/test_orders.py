"""The pages of orders and sources over real stores: an operator in English, and a viewer in Portuguese."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from esteira.core.messages import order_message_id
from esteira.core.orders import fingerprint
from esteira.core.principal import Role
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from playwright.sync_api import Browser, Page, expect

from tests.browser.access.axe import findings
from tests.browser.running_console import TOKEN, ConsoleStores, RunningConsole
from tests.browser.visits import sign_in
from tests.harness.callers import admit
from tests.harness.queues import sqs_client

VIEWER = "the-token-of-a-viewer-of-orders"
LARGE = 2**53 + 1
CREATE = "INSERT INTO orders (product, price, security_check) SELECT 'chair', 10.50, true FROM generate_series(1, 3)"
KEEP = (
    "INSERT INTO orders (source, source_id, product, price, security_check, attempts, message_id, payload_hash)"
    " VALUES ('source1', %(id)s, 'chair', 10.50, true, 1, %(message_id)s, %(hash)s)"
)
KILL = (
    "INSERT INTO order_failures (source, source_id, message_id, attempt, error)"
    " VALUES ('source1', %(id)s, %(message_id)s, 5, 'no luck')"
)


def key(row_id: int) -> dict[str, object]:
    return {
        "id": row_id,
        "message_id": order_message_id("source1", row_id),
        "hash": fingerprint("chair", Decimal("10.50"), True),
    }


@pytest.fixture(scope="module")
def ids(console_stores: ConsoleStores) -> list[int]:
    """Three orders: one is in the target, one is dead, one is lost; the target also has one with a large id."""
    with psycopg.connect(console_stores.source_dsn) as source:
        created = [row[0] for row in source.execute(f"{CREATE} RETURNING id".encode()).fetchall()]
    with psycopg.connect(console_stores.target_dsn) as target:
        target.execute(KEEP.encode(), key(created[0]))
        target.execute(KEEP.encode(), key(LARGE))
        target.execute(KILL.encode(), key(created[1]))
    return created


@contextmanager
def signed_in(browser: Browser, console: RunningConsole, token: str, locale: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=locale, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, console, token)
    yield page
    context.close()


@pytest.fixture(scope="module")
def operator(browser: Browser, console: RunningConsole, ids: list[int]) -> Iterator[Page]:
    """The page of somebody who may change something."""
    with signed_in(browser, console, TOKEN, "en-GB") as page:
        yield page


@pytest.fixture(scope="module")
def viewer(browser: Browser, console: RunningConsole, console_stores: ConsoleStores, ids: list[int]) -> Iterator[Page]:
    """The page of somebody who may only look."""
    admit(console_stores.mongo_url, VIEWER, role=Role.VIEWER, name="viewer-of-orders")
    with signed_in(browser, console, VIEWER, "pt-BR") as page:
        yield page


@pytest.fixture
def read_ids(operator: Page, console: RunningConsole, ids: list[int]) -> list[int]:
    """The ids, once the producer has read their rows."""
    operator.goto(f"{console.console_url}/sources/source1")
    operator.get_by_role("button", name="Publish now").click()
    expect(operator.locator('.facts dt:text-is("Not read yet") + dd')).to_have_text("0")
    return ids


def count(dsn: str, table: str) -> int:
    with psycopg.connect(dsn) as connection:
        ((rows,),) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchall()
    return int(rows)


def sent(console_stores: ConsoleStores) -> int:
    """Return the number of messages on the lane."""
    with closing(sqs_client(console_stores.sqs_endpoint)) as sqs:
        return SqsQueueDepthReader(sqs, console_stores.orders.queue_url).read().total


def cell(page: Page, label: str) -> str:
    """Return the text of a cell of the first row of a table."""
    return page.locator(f'.data-table tbody tr:first-child td[data-label="{label}"]').inner_text()


def fact(page: Page, name: str) -> str:
    return page.locator(f'.facts dt:text-is("{name}") + dd').first.inner_text()


def test_publishing_a_source_takes_its_lag_away(
    operator: Page, console: RunningConsole, console_stores: ConsoleStores
) -> None:
    rows = count(console_stores.source_dsn, "orders")
    operator.goto(f"{console.console_url}/sources")
    shown = (cell(operator, "Rows"), cell(operator, "Not read yet"))

    operator.get_by_role("link", name="source1").click()
    operator.get_by_role("button", name="Publish now").click()

    expect(operator.locator('.facts dt:text-is("Not read yet") + dd')).to_have_text("0")
    assert shown == (str(rows), str(rows))
    assert sent(console_stores) == rows


def test_a_lost_and_a_dead_order_are_previewed_and_handed_over_again(
    operator: Page, console: RunningConsole, console_stores: ConsoleStores, read_ids: list[int]
) -> None:
    before = sent(console_stores)
    operator.goto(f"{console.console_url}/sources/source1")
    operator.get_by_label("First id").fill(str(read_ids[0]))
    operator.get_by_label("Last id").fill(str(read_ids[2]))

    operator.get_by_role("button", name="Preview").click()
    expect(operator.locator(".previewed")).to_contain_text(f"Rows from {read_ids[0]} to {read_ids[2]}: 3.")
    expect(operator.get_by_label("First id")).to_have_value(str(read_ids[0]))
    previewed = operator.locator(".previewed .facts").inner_text().splitlines()
    operator.get_by_role("button", name="Hand over again (2)").click()
    operator.get_by_role("dialog").get_by_role("button", name="Hand over again (2)").click()

    expect(operator.get_by_text("Sent: 2. Rejected: 0.")).to_be_visible()
    assert [line for line in previewed if line.strip()] == [
        *("1", "new to the target: under way, or lost"),
        *("1", "dead"),
        *("1", "in the target, equal"),
    ]
    assert sent(console_stores) == before + 2


def test_an_order_with_an_id_beyond_two_to_the_53rd_is_found_exactly(operator: Page, console: RunningConsole) -> None:
    operator.goto(f"{console.console_url}/orders")

    operator.get_by_label("Id", exact=True).fill(str(LARGE))
    operator.get_by_role("button", name="Search").click()

    expect(operator.locator(".data-table tbody tr")).to_have_count(1)
    assert cell(operator, "Order") == f"source1:{LARGE}"


def test_a_story_is_saved_as_a_file_and_opened_without_a_store(
    operator: Page, console: RunningConsole, ids: list[int], tmp_path: Path
) -> None:
    operator.goto(f"{console.console_url}/orders/source1:{ids[0]}")
    steps = operator.locator(".order-path [role=listitem]").evaluate_all("all => all.map(e => e.dataset.step)")
    with operator.expect_download() as download:
        operator.get_by_role("button", name="Save as file").click()
    download.value.save_as(tmp_path / "story.json")

    operator.goto(f"{console.console_url}/orders/file")
    operator.get_by_label("File").set_input_files(tmp_path / "story.json")

    expect(operator.get_by_text("From a file, not from the stores")).to_be_visible()
    opened = operator.locator(".order-path [role=listitem]").evaluate_all("all => all.map(e => e.dataset.step)")
    assert steps == opened
    assert {"created", "persisted"} <= set(opened)  # other tests may have sent callbacks about this order


def test_a_file_that_is_no_story_is_refused(operator: Page, console: RunningConsole, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"orders": []}')
    operator.goto(f"{console.console_url}/orders/file")

    operator.get_by_label("File").set_input_files(tmp_path / "other.json")

    expect(operator.get_by_text("This file cannot be opened")).to_be_visible()
    expect(operator.locator(".story")).to_be_hidden()


def test_a_viewer_reads_why_an_order_is_dead(
    viewer: Page, console: RunningConsole, console_stores: ConsoleStores, ids: list[int]
) -> None:
    with psycopg.connect(console_stores.target_dsn) as target:
        target.execute("UPDATE order_failures SET attempt = 5")
    viewer.goto(f"{console.console_url}/orders?state=dead&source=source1")

    assert (cell(viewer, "Pedido"), cell(viewer, "Estado")) == (f"source1:{ids[1]}", "morto")
    viewer.get_by_role("link", name=f"source1:{ids[1]}").click()
    expect(viewer.locator('[data-step="dead"]')).to_contain_text("Mensagem morta")
    assert fact(viewer, "Por quê") == "no luck"


def test_a_viewer_may_preview_and_hands_nothing_over(
    viewer: Page, console: RunningConsole, console_stores: ConsoleStores, read_ids: list[int]
) -> None:
    before = sent(console_stores)
    viewer.goto(f"{console.console_url}/sources/source1")
    viewer.get_by_label("Primeiro id").fill(str(read_ids[2]))
    viewer.get_by_label("Último id").fill(str(read_ids[2]))

    viewer.get_by_role("button", name="Prévia").click()
    viewer.get_by_role("button", name="Entregar de novo (1)").click(force=True)
    viewer.get_by_role("dialog").get_by_role("button", name="Entregar de novo (1)").click()

    expect(viewer.locator(".q-notification")).to_be_visible()
    assert sent(console_stores) == before


@pytest.mark.parametrize("path", ["/orders", "/orders/source1:{}", "/orders/file", "/sources", "/sources/source1"])
def test_axe_finds_nothing(operator: Page, console: RunningConsole, ids: list[int], path: str) -> None:
    operator.goto(f"{console.console_url}{path.format(ids[0])}")
    expect(operator.locator("main .card").first).to_be_visible()

    assert findings(operator, "en-GB") == []
    operator.set_viewport_size({"width": 1440, "height": 900})
