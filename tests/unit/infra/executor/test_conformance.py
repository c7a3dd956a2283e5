"""How the conformance suite compares and counts, and that its README lists what differs."""

import re
from typing import Any

import pytest
from conformance.case import Case, Difference, executors_own, localstacks_own
from conformance.cases import CASES
from conformance.matching import matches
from conformance.report import differences_table, good_enough
from conformance.run import Result, result_of

from infra.local.home import REPOSITORY

SOURCE = "https://example.org"
README = REPOSITORY / "infra" / "localstack-process-executor" / "README.md"


def result(seen: str, differs: Difference | None = None) -> Result:
    return Result(
        case=Case(name="A case", aws=1, source=SOURCE, observe=lambda _: 1, differs=differs),
        seen=seen,
    )


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        (1, 1),
        ([1, "a"], (1, "a")),
        ({"a": [re.compile("[0-9]+")]}, {"a": ["42"]}),
        (None, None),
    ],
)
def test_equal_values_match(expected: object, seen: object) -> None:
    assert matches(expected, seen)


@pytest.mark.parametrize(
    ("expected", "seen"),
    [
        (1, True),
        (1, 1.0),
        ("a", None),
        ([1], [1, 2]),
        ({"a": 1}, {"a": 1, "b": 2}),
        (re.compile("a"), "ab"),
        (re.compile(".*"), None),
    ],
)
def test_what_differs_in_type_length_or_text_does_not_match(expected: object, seen: object) -> None:
    assert not matches(expected, seen)


def test_a_case_whose_observation_raises_fails() -> None:
    nothing: Any = None
    case = Case(name="A case", aws=1, source=SOURCE, observe=lambda cloud: cloud.probe)

    assert "AttributeError" in result_of(case, nothing).seen


def test_localstacks_own_differences_do_not_count_against_the_executor() -> None:
    results = [result("")] * 10 + [result("else", localstacks_own("away"))] * 10

    assert good_enough(results)


@pytest.mark.parametrize(("failed", "enough"), [(2, True), (3, False)])
def test_98_in_100_are_enough_whether_a_failure_is_known_or_not(failed: int, enough: bool) -> None:
    known = executors_own("known")

    assert good_enough([result("")] * (100 - failed) + [result("else", known)] * failed) is enough
    assert good_enough([result("")] * (100 - failed) + [result("else")] * failed) is enough


def test_no_results_are_not_enough() -> None:
    assert not good_enough([])


def test_every_case_has_a_name_of_its_own_and_a_source() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert [case.name for case in CASES if not case.source.startswith("https://")] == []


def test_the_readme_lists_every_known_difference() -> None:
    assert "\n".join(differences_table(CASES)) in README.read_text(encoding="utf-8")
