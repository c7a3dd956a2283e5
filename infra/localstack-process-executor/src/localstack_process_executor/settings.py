"""The executor's settings, read once from LocalStack's environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from localstack_process_executor.errors import BadSetting


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See the README for what each of them does."""

    python: Path
    memory_allowance_mb: int
    log_limit_kb: int


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in this environment; an empty variable counts as absent. BadSetting names the one that is wrong."""
    return Settings(
        python=Path(environment.get("LAMBDA_PROCESS_PYTHON") or sys.executable),
        memory_allowance_mb=_whole_number(environment, "LAMBDA_PROCESS_MEMORY_ALLOWANCE_MB", default=32),
        log_limit_kb=_whole_number(environment, "LAMBDA_PROCESS_LOG_LIMIT_KB", default=256),
    )


@cache
def current_settings() -> Settings:
    """The settings of this LocalStack."""
    return parse_settings(os.environ)


def _whole_number(environment: Mapping[str, str], name: str, *, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal():
        raise BadSetting(f"{name} is {text!r}, and should be a whole number")
    return int(text)
