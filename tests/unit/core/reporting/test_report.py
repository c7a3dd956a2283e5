"""Reporting as it is wired: without a queue, with wrong settings, and with the secrets that a process has."""

import io

import pytest
from esteira.core.reporting.wiring import error_publisher, report

from tests.fixtures.errors import report as report_with
from tests.harness.environment import environment

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/esteira-errors"
SECRETS = {
    "ESTEIRA_TARGET_DSN": "postgresql://esteira:it%27s-a-canary@db.example/t",
    "ESTEIRA_REDIS_URL": "redis://:canary-of-redis@redis.example/0",
    "ESTEIRA_SECRETS_KEY": "canary-of-the-first-key,canary-of-the-second-key",
}


def test_without_a_queue_nothing_is_published() -> None:
    with environment({}, error_publisher):
        report([report_with()])

        assert error_publisher() is None


def test_wrong_settings_are_logged_and_do_not_become_the_error_of_the_work(logged: io.StringIO) -> None:
    with environment({"ESTEIRA_ERRORS_QUEUE_URL": QUEUE, "AWS_ENDPOINT_URL": "no address"}, error_publisher):
        report([report_with()])

    assert "errors not published" in logged.getvalue()


@pytest.mark.parametrize(
    "secret",
    ["it%27s-a-canary", "it's-a-canary", "canary-of-redis", "canary-of-the-first-key", "canary-of-the-second-key"],
)
def test_the_secrets_of_a_process_are_known_whole_and_as_passwords(secret: str) -> None:
    variables = {**SECRETS, "ESTEIRA_ERRORS_QUEUE_URL": QUEUE, "AWS_DEFAULT_REGION": "us-east-1"}
    with environment(variables, error_publisher):
        publisher = error_publisher()

        assert publisher
        assert secret in publisher.known_secrets()
