"""What Celery does to logging, and what we take back: our lines are JSON and said once, libraries are quiet."""

import logging
from typing import Any

from celery.signals import after_setup_logger
from esteira.log import logger as ours

TALKATIVE = ("botocore", "boto3")


def after_setup(**_: Any) -> None:
    """Celery has put a handler on the root logger, which ours does not need: it has its own."""
    logging.getLogger(ours.name).propagate = False
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


after_setup_logger.connect(after_setup)
