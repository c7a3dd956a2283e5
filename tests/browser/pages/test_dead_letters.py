"""The pages of dead letters: an operator mends an order and sends many, and a viewer sees and may not."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from esteira.core.messages import encode, order_message_id
from esteira.core.principal import Role
from esteira.workbench.export_letters import line_of
from esteira.workbench.file_dead_letters import file_dead_letters
from esteira.workbench.letter import LetterFilter
from esteira.workbench.run_redrive import run_redrive
from esteira.workbench.undo_redrive import run_undo
from esteira.workbench.wiring import Workbench
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.pages.conftest import Open
from tests.browser.running_console import ConsoleStores
from tests.fixtures.dead_letters import edit_of, filed
from tests.fixtures.messages import order
from tests.harness.pipeline import Pipeline
from tests.harness.queues import messages_in
from tests.harness.waiting import wait_for

IDS = (880_001, 880_002, 880_003)
GOOD, BROKEN = '"price":"19.90"', '"price":"ten"'
LIST = "/dead-letters?lane=orders"


@pytest.fixture
def pipeline(console_stores: ConsoleStores) -> Iterator[Pipeline]:
    """A consumer of the console's lane of orders, without dead letters of others."""
    pipeline = Pipeline(console_stores.of_orders)
    _empty(pipeline)
    yield pipeline
    _empty(pipeline)
    for table in ("orders", "order_failures"):
        pipeline.in_target(f"DELETE FROM {table} WHERE source_id BETWEEN 880001 AND 880003")
    pipeline.in_target("DELETE FROM dead_letters")
    pipeline.close()


def _empty(pipeline: Pipeline) -> None:
    """Delete all messages. SQS purges a queue once a minute only."""
    for url in (pipeline.addresses.lane.queue_url, pipeline.addresses.lane.dlq_url):
        for message in messages_in(pipeline.sqs, url):
            pipeline.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@pytest.fixture
def workbench(pipeline: Pipeline) -> Iterator[Workbench]:
    with closing(Workbench(pipeline.settings)) as workbench:
        yield workbench


@pytest.fixture
def dead(pipeline: Pipeline, workbench: Workbench) -> None:
    """Three dead orders of the same cause, filed."""
    pipeline.mark_dead(*(encode(order(number)) for number in IDS))
    file_dead_letters(workbench.deps, "orders")


def persisted(target: psycopg.Connection, number: int) -> bool:
    return target.execute("SELECT 1 FROM orders WHERE source_id = %s", [number]).fetchone() is not None


def send_all(page: Page) -> None:
    page.get_by_role("button", name="Send all that match …").click()
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("3 dead letters of the lane orders are sent back to it.")
    dialog.get_by_label("Letters per second").fill("20")
    dialog.get_by_role("button", name="Send back").click()
    expect(page).to_have_url(re.compile("/dead-letters/redrives/"))


def confirm(page: Page, action: str) -> None:
    page.get_by_role("button", name=f"{action} …").click()
    page.locator(".card.dialog").get_by_role("button", name=action).click()


def test_an_operator_mends_a_dead_order_which_arrives_and_the_audit_log_tells_what_changed(
    pipeline: Pipeline, target: psycopg.Connection, open_as: Open
) -> None:
    pipeline.mark_dead(encode(order(IDS[0])).replace(GOOD, BROKEN))
    page = open_as(Role.OPERATOR, LIST)
    page.get_by_role("button", name="Read the queues again").click()
    page.get_by_role("link", name="invalid:").first.click()
    page.locator("tr[data-key^='orders/'] td[data-label=Message] a").last.click()
    body = page.get_by_label("Body")

    body.fill(body.input_value().replace('"ten"', '"19.90"'))
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_text("It would be applied.")).to_be_visible()
    expect(page.locator("tr[data-key='payload.price'] td")).to_have_text(["payload.price", "ten", "19.90"])
    assert not persisted(target, IDS[0])
    page.get_by_role("button", name="Send the mended letter …").click()
    page.locator(".card.dialog").get_by_role("button", name="Send the mended letter").click()
    expect(page).to_have_url(re.compile(f"/orders/{order_message_id('source1', IDS[0])}$"))
    pipeline.consume()

    expect(page.locator(".facts .pill")).to_have_text("persisted")
    assert persisted(target, IDS[0])
    log = open_as(Role.ADMIN, "/audit?action=dead_letter.edited")
    log.locator("tbody tr", has_text="pages-operator").locator("button.open").click()
    change = log.locator(".changes tr", has_text="payload.price")
    expect(change.locator("del, ins")).to_have_text(["ten", "19.90"])


@pytest.mark.usefixtures("dead")
def test_a_letter_that_fails_again_stops_the_redrive_after_one_and_a_reload_shows_it(
    pipeline: Pipeline, workbench: Workbench, open_as: Open
) -> None:
    page = open_as(Role.OPERATOR, LIST)
    expect(page.locator("tr[data-key^='orders/'] td[data-label=Number]")).to_have_text("3")
    send_all(page)
    run_redrive(workbench.bulk_deps)
    expect(page.locator(".facts .pill")).to_have_text("waits for the first letter")
    pipeline.kill("source1", IDS)
    wait_for("the second step is done", lambda: run_redrive(workbench.bulk_deps))

    page.reload()

    expect(page.locator(".facts .pill")).to_have_text("failed at its first letter")
    expect(page.get_by_text("1 of 3 letters are settled")).to_be_visible()
    assert len(pipeline.dead_letters()) == 3


