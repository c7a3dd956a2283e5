"""The recovery as a program that tests may kill, and the settings of its process."""

import os
import signal
import time
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from esteira.core.settings import BridgeSettings, read
from esteira.failures.recover_failures import Recovered, recover_failures
from esteira.failures.recovery_wiring import Recovery

from tests.harness.environment import aws_variables
from tests.harness.queues import TestLane

LIFETIME_SECONDS = 60
"""A recovery ends after this time, in case its test was killed."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


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


def start_recovery(environment: Mapping[str, str]) -> BaseProcess:
    """Start one run with these variables in a process of its own."""
    process = FORKS.Process(target=recover, args=(dict(environment),), daemon=True)
    process.start()
    return process


def recover(environment: Mapping[str, str]) -> Recovered | None:
    """Do one run of the recovery."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    recovery = Recovery(read(BridgeSettings))
    end = time.monotonic() + LIFETIME_SECONDS / 2
    try:
        return recover_failures(recovery.recovery_deps, should_continue=lambda: time.monotonic() < end)
    finally:
        recovery.close()
        signal.alarm(0)
