"""How results are judged by the known differences, and that these and the table of the documents are current."""

from pathlib import Path

import pytest

from tests.conformance import page
from tests.conformance.case import Case
from tests.conformance.cases import CASES
from tests.conformance.differences import Difference, known_differences, surprises, unknown_cases
from tests.conformance.outcome import Outcome, Result
from tests.conformance.report import EMULATORS, reasons, result_lines, summary, table

CASE = Case(name="a message may have 1 MiB", area="SQS", expected=True, observe=lambda _: True)
KNOWN = {CASE.name: Difference(outcome=Outcome.DIFFERS, reason="takes 256 KiB.")}


def result(outcome: Outcome) -> Result:
    return Result(case=CASE, outcome=outcome, seen="False")


@pytest.mark.parametrize(
    ("outcome", "known"),
    [(Outcome.PASS, {}), (Outcome.DIFFERS, KNOWN)],
    ids=["as on AWS", "a known difference"],
)
def test_what_is_foretold_is_no_surprise(outcome: Outcome, known: dict[str, Difference]) -> None:
    assert list(surprises([result(outcome)], known)) == []


@pytest.mark.parametrize(
    ("outcome", "known", "expected"),
    [
        (Outcome.DIFFERS, {}, "does not say"),
        (Outcome.NOT_OFFERED, {}, "does not say"),
        (Outcome.NOT_OFFERED, KNOWN, "does not say"),
        (Outcome.PASS, KNOWN, "no longer occurs"),
    ],
    ids=["a new difference", "newly not offered", "different in another way", "a difference that is gone"],
)
def test_what_is_not_foretold_is_a_surprise(outcome: Outcome, known: dict[str, Difference], expected: str) -> None:
    [line] = surprises([result(outcome)], known)

    assert CASE.name in line
    assert expected in line


@pytest.mark.parametrize("fields", ['outcome = "pass"\nreason = "x"', 'outcome = "differs"\nreason = " "'])
def test_a_difference_differs_and_has_a_reason(tmp_path: Path, fields: str) -> None:
    file = tmp_path / "differences.toml"
    file.write_text(f'[ministack."a case"]\n{fields}\n')

    with pytest.raises(ValueError, match="has a reason"):
        known_differences(file)


def test_a_difference_of_a_case_that_does_not_exist_is_found() -> None:
    assert list(unknown_cases({"ministack": KNOWN}, ["another case"])) == [
        f"ministack: no case is called {CASE.name!r}"
    ]


def test_every_known_difference_belongs_to_a_case_and_an_emulator() -> None:
    known = known_differences()

    assert list(unknown_cases(known, [case.name for case in CASES])) == []
    assert known.keys() <= EMULATORS.keys()


def test_no_two_cases_have_the_same_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_the_table_has_a_row_for_each_case_and_a_reason_for_each_difference() -> None:
    known = {"ministack": KNOWN}

    assert list(table([CASE], known))[2:] == ["| SQS | a message may have 1 MiB | as on AWS | differs (1) |"]
    assert list(reasons([CASE], known)) == ["1. MiniStack, a message may have 1 MiB: takes 256 KiB."]


def test_a_result_that_differs_is_printed_with_what_was_expected_seen_and_why() -> None:
    printed = "\n".join(result_lines(result(Outcome.DIFFERS), KNOWN))

    assert [word for word in ("True", "False", "takes 256 KiB.") if word not in printed] == []
    assert summary([result(Outcome.DIFFERS)]) == "0 pass, 1 differs, 0 not offered"


def test_the_table_of_the_documents_is_current() -> None:
    text = page.FILE.read_text(encoding="utf-8")

    assert page.with_table(text) == text, "python -m tests.conformance --write"


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        page.with_table("# A page\n")
