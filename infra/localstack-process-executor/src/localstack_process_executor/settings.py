"""The executor's settings, read once from LocalStack's environment."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DEFAULT_MEMORY_ALLOWANCE_MB = 32
DEFAULT_LOG_LIMIT_KB = 256


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See the README for what each of them does."""

    python: Path
    memory_allowance_mb: int
    log_limit_kb: int


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in this environment; an empty variable counts as absent."""
    return Settings(
        python=Path(environment.get("LAMBDA_PROCESS_PYTHON") or sys.executable),
        memory_allowance_mb=int(environment.get("LAMBDA_PROCESS_MEMORY_ALLOWANCE_MB") or DEFAULT_MEMORY_ALLOWANCE_MB),
        log_limit_kb=int(environment.get("LAMBDA_PROCESS_LOG_LIMIT_KB") or DEFAULT_LOG_LIMIT_KB),
    )


@cache
def current_settings() -> Settings:
    """The settings of this LocalStack."""
    return parse_settings(os.environ)
