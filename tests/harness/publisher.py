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
LIFE_SECONDS = 120
"""A producer ends itself after this time, should its test have died."""

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def start_publisher(environment: Mapping[str, str]) -> BaseProcess:
    """Starts a producer with these variables, forked from a process with all imports done, so that it starts fast."""
    process = FORKS.Process(target=publish_for_ever, args=(dict(environment),), daemon=True)
    process.start()
    return process


def publish_for_ever(environment: Mapping[str, str]) -> None:
    """Publishes all sources every 50 ms until it is killed."""
    os.environ.update(environment)
    signal.alarm(LIFE_SECONDS)
    producer = Producer(read(ProducerSettings))
    all_deps = producer.all_publish_deps()
    while not Event().wait(POLL_SECONDS):
        publish_all(all_deps, remaining_seconds=lambda: LIFE_SECONDS)
