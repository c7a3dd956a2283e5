"""A stack on an emulator: an installation of its own, told which one by one setting, and stopped at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3

from infra.local.aws import aws_session
from infra.local.environment import SAMPLE_PROVIDER
from infra.local.stack.stack import STACK_NAME
from tests.conformance.deployed_stack import DeployedStack, Place
from tests.e2e.installation import temporary_installation

RETRY_DELAY_SECONDS = 10
"""The template's own default: long enough to be told from a message that comes back at once."""

MAIL_TO = "conformance@example.com"


@contextmanager
def running_stack(emulator: str) -> Iterator[DeployedStack]:
    """The stack on this emulator, without the bridge: only functions consume."""
    with (
        TemporaryDirectory(prefix="esteira-conformance-") as folder,
        temporary_installation(Path(folder) / "home") as installation,
    ):
        installation.variables |= {
            "ESTEIRA_EMULATOR": emulator,
            "ESTEIRA_BRIDGE": "false",
            "ESTEIRA_RETRY_DELAY_SECONDS": str(RETRY_DELAY_SECONDS),
        }
        installation.up()
        stack = DeployedStack(_place(aws_session(), installation.environment))
        try:
            yield stack
        finally:
            stack.close()


def _place(session: boto3.Session, environment: Any) -> Place:
    return Place(
        session=session,
        endpoint_url=environment["aws_endpoint_url"],
        stack_name=STACK_NAME,
        api_url=environment["api_url"],
        operator_token=environment["operator_token"],
        provider=SAMPLE_PROVIDER,
        provider_secret=environment["providers"][SAMPLE_PROVIDER]["secret"],
        mail_to=MAIL_TO,
        sources=environment["sources"],
        target_dsn=environment["target_dsn"],
        mongo_url=environment["mongo_url"],
    )