@pytest.mark.usefixtures("dead")
def test_a_redrive_is_undone_repeated_and_stopped_and_all_are_listed(
    pipeline: Pipeline, workbench: Workbench, open_as: Open
) -> None:
    page = open_as(Role.OPERATOR, LIST)
    state = page.locator(".facts .pill")
    send_all(page)
    first = page.url

    confirm(page, "Undo")
    expect(state).to_have_text("being taken back")
    run_undo(workbench.undo_deps)
    expect(state).to_have_text("taken back")
    confirm(page, "Repeat")
    expect(page).not_to_have_url(first)
    expect(page.get_by_text("0 of 3 letters are settled")).to_be_visible()
    confirm(page, "Stop")
    expect(state).to_have_text("stopped")

    page.get_by_role("link", name="Redrives").click()
    expect(page.locator("tbody tr td[data-label=State]").first).to_have_text("stopped")
    expect(page.locator("tbody tr td[data-label=State]").nth(1)).to_have_text("taken back")
    assert len(pipeline.dead_letters()) == 3


@pytest.mark.usefixtures("dead")
def test_letters_are_exported_discarded_and_imported_with_the_same_idempotency_keys(
    pipeline: Pipeline, open_as: Open
) -> None:
    bodies = sorted(pipeline.dead_letters())
    page = open_as(Role.OPERATOR, LIST)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export all that match").click()
    _empty(pipeline)
    page.get_by_role("button", name="Read the queues again").click()
    expect(page.get_by_text("No dead letter matches.").first).to_be_visible()

    page.get_by_role("button", name="Import …").click()
    dialog = page.locator(".card.dialog")
    dialog.get_by_label("Exported file").set_input_files(download.value.path())
    expect(dialog.locator("dd")).to_have_text(["3", "0", "0", "0"])
    assert pipeline.dead_letters() == []
    dialog.get_by_role("button", name="Import").click()

    expect(page.get_by_text("3 are dead letters again")).to_be_visible()
    assert sorted(pipeline.dead_letters()) == bodies


@pytest.mark.usefixtures("dead")
def test_a_mended_letter_that_may_have_been_sent_is_shown_with_what_to_do_and_is_left_out_of_a_redrive_of_all(
    pipeline: Pipeline, workbench: Workbench, open_as: Open
) -> None:
    (letter, *_) = workbench.deps.store.page(LetterFilter(), after=None, limit=1)
    workbench.deps.store.begin_edit(replace(edit_of(letter), after=letter.body.replace("chair", "sofa")))
    page = open_as(Role.OPERATOR, LIST)
    page.get_by_role("button", name="Send all that match …").click()
    dialog = page.locator(".card.dialog")
    expect(dialog).to_contain_text("2 dead letters of the lane orders are sent back to it.")
    expect(dialog).to_contain_text("1 more match and are left out")
    dialog.get_by_role("button", name="Cancel").click()

    page.locator(".unfinished a").click()

    expect(page.get_by_text("Perhaps this was sent already")).to_be_visible()
    expect(page.get_by_label("Body")).to_have_value(re.compile("sofa"))
    pipeline.in_target("DELETE FROM dead_letter_edits WHERE sent_at IS NULL")


@pytest.mark.usefixtures("dead")
def test_a_viewer_sees_the_letters_in_portuguese_and_may_not_send_them(
    pipeline: Pipeline, target: psycopg.Connection, open_as: Open
) -> None:
    redrives = target.execute("SELECT count(*) FROM redrive_jobs").fetchone()
    page = open_as(Role.VIEWER, LIST, language="pt")
    expect(page.get_by_role("heading", name="Grupos da mesma causa")).to_be_visible()

    page.get_by_role("button", name="Reenviar todas que conferem …").click(force=True)
    page.locator(".card.dialog").get_by_role("button", name="Reenviar").click()

    expect(page.get_by_text("Recusado:")).to_be_visible()
    page.locator(".card.dialog").get_by_role("button", name="Cancelar").click()
    expect(page.locator(".card.dialog")).to_have_count(0)
    page.get_by_role("button", name="Importar …").click(force=True)
    gone = line_of(filed(order(IDS[0]), sqs_message_id="gone")).replace("880001", "880009").encode()
    file = FilePayload(name="letters.jsonl", mimeType="", buffer=gone)
    page.get_by_label("Arquivo exportado").set_input_files(file)
    expect(page.get_by_text("Recusado:")).to_have_count(0)
    page.locator(".card.dialog").get_by_role("button", name="Importar").click(force=True)
    expect(page.get_by_text("Recusado:")).to_be_visible()
    assert len(pipeline.dead_letters()) == 3
    assert target.execute("SELECT count(*) FROM redrive_jobs").fetchone() == redrives
