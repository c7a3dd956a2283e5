"""Environment variables that AWS or the system does not allow."""

import pytest
from botocore.exceptions import ClientError

from tests.integration.infra.executor.deployment import Deployer

NOT_ALLOWED = [
    ({"SECRET": "before\0after"}, "InvalidParameterValueException"),
    ({"SECRET": "\ud800after"}, "InvalidParameterValueException"),
    ({"SECRET=A": "after"}, "ValidationException"),
]


@pytest.mark.parametrize(("variables", "code"), NOT_ALLOWED)
def test_a_function_is_not_created_with_them(deploy: Deployer, variables: dict[str, str], code: str) -> None:
    with pytest.raises(ClientError) as refusal:
        deploy("probe.echo", environment=variables)

    error = refusal.value.response["Error"]
    assert error["Code"] == code
    assert "after" not in error["Message"]


@pytest.mark.parametrize(("variables", "code"), NOT_ALLOWED)
def test_a_function_keeps_its_variables_when_an_update_has_them(
    deploy: Deployer, variables: dict[str, str], code: str
) -> None:
    function = deploy("probe.environment", environment={"GREETING": "kept"})

    with pytest.raises(ClientError) as refusal:
        function.client.update_function_configuration(
            FunctionName=function.name, Environment={"Variables": {"GREETING": "lost", **variables}}
        )

    assert refusal.value.response["Error"]["Code"] == code
    assert function.invoke().payload["GREETING"] == "kept"
