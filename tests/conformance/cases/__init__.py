"""All cases, in the order in which they are run."""

from tests.conformance.case import Case
from tests.conformance.cases import (
    endpoints,
    files_and_mails,
    functions,
    orders,
    payments,
    queues,
    resources,
    schedules,
)

CASES: tuple[Case, ...] = (
    *resources.CASES,
    *endpoints.CASES,
    *orders.CASES,
    *payments.CASES,
    *functions.CASES,
    *queues.CASES,
    *files_and_mails.CASES,
    *schedules.CASES,
    *orders.LAST,
)


def chosen(words: str) -> tuple[Case, ...]:
    """The cases whose name contains these words; all without any."""
    return tuple(case for case in CASES if words in case.name)
