"""All cases, by kind."""

from collections.abc import Sequence

from conformance.case import Case
from conformance.cases import (
    answers,
    concurrency,
    context,
    destinations,
    errors,
    handlers,
    init,
    invocation,
    log_format,
    logs,
    machine,
    processes,
    queues,
    variables,
    versions,
)

AROUND = (init, destinations, queues, concurrency, versions, processes, machine, logs)
"""Kinds whose cases wait, or deploy functions of their own: minutes. They come first, and wait beside each other."""

WITHIN = (invocation, handlers, answers, errors, context, variables, log_format)
"""Kinds whose cases are single invocations of shared functions: seconds."""

CASES: Sequence[Case] = [case for kind in (*AROUND, *WITHIN) for case in kind.CASES]
QUICK: Sequence[Case] = [case for kind in WITHIN for case in kind.CASES]


def chosen(words: str) -> list[Case]:
    """The cases whose name contains this."""
    return [case for case in CASES if words.lower() in case.name.lower()]
