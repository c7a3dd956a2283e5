"""The recovery as a program, and the settings of its process."""

import time
from contextlib import closing

from esteira.core.settings import BridgeSettings, read
from esteira.failures.recover_failures import Recovered, recover_failures
from esteira.failures.recovery_wiring import Recovery

from tests.harness.environment import aws_variables
from tests.harness.queues import TestLane

MOST_SECONDS = 30
"""A run stops after this time."""


def recovery_variables(
    *, endpoint: str, target_dsn: str, redis_url: str, errors: TestLane, orders: TestLane
) -> dict[str, str]:
    """Return the variables of a recovery worker with one lane."""
    return {
        **aws_variables(endpoint),
        "ESTEIRA_TARGET_DSN": target_dsn,
        "ESTEIRA_REDIS_URL": redis_url,
        "ESTEIRA_MONGO_URL": "mongodb://127.0.0.1:1/esteira",
        "ESTEIRA_SOURCES": f'{{"source1": {{"dsn": "{target_dsn}"}}}}',
        "ESTEIRA_OPERATOR_TOKEN": "t" * 32,
        "ESTEIRA_LANES": f'{{"orders": {{"queue_url": "{orders.queue_url}", "dlq_url": "{orders.dlq_url}"}}}}',
        "ESTEIRA_ERRORS_QUEUE_URL": errors.queue_url,
        "ESTEIRA_ERRORS_DLQ_URL": errors.dlq_url,
    }


def recover() -> Recovered | None:
    """Do one run of the recovery."""
    end = time.monotonic() + MOST_SECONDS
    with closing(Recovery(read(BridgeSettings))) as recovery:
        return recover_failures(recovery.recovery_deps, should_continue=lambda: time.monotonic() < end)
