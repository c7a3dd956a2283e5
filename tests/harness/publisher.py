"""A producer as a program that publishes repeatedly and that tests may kill."""

import os
import signal
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from threading import Event

from esteira.core.settings import ProducerSettings, read
from esteira.producer.publish_all import publish_all
from esteira.producer.wiring import Producer

POLL_SECONDS = 0.05
LIFETIME_SECONDS = 120
"""A producer ends after this time, in case its test was killed."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def start_publisher(environment: Mapping[str, str]) -> BaseProcess:
    """Start a producer with these variables, forked from a process that has all modules imported, for a fast start."""
    process = FORKS.Process(target=publish_until_killed, args=(dict(environment),), daemon=True)
    process.start()
    return process


def publish_until_killed(environment: Mapping[str, str]) -> None:
    """Publish all sources every 50 ms until it is killed."""
    os.environ.update(environment)
    signal.alarm(LIFETIME_SECONDS)
    producer = Producer(read(ProducerSettings))
    all_deps = producer.all_publish_deps()
    while not Event().wait(POLL_SECONDS):
        publish_all(all_deps, remaining_seconds=lambda: LIFETIME_SECONDS)
