"""What LocalStack counted is read as it was counted; what cannot be read says why."""

from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import UsageUnavailable
from esteira.costs.emulator import LocalStackMeter

from tests.harness.ports import free_port
from tests.harness.queues import running_moto
from tests.integration.infra.executor.deployment import credentials

MINUTE_AGO = timedelta(minutes=2)


def test_what_was_counted_is_read_with_its_time(localstack: str) -> None:
    sqs = boto3.client("sqs", **credentials(localstack))
    url = sqs.create_queue(QueueName="metered-orders")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one", MessageGroupId="source1")

    period = LocalStackMeter(localstack).since(utc_now() - MINUTE_AGO)

    (sent,) = [use for use in period.usages if (use.resource, use.operation) == ("metered-orders", "SendMessage")]
    assert (sent.service, sent.caller, sent.requests, sent.grouped, sent.items, sent.bytes) == (
        "sqs",
        "client",
        1,
        1,
        1,
        3,
    )
    assert period.counted_since < period.until
    assert period.minutes[-1].at <= period.until


def test_an_emulator_that_does_not_count_is_named(tmp_path: Path) -> None:
    # One of its own: tests of the console put a meter's answer into the shared one.
    named = pytest.raises(UsageUnavailable, match="This emulator does not count; start LocalStack with our plug-in")
    with running_moto(tmp_path) as endpoint, named:
        LocalStackMeter(endpoint).since(utc_now())


def test_an_emulator_that_is_away_is_unavailable() -> None:
    with pytest.raises(UsageUnavailable, match="ConnectError"):
        LocalStackMeter(f"http://127.0.0.1:{free_port()}").since(utc_now())
