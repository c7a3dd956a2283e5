"""`esteira report`, while a worker writes."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from esteira.core.announcing import wiring as announcements
from esteira.core.settings import BridgeSettings, read
from esteira.reports.write_reports import write_reports
from esteira.reports.writer_wiring import ReportWriter
from typer.testing import CliRunner

from infra.cli.main import build
from tests.harness.environment import environment
from tests.harness.report_files import TestBucket
from tests.harness.report_worker import ReportStores


@pytest.fixture
def stores(target_dsn: str, mongo_url: str, sqs_endpoint: str, bucket: TestBucket) -> Iterator[ReportStores]:
    stores = ReportStores(
        target_dsn=target_dsn,
        mongo_url=mongo_url,
        redis_url="redis://127.0.0.1:1/0",
        endpoint=sqs_endpoint,
        bucket=bucket.name,
    )
    with environment(stores.variables, announcements._configured_url):
        yield stores


@contextmanager
def writing() -> Iterator[None]:
    """Write whatever waits until the block is left."""
    ended, writer = Event(), ReportWriter(read(BridgeSettings))

    def write() -> None:
        while not ended.wait(0.05):
            write_reports(writer.writer_deps)

    thread = Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        writer.close()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(build(), ["report", *arguments])
    return result.exit_code, result.output


def test_a_report_is_written_waited_for_and_downloaded(stores: ReportStores, tmp_path: Path) -> None:
    stores.add_orders(5)
    stores.add_orders(1, source="other")
    out = tmp_path / "orders.csv"

    with writing():
        code, said = run("orders", "--out", str(out), "--filter", "source=shop")

    assert (code, "5 rows of 5 promised" in said) == (0, True)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert {row["source"] for row in rows} == {"shop"}
    assert len(rows) == 5
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    "arguments",
    [("orders", "--filter", "lane=orders"), ("orders", "--filter", "source"), ("secrets",)],
    ids=["a filter of another kind", "no value", "no kind"],
)
def test_a_wrong_command_line_is_said_and_nothing_is_started(
    stores: ReportStores, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, _ = run(*arguments, "--out", str(tmp_path / "x"))

    assert code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_not_overwritten(stores: ReportStores, tmp_path: Path) -> None:
    out = tmp_path / "x"
    out.write_text("mine")

    code, _ = run("orders", "--out", str(out))

    assert (code, out.read_text()) == (2, "mine")
