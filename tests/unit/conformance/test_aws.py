"""A run on AWS begins only if it is told which stack, with which credentials; all that can be known is asked first."""

import boto3
import pytest

from tests.conformance.aws import STACK, VARIABLES, NotReady, check_credentials, check_variables, place
from tests.harness.environment import environment

GIVEN = dict.fromkeys(VARIABLES, "x")


@pytest.mark.parametrize("name", VARIABLES)
def test_a_missing_variable_is_named_with_what_it_holds(name: str) -> None:
    with pytest.raises(NotReady, match="are missing") as raised:
        check_variables(GIVEN | {name: ""})

    assert f"{name}: {VARIABLES[name]}" in str(raised.value)


def test_all_missing_variables_are_named_at_once() -> None:
    with pytest.raises(NotReady) as raised:
        place({})

    assert [name for name in VARIABLES if name not in str(raised.value)] == []


def test_the_endpoint_of_an_emulator_is_refused() -> None:
    with pytest.raises(NotReady, match="AWS_ENDPOINT_URL"):
        check_variables(GIVEN | {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"})


def test_without_credentials_the_error_says_how_to_give_them() -> None:
    nobody = {
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_EC2_METADATA_DISABLED": "true",
    }

    with environment(nobody), pytest.raises(NotReady, match="AWS_PROFILE"):
        check_credentials(boto3.Session(region_name="us-east-1"))


def test_a_stack_that_cannot_be_read_is_named() -> None:
    unreachable = {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_ENDPOINT_URL_CLOUDFORMATION": "http://127.0.0.1:1",
        "AWS_MAX_ATTEMPTS": "1",
    }
    given = GIVEN | {STACK: "orders", "AWS_REGION": "us-east-1", "ESTEIRA_PROVIDERS": '{"pay": {"secret": "s"}}'}

    with environment(unreachable), pytest.raises(NotReady, match="the stack orders cannot be read"):
        place(given)
