"""Lambda's limit of 6 MB, both ways."""

import json

import pytest

from tests.integration.infra.executor.deployment import Deployer

MEBIBYTE = 1 << 20


def test_a_request_of_ten_megabytes_is_refused(deploy: Deployer) -> None:
    function = deploy("probe.echo")
    event = {"filler": "x" * 10 * MEBIBYTE}

    with pytest.raises(function.client.exceptions.RequestTooLargeException) as refusal:
        function.invoke(event)

    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413
    assert refusal.value.response["Error"]["Message"] == (
        f"{len(json.dumps(event))} byte payload is too large"
        " for the RequestResponse invocation type (limit 6291456 bytes)"
    )


def test_a_request_just_below_the_limit_passes(deploy: Deployer) -> None:
    event = {"filler": "x" * (6 * MEBIBYTE - 20)}

    assert deploy("probe.echo", memory_mb=512).invoke(event).payload == event


def test_an_answer_of_seven_megabytes_is_replaced_by_an_error(deploy: Deployer) -> None:
    function = deploy("probe.long_answer", memory_mb=512)

    refused, accepted = function.invoke({"bytes": 7 * MEBIBYTE}), function.invoke({"bytes": 100})

    assert refused.error == "Unhandled"
    assert refused.payload == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert accepted.payload == "x" * 100


def test_an_error_of_seven_megabytes_is_replaced_by_that_of_its_size(deploy: Deployer) -> None:
    function = deploy("probe.fail_at_length", memory_mb=512)

    refused, answered = function.invoke({"length": 7 * MEBIBYTE // 6}), function.invoke({"length": 5 * MEBIBYTE // 6})

    assert (refused.error, refused.payload["errorType"]) == ("Unhandled", "Function.ResponseSizeTooLarge")
    assert (answered.error, len(answered.payload["errorMessage"])) == ("Unhandled", 5 * MEBIBYTE // 6)
