"""Payloads that are not JSON are refused before anything is run or queued."""

import pytest
from mypy_boto3_lambda.literals import InvocationTypeType

from tests.integration.infra.executor.deployment import Deployer

MALFORMED = [b"{not json", b'{"a": 1', b"{'a': 1}", b'{"a": NaN}', b"{} {}", b'"\xff"']


@pytest.mark.parametrize("kind", ["RequestResponse", "Event"])
def test_what_is_not_json_is_refused_and_nothing_is_run(deploy: Deployer, kind: InvocationTypeType) -> None:
    function = deploy("probe.echo")

    for payload in MALFORMED:
        with pytest.raises(function.client.exceptions.InvalidRequestContentException) as refusal:
            function.client.invoke(FunctionName=function.name, InvocationType=kind, Payload=payload)
        assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400

    assert function.processes() == []


@pytest.mark.parametrize("payload", [b"", b"null", b"1" * 4301, b'"text"', b'{"price": 12345678901234567.89}'])
def test_every_kind_of_json_is_run(deploy: Deployer, payload: bytes) -> None:
    function = deploy("probe.process_id")

    reply = function.client.invoke(FunctionName=function.name, Payload=payload)

    # Python's own parser refuses numbers of more than 4300 digits: then the error is the function's.
    assert reply["StatusCode"] == 200
    assert function.processes() != []
