"""Documents name only what exists."""

from pathlib import Path

import pytest

from infra.checks.markdown import Route
from infra.checks.readme import deployed, documents, problems
from infra.local.home import REPOSITORY

DOCUMENTS = {str(path.relative_to(REPOSITORY)): path for path in documents()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_what_exists(name: str) -> None:
    assert problems(DOCUMENTS[name]) == []


def test_the_readme_names_the_commands_to_run_and_to_stop() -> None:
    text = DOCUMENTS["README.md"].read_text(encoding="utf-8")

    assert "make run" in text
    assert "make stop" in text


def test_a_document_that_names_something_missing_is_reported(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`make coffee`, `esteira fly`, `esteira up --softly`, `GET /nowhere`, [a](missing.md), [b](#nothing)",
        encoding="utf-8",
    )

    assert problems(page) == [
        "no such make target: coffee",
        "no such command: esteira fly",
        "no such option: esteira up --softly",
        "no such route: GET /nowhere",
        "no such file: missing.md",
        "no such chapter: #nothing",
    ]


def test_a_place_in_the_code_that_is_missing_is_reported(tmp_path: Path) -> None:
    page = tmp_path / "CONTRIBUTING.md"
    page.write_text("`core/names.py` (`Lane`, `Street`), `core/streets.py`, `names.py`", encoding="utf-8")

    assert problems(page) == ["not in core/names.py: Street", "no such file: core/streets.py"]


def test_a_path_matches_the_placeholders_of_its_route() -> None:
    assert deployed(Route(method="POST", path="/sources/source1/publish"))
    assert not deployed(Route(method="DELETE", path="/sources/source1/publish"))
    assert not deployed(Route(method="GET", path="/sources/source1/orders/7"))


def test_options_that_a_command_passes_on_are_not_checked(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`esteira celery inspect active --json`, `esteira celery --softly inspect`", encoding="utf-8")

    assert problems(page) == ["no such option: esteira celery --softly"]
