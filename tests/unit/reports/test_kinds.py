"""A kind of report is complete: it can be asked for, read and named."""

import pytest
from esteira.core.postgres.statements import statement
from esteira.reports.filters import FILTERS
from esteira.reports.report import ReportKind
from esteira.reports.writer_wiring import OF_MONGO

from console.pages.reports.words import ENGLISH, PORTUGUESE

each_kind = pytest.mark.parametrize("kind", ReportKind)


@each_kind
def test_every_kind_may_be_asked_for_and_has_a_name_in_both_languages(kind: ReportKind) -> None:
    assert kind in FILTERS
    assert {kind} <= ENGLISH.kinds.keys() & PORTUGUESE.kinds.keys()


@pytest.mark.parametrize("kind", sorted(set(ReportKind) - OF_MONGO))
def test_the_rows_of_the_target_have_a_statement_that_obeys_the_filters_of_their_kind(kind: ReportKind) -> None:
    text = statement(f"reports/rows_of_{kind}").decode()

    assert [name for name in FILTERS[kind].model_fields if f"%({name})s" not in text] == []
