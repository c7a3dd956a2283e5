"""The quick kinds of the executor's conformance suite. `make conformance-executor` runs all of them."""

from conformance.cases import QUICK
from conformance.cloud import Cloud, Place
from conformance.report import unexplained
from conformance.run import run


def test_single_invocations_are_answered_as_on_aws_unless_a_reason_is_known(localstack: str) -> None:
    cloud = Cloud(Place(endpoint=localstack))

    try:
        results = list(run(QUICK, cloud))
    finally:
        cloud.close()

    assert len(results) == len(QUICK)
    assert [f"{result.case.name}: {result.seen}" for result in unexplained(results)] == []
