"""The figures of a fault test: shown when it fails, and with `-o log_cli=true -o log_cli_level=INFO` always."""

import logging

from tests.harness.load import SEED

_log = logging.getLogger("figures")


def tell(**figures: int) -> None:
    """Logs what was counted, and the seed that repeats the run."""
    _log.info("seed=%d %s", SEED, " ".join(f"{name}={value}" for name, value in figures.items()))
