"""Logs the figures of a fault test: shown when it fails, or always with `-o log_cli=true -o log_cli_level=INFO`."""

import logging

from tests.harness.load import SEED

_log = logging.getLogger("figures")


def log_figures(**figures: int) -> None:
    """Log the figures, and the seed that repeats the run."""
    _log.info("seed=%d %s", SEED, " ".join(f"{name}={value}" for name, value in figures.items()))
