"""Reports in the browser: started, watched, downloaded and cancelled; and what a viewer is refused by the server."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import Any

import openpyxl
import psycopg
import pytest
from esteira.core.principal import Role
from esteira.core.settings import BridgeSettings
from esteira.reports.s3 import s3_client
from esteira.reports.write_reports import write_reports
from esteira.reports.writer_wiring import ReportWriter
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.running_console import REPORTS_BUCKET, TOKEN, ConsoleStores, RunningConsole
from tests.browser.visits import sign_in
from tests.harness.callers import admit
from tests.harness.environment import aws_variables, environment

VIEWER = "the-token-of-a-viewer-of-reports"
FORMULA = "=1+1"


@pytest.fixture(scope="module")
def writer(console_stores: ConsoleStores) -> Iterator[ReportWriter]:
    """The worker, which writes when a test says so."""
    settings = BridgeSettings.model_validate(
        {
            "sources": {"source1": {"dsn": console_stores.source_dsn}},
            "target_dsn": console_stores.target_dsn,
            "mongo_url": console_stores.mongo_url,
            "redis_url": console_stores.redis_url,
            "operator_token": TOKEN,
            "lanes": {},
            "errors_queue_url": f"{console_stores.sqs_endpoint}/000000000000/errors",
            "reports_bucket": REPORTS_BUCKET,
        }
    )
    admit(console_stores.mongo_url, VIEWER, role=Role.VIEWER, name="viewer-of-reports")
    with environment(aws_variables(console_stores.sqs_endpoint)):
        with closing(s3_client(settings.errors_queue_url)) as client:
            client.create_bucket(Bucket=REPORTS_BUCKET)
        with closing(ReportWriter(settings)) as writer:
            yield writer


@pytest.fixture
def errors(console_stores: ConsoleStores) -> Iterator[int]:
    """How many errors there are, for the length of the test."""
    with psycopg.connect(console_stores.target_dsn) as connection:
        connection.execute(
            "INSERT INTO failures (id, report_id, fingerprint, kind, component, place, cause, original_is_whole, state,"
            " reason, reported_at, created_at, changed_at) SELECT gen_random_uuid(), gen_random_uuid(),"
            " '00000000000000aa', 'bug', 'reports', 'p', %s, false, 'parked', 'r', now(), now(), now()"
            " FROM generate_series(1, 3)",
            [FORMULA],
        )
        connection.commit()
        ((count,),) = connection.execute("SELECT count(*) FROM failures WHERE state = 'parked'")
        yield count
        connection.execute("DELETE FROM failures WHERE component = 'reports'")


def newest(page: Page) -> Locator:
    """The card of the report that was asked for last."""
    return page.locator("li.report").first


def test_a_report_is_started_watched_and_downloaded(
    page: Page, console: RunningConsole, writer: ReportWriter, errors: int
) -> None:
    page.goto(f"{console.console_url}/reports")
    page.get_by_label("Rows", exact=True).select_option(label="Errors")
    page.get_by_label("Format", exact=True).select_option(label="XLSX")
    expect(page.get_by_text("At most 1,048,575 rows.")).to_be_visible()
    page.get_by_label("State", exact=True).select_option(label="parked")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(newest(page)).to_have_attribute("data-state", "queued")

    write_reports(writer.writer_deps)

    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(newest(page)).to_contain_text(f"{errors} of {errors} rows")
    with page.expect_download() as waiting:
        newest(page).get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename.startswith("esteira-failures-")
    sheet: Any = openpyxl.load_workbook(BytesIO(waiting.value.path().read_bytes())).active
    _, *rows = sheet.values
    assert len(rows) == errors
    assert FORMULA in {row[5] for row in rows}


def test_a_viewer_sees_their_own_reports_and_is_refused_the_audit_log_by_the_server(
    browser: Browser, console: RunningConsole, writer: ReportWriter
) -> None:
    with closing(browser.new_context(locale="pt-BR")) as context:
        page = _page(context)
        sign_in(page, console, VIEWER)
        page.goto(f"{console.console_url}/reports")
        expect(page.get_by_text("Você ainda não pediu nenhum relatório.")).to_be_visible()
        kinds = page.get_by_label("Linhas", exact=True)
        assert "Auditoria" not in kinds.locator("option").all_inner_texts()
        page.get_by_role("button", name="Iniciar", exact=True).click()
        expect(newest(page)).to_contain_text("em espera")
        newest(page).get_by_role("button", name="Cancelar").click()
        expect(newest(page)).to_contain_text("cancelado")

        kinds.evaluate("select => select.add(new Option('audit', 'audit'))")
        kinds.select_option("audit")
        page.get_by_role("button", name="Iniciar", exact=True).click()

        expect(page.get_by_role("alert").filter(has_text="admin")).to_be_visible()
        expect(page.locator("li.report")).to_have_count(1)


def _page(context: BrowserContext) -> Page:
    context.set_default_timeout(30_000)
    return context.new_page()
