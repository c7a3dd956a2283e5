"""A stack that is deployed on AWS already, and found by environment variables. Nothing is created or deleted."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tests.conformance.deployed_stack import DeployedStack, Place

STACK = "ESTEIRA_CONFORMANCE_STACK"
VARIABLES = {
    STACK: "name of the stack; one of its own, since the cases write orders, send mails and purge a queue",
    "AWS_REGION": "region of the stack",
    "ESTEIRA_SOURCES": "the value of the template's parameter Sources",
    "ESTEIRA_TARGET_DSN": "the value of the template's parameter TargetDsn",
    "ESTEIRA_MONGO_URL": "the value of the template's parameter MongoUrl",
    "ESTEIRA_PROVIDERS": "the value of the template's parameter Providers, with at least one",
    "ESTEIRA_OPERATOR_TOKEN": "a machine token of the role admin",
}
MAIL_SIMULATOR = "success@simulator.amazonses.com"
"""SES takes mails to it also where the account may send to nobody else (docs.aws.amazon.com/ses, mailbox simulator)."""


class NotReady(Exception):
    """The run cannot begin. The message says what to do."""


@contextmanager
def deployed_stack(given: Mapping[str, str] = os.environ) -> Iterator[DeployedStack]:
    """The stack that the variables name. Raises `NotReady`."""
    stack = DeployedStack(place(given))
    try:
        yield stack
    finally:
        stack.close()


def place(given: Mapping[str, str]) -> Place:
    """Where the stack is, from the variables and the stack's outputs. Raises `NotReady`, before a request if it can."""
    check_variables(given)
    session = boto3.Session(region_name=given["AWS_REGION"])
    check_credentials(session)
    provider, secret = _provider(given["ESTEIRA_PROVIDERS"])
    return Place(
        session=session,
        endpoint_url=None,
        stack_name=given[STACK],
        api_url=_outputs(session, given[STACK])["ApiUrl"],
        operator_token=given["ESTEIRA_OPERATOR_TOKEN"],
        provider=provider,
        provider_secret=secret,
        mail_to=MAIL_SIMULATOR,
        sources={name: one["dsn"] for name, one in json.loads(given["ESTEIRA_SOURCES"]).items()},
        target_dsn=given["ESTEIRA_TARGET_DSN"],
        mongo_url=given["ESTEIRA_MONGO_URL"],
    )


def check_variables(given: Mapping[str, str]) -> None:
    """Raises `NotReady` with every variable that is missing and what it has to hold."""
    missing = [f"  {name}: {meaning}" for name, meaning in VARIABLES.items() if not given.get(name)]
    if missing:
        raise NotReady("\n".join(["these variables are missing:", *missing]))
    if given.get("AWS_ENDPOINT_URL"):
        raise NotReady("AWS_ENDPOINT_URL is set, so this would not be AWS: unset it, or take EMULATOR=localstack")


def check_credentials(session: boto3.Session) -> None:
    """Raises `NotReady` where boto3 finds no credentials. Makes no request to AWS."""
    if session.get_credentials() is None:
        raise NotReady(
            "no AWS credentials are found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; "
            "`aws sts get-caller-identity` must answer"
        )


def _provider(providers: str) -> tuple[str, str]:
    name, one = next(iter(json.loads(providers).items()))
    secret = one.get("secret") or one["secrets"][0]["secret"]
    return name, secret


def _outputs(session: boto3.Session, stack_name: str) -> Mapping[str, str]:
    try:
        (stack,) = session.client("cloudformation").describe_stacks(StackName=stack_name)["Stacks"]
    except (BotoCoreError, ClientError) as error:
        raise NotReady(f"the stack {stack_name} cannot be read: {error}") from error
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", ())}
