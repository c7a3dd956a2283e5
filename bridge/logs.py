"""Adjusts logging after Celery has set it up: our lines are JSON and written once, libraries log warnings only."""

import logging
from typing import Any

from celery.signals import after_setup_logger
from esteira.core.log import logger

VERBOSE = ("botocore", "boto3")


def after_setup(**_: Any) -> None:
    """Our logger has its own handler and does not need Celery's on the root logger."""
    logging.getLogger(logger.name).propagate = False
    for name in VERBOSE:
        logging.getLogger(name).setLevel(logging.WARNING)


after_setup_logger.connect(after_setup)
