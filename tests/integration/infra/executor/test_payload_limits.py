"""Lambda's limit of 6 MB, where an error reaches it. Requests and answers are in the conformance suite."""

from tests.integration.infra.executor.deployment import Deployer

MEBIBYTE = 1 << 20


def test_an_error_of_seven_megabytes_is_replaced_by_that_of_its_size(deploy: Deployer) -> None:
    function = deploy("probe.fail_at_length", memory_mb=512)

    refused, answered = function.invoke({"length": 7 * MEBIBYTE // 6}), function.invoke({"length": 5 * MEBIBYTE // 6})

    assert (refused.error, refused.payload["errorType"]) == ("Unhandled", "Function.ResponseSizeTooLarge")
    assert (answered.error, len(answered.payload["errorMessage"])) == ("Unhandled", 5 * MEBIBYTE // 6)
