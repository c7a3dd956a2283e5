"""`esteira populate` and `esteira publish` over real stores."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from esteira.core.errors import EsteiraError
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.harness.publication import Publication, running_publication


@pytest.fixture
def publication(migrated_source: Callable[[], str], target_dsn: str, redis_url: str) -> Iterator[Publication]:
    sources = {"shop": migrated_source(), "market": migrated_source()}
    own_url = redis_url.removesuffix("/0") + "/8"
    with running_publication(sources=sources, target_dsn=target_dsn, redis_url=own_url) as publication:
        yield publication


def esteira(publication: Publication, *arguments: str) -> Result:
    return CliRunner().invoke(build(), arguments, env={**publication.environment, "TERMINAL_WIDTH": "200"})


def as_json(publication: Publication, *arguments: str) -> Any:
    done = esteira(publication, *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_generated_orders_are_inserted_in_every_source_and_published(publication: Publication) -> None:
    output = as_json(publication, "populate", "30", "--publish", "--false-share", "0.5")

    assert output["filled"] == {"shop": 30, "market": 30}
    assert [(source["source"], source["published"]) for source in output["published"]] == [("shop", 30), ("market", 30)]
    assert len(publication.queue.accepted) == 60


def test_positions_in_the_json_of_commands_are_text(publication: Publication) -> None:
    as_json(publication, "populate", "3", "--source", "shop")

    (shop,) = as_json(publication, "publish", "shop")

    assert (shop["cursor"]["position"]["id"], type(shop["cursor"]["position"]["x"])) == ("3", str)
    assert [row["id"] for row in shop["cursor"]["evidence"]["rows"]] == ["1", "2", "3"]


def test_a_file_is_loaded_without_its_bad_lines(publication: Publication, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes("\ufeffproduct,price,security_check\r\nCafé,3.20,true\r\nCup,x,true\r\nPot,1,no\r\n".encode())

    output = as_json(publication, "populate", "--csv", str(file), "--source", "shop")

    assert output["filled"] == {"shop": 2}
    assert [line["line"] for line in output["bad"]] == [3]


def test_a_strict_load_of_a_bad_file_loads_nothing_and_names_the_lines(
    publication: Publication, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("product,price,security_check\nCup,1,true\nCup,x,true\n")

    done = esteira(publication, "populate", "--csv", str(file), "--source", "shop", "--strict")

    assert (done.exit_code, "line 3" in done.stderr) == (1, True)
    with psycopg.connect(publication.sources["shop"]) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (0,)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["populate", "0"], "COUNT"),
        (["populate", "1e3"], "1e3 is not a whole number"),
        (["populate", "5", "shop", "--source", "market"], "shop and market"),
        (["populate"], "COUNT"),
        (["populate", "5", "--csv", "pyproject.toml"], "COUNT"),
        (["populate", "--csv", "pyproject.toml"], "--source"),
        (["populate", "--csv", "none.csv", "--source", "shop"], "none.csv"),
        (["populate", "5", "--strict", "--multiline", "--decimal", ","], "--decimal, --multiline, --strict"),
        (["populate", "--csv", "pyproject.toml", "--source", "shop", "--delimiter", "x"], "',', ';', '|' and tab"),
        (["populate", "--csv", "pyproject.toml", "--source", "shop", "--decimal", "x"], "neither '.' nor ','"),
        (["populate", "--csv", "pyproject.toml", "--source", "shop", "--encoding", "rot13"], "windows-1252"),
    ],
)
def test_a_wrong_command_line_is_explained(publication: Publication, arguments: list[str], named: str) -> None:
    done = esteira(publication, *arguments)

    assert (done.exit_code, named in done.stderr) == (2, True)


def test_a_source_is_named_as_argument_or_as_option_in_every_command(publication: Publication) -> None:
    as_json(publication, "populate", "5", "shop")
    as_json(publication, "populate", "5", "--source", "market")

    by_option = as_json(publication, "publish", "--source", "market")
    by_both = as_json(publication, "publish", "shop", "--source", "market", "--source", "shop")

    assert [(one["source"], one["published"]) for one in by_option] == [("market", 5)]
    assert [(one["source"], one["published"]) for one in by_both] == [("shop", 5), ("market", 0)]


def load(publication: Publication, file: Path, content: str | bytes, *options: str) -> Result:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return esteira(publication, "populate", "--csv", str(file), "--source", "shop", *options)


def loaded(publication: Publication) -> list[tuple[Any, ...]]:
    with psycopg.connect(publication.sources["shop"]) as connection:
        return connection.execute("SELECT product, price::text, security_check FROM orders ORDER BY id").fetchall()


DECIMAL_COMMAS = "product,price,security_check\nA,12,1,true\nD,12,0,true\n"
STRAY_QUOTES = 'product,price,security_check\np0,1,true\n"Box 24,1,true\np2,1,true\nok",3,true\np4,1,true\n'


@pytest.mark.parametrize("options", [(), ("--strict",)])
def test_decimal_commas_that_split_a_price_load_nothing_and_fail(
    publication: Publication, tmp_path: Path, options: tuple[str, ...]
) -> None:
    done = load(publication, tmp_path / "orders.csv", DECIMAL_COMMAS, *options)

    assert (done.exit_code, loaded(publication)) == (1, [])
    assert "line 3: has 4 fields where the header has 3: either the price is 12,0 with a decimal comma" in done.stderr


def test_stray_quotes_cost_their_own_lines(publication: Publication, tmp_path: Path) -> None:
    done = load(publication, tmp_path / "orders.csv", STRAY_QUOTES)

    assert (done.exit_code, [product for product, _, _ in loaded(publication)]) == (0, ["p0", "p2", "p4"])
    assert done.stdout == "shop: 3 orders added\n2 lines skipped\n"
    assert ["line 3:" in done.stderr, "line 5:" in done.stderr, "--multiline" in done.stderr] == [True] * 3


def test_stray_quotes_load_nothing_if_strict(publication: Publication, tmp_path: Path) -> None:
    done = load(publication, tmp_path / "orders.csv", STRAY_QUOTES, "--strict")

    assert (done.exit_code, str(done.exception), loaded(publication)) == (
        *(1, "Nothing was loaded, since not every line is a valid order. (Bad lines: 2.)"),
        [],
    )


def test_a_file_of_excel_is_loaded_with_the_options_that_its_refusal_names(
    publication: Publication, tmp_path: Path
) -> None:
    content = "product;price;security_check\r\nCafé;12,50;TRUE\r\n\r\n".encode("utf-16")

    refused = load(publication, tmp_path / "orders.csv", content)
    options = ("--encoding", "utf-16", "--delimiter", ";", "--decimal", ",")
    done = load(publication, tmp_path / "orders.csv", content, *options)

    assert "Type --encoding utf-16 --delimiter ';', and --decimal ','" in str(refused.exception)
    assert (done.exit_code, done.stdout) == (0, "shop: 1 order added\n")
    assert loaded(publication) == [("Café", "12.50", True)]


def test_of_many_bad_lines_the_first_are_named_and_all_are_counted(publication: Publication, tmp_path: Path) -> None:
    content = "product,note,price,security_check\nCup,x,1,true\n" + "Cup,x,1\n" * 4100

    done = load(publication, tmp_path / "orders.csv", content)

    assert (done.exit_code, done.stdout) == (0, "shop: 1 order added\n4,100 lines skipped\n")
    assert done.stderr.count("either a value is missing") == 20
    assert "columns that are not read: 'note'" in done.stderr
    assert "20 of 4,100 bad lines are named here; --json names up to 1,000" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["publish", "nope"], "shop, market"),
        (["populate", "5", "--source", "nope"], "shop, market"),
        (["populate", "5", "nope"], "shop, market"),
    ],
)
def test_expected_failures_raise_an_error_with_a_hint(
    publication: Publication, arguments: list[str], named: str
) -> None:
    done = esteira(publication, *arguments)

    assert isinstance(done.exception, EsteiraError)
    assert named in str(done.exception)


def test_a_source_that_cannot_be_published_fails_the_command_and_stops_no_other(publication: Publication) -> None:
    with psycopg.connect(publication.sources["shop"]) as connection:
        connection.execute("DROP TABLE orders")
    as_json(publication, "populate", "5", "--source", "market")

    done = esteira(publication, "publish", "--json")

    output = {source["source"]: source for source in json.loads(done.stdout)}
    assert (done.exit_code, output["market"]["published"], "esteira migrate" in output["shop"]["error"]) == (1, 5, True)


def test_a_strict_load_names_the_bad_lines_in_json_too(publication: Publication, tmp_path: Path) -> None:
    done = load(publication, tmp_path / "orders.csv", STRAY_QUOTES, "--strict", "--json")

    output = json.loads(done.stdout)
    assert (done.exit_code, output["filled"], output["bad_lines"]) == (1, {"shop": 0}, 2)
    assert [line["line"] for line in output["bad"]] == [3, 5]


def test_a_source_that_cannot_be_published_is_told_in_one_sentence(publication: Publication) -> None:
    with psycopg.connect(publication.sources["shop"]) as connection:
        connection.execute("DROP TABLE orders")

    done = subprocess.run(
        [sys.executable, "-m", "infra.cli.main", "publish"],
        env={**os.environ, **publication.environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "shop: not published" in done.stdout) == (1, True)
    assert "{" not in done.stderr
