"""Programs of containers that do the same again and again, and how their health check sees that they do."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import NoReturn

from esteira.core.errors import EsteiraError
from esteira.core.log import logger

from infra.errors import InfraError

PAUSE_SECONDS = 2
FRESH_FOR_SECONDS = 60
LAST_ROUND = Path(gettempdir()) / "esteira-last-round"
"""Touched after each round that succeeded. A container runs one such program."""


def forever(name: str, go_round: Callable[[], object]) -> NoReturn:
    """Call `go_round` again and again. What is away or refuses is logged and tried again."""
    while True:
        attempt(name, go_round)
        time.sleep(PAUSE_SECONDS)


def attempt(name: str, go_round: Callable[[], object], mark: Path = LAST_ROUND) -> None:
    """Call it once, and mark its success."""
    try:
        go_round()
    except (EsteiraError, InfraError) as error:
        logger.warning("round failed, trying again", action=name, error=str(error))
    else:
        mark.touch()


def is_recent(now: float, mark: Path = LAST_ROUND) -> bool:
    """Whether the last round that succeeded is at most `FRESH_FOR_SECONDS` ago. `now` is in seconds since 1970."""
    return mark.exists() and now - mark.stat().st_mtime <= FRESH_FOR_SECONDS
