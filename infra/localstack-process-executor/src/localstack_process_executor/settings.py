"""The executor's settings, read once from LocalStack's environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from localstack_process_executor.environment_queue import StartLimits
from localstack_process_executor.errors import BadSetting

ENVIRONMENTS_PER_CORE = 8

PATIENCE_S = 25
"""API Gateway answers within 29 seconds: this leaves four for the invocation itself."""


LOG_LIMIT_KB = 16 * 1024
"""Of one invocation. AWS has no limit; here the log is held in memory until the invocation ends."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See the README for what each of them does."""

    python: Path
    log_limit_kb: int
    start_limits: StartLimits
    keep_warm: int


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in this environment; an empty variable counts as absent. BadSetting names the one that is wrong."""
    return Settings(
        python=Path(environment.get("LAMBDA_PROCESS_PYTHON") or sys.executable),
        log_limit_kb=_whole_number(environment, "LAMBDA_PROCESS_LOG_LIMIT_KB", default=LOG_LIMIT_KB),
        start_limits=_start_limits(environment),
        keep_warm=_whole_number(environment, "LAMBDA_PROCESS_KEEP_WARM", default=0),
    )


@cache
def current_settings() -> Settings:
    """The settings of this LocalStack."""
    return parse_settings(os.environ)


def _start_limits(environment: Mapping[str, str]) -> StartLimits:
    cores = len(os.sched_getaffinity(0))
    return StartLimits(
        starts_at_once=_positive(environment, "LAMBDA_PROCESS_STARTS_AT_ONCE", default=cores),
        environments=_positive(environment, "LAMBDA_PROCESS_MAX_ENVIRONMENTS", default=ENVIRONMENTS_PER_CORE * cores),
        patience_s=_positive(environment, "LAMBDA_PROCESS_PATIENCE_S", default=PATIENCE_S),
    )


def _positive(environment: Mapping[str, str], name: str, *, default: int) -> int:
    if number := _whole_number(environment, name, default=default):
        return number
    raise BadSetting(f"{name} is 0, and should be at least 1")


def _whole_number(environment: Mapping[str, str], name: str, *, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal():
        raise BadSetting(f"{name} is {text!r}, and should be a whole number")
    return int(text)
