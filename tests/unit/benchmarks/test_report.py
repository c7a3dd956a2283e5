"""Tables, picture and files of the benchmarks."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from benchmarks.report.files import MARK, documented, newest, save
from benchmarks.report.picture import picture
from benchmarks.report.tables import table, tables

MACHINE = {
    "date": "2026-11-28",
    "cores": 2,
    "memory_gib": 8,
    "load_before": 0.1,
    "python": "3.11.2",
    "versions": {"boto3": "1.44", "rabbitmq-server": ""},
}


def contender(name: str, per_second: float) -> dict[str, Any]:
    return {
        "name": name,
        "orders": 10_000,
        "per_second": per_second,
        "slowest_per_second": per_second - 1,
        "fastest_per_second": per_second + 1,
        "cores": 1.8,
        "milliseconds_an_order": 0.9,
        "milliseconds_by_program": {"mongo": 0.2, "postgres": 0.7},
        "peak_mib": {"mongo": 100.0, "postgres": 200.0},
    }


CONTENDERS = [contender("Esteira, both", 2000), contender("RabbitMQ & pika", 400)]


def test_a_table_is_padded_and_aligned() -> None:
    assert table(("what", "n"), [("a", "1,000")]) == "| what |     n |\n| ---- | ----: |\n| a    | 1,000 |"


def test_only_the_sections_that_ran_have_a_table() -> None:
    written = tables({"latency": {"lines": [{"name": "1 orders/s", "orders": 5, "p50": 0.5, "p99": 1.25}]}})

    assert written.startswith("## Latency\n")
    assert "| 1 orders/s |      5 |  0.50 |  1.25 |" in written
    assert "## End to end" not in written


def test_the_program_that_costs_most_stands_first() -> None:
    lines = tables({"end-to-end": {"contenders": CONTENDERS}}).splitlines()
    programs = [line.split("|")[1].strip() for line in lines if line.startswith(("| mongo", "| postgres"))]

    assert programs == ["postgres", "mongo"] * 2


def test_a_bar_is_as_long_as_its_rate() -> None:
    drawing = etree.fromstring(picture(CONTENDERS).encode())
    bars = [bar for bar in drawing.iter("{*}rect") if bar.get("fill") != "#ffffff"]

    assert [float(bar.get("width")) for bar in bars] == [400, 80]
    assert "RabbitMQ & pika" in [text.text for text in drawing.iter("{*}text")]


def test_results_of_a_day_are_kept_by_section(tmp_path: Path) -> None:
    save({"machine": MACHINE, "core": {"lines": [1]}}, tmp_path)
    save({"machine": MACHINE, "core": {"lines": [2]}, "latency": {"lines": []}}, tmp_path)
    path = save({"machine": MACHINE, "start": {}}, tmp_path)

    assert json.loads(path.read_text()) == {
        "machine": MACHINE,
        "core": {"lines": [2]},
        "latency": {"lines": []},
        "start": {},
    }


def test_the_newest_day_is_reported(tmp_path: Path) -> None:
    for date in ("2026-11-30", "2026-12-01", "2026-11-29"):
        save({"machine": {"date": date}}, tmp_path)

    assert newest(tmp_path)["machine"]["date"] == "2026-12-01"


def test_without_results_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make bench-full"):
        newest(tmp_path)


def test_new_tables_replace_the_old_ones_below_the_mark() -> None:
    text = documented(f"# Benchmarks\n\n{MARK}\nold", {"machine": MACHINE})

    assert text.startswith(f"# Benchmarks\n\n{MARK}\nMeasured on 2026-11-28: 2 cores")
    assert "old" not in text
    assert "boto3 1.44." in text
