"""Clients of the shared LocalStack."""

from typing import TYPE_CHECKING

import boto3
import pytest

from tests.integration.infra.executor.deployment import Deployer, credentials, deployer

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_sqs import SQSClient


@pytest.fixture(scope="session")
def deploy(localstack: str) -> Deployer:
    """Deploys functions to the shared LocalStack."""
    return deployer(localstack)


@pytest.fixture(scope="session")
def sqs(localstack: str) -> "SQSClient":
    """The queues of the shared LocalStack."""
    return boto3.client("sqs", **credentials(localstack))


@pytest.fixture(scope="session")
def log_service(localstack: str) -> "CloudWatchLogsClient":
    """The logs of the shared LocalStack."""
    return boto3.client("logs", **credentials(localstack))
