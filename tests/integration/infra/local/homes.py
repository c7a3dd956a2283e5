"""Homes with small programs instead of services."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.down import down
from infra.local.home import Home
from infra.local.processes.service import Service
from infra.local.processes.supervisor import Supervisor
from infra.local.progress import silent
from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import ServiceEndpoints, resolve
from infra.local.services.start import start
from infra.local.settings import LocalSettings
from tests.harness.waiting import wait_for

SLEEPER = "import signal; signal.pause()"


def nothing_embedded(home: Home) -> ServiceEndpoints:
    """Endpoints that are all given by URL."""
    elsewhere = "postgresql://u:p@db.example/x"
    return resolve(
        LocalSettings(
            home=home.root,
            sources={"shop": {"dsn": elsewhere}},
            target_dsn=elsewhere,
            redis_url="redis://r.example",
            mongo_url="mongodb://m.example",
            aws_endpoint_url="http://a.example",
        ),
        Secrets(),
    )


def program(name: str, code: str = SLEEPER) -> Service:
    """A program in Python."""
    return Service(name=name, command=(sys.executable, "-c", code), directory=Path("/"))


@contextmanager
def running(home: Home, *services: Service) -> Iterator[Supervisor]:
    """The programs under their supervisor; gone at the end whatever happened to them."""
    home.make()
    try:
        start(home, nothing_embedded(home), services, silent)
        yield Supervisor(home)
    finally:
        down(home, silent)


def pid_of(supervisor: Supervisor, name: str, *, other_than: int | None = None) -> int:
    """The process of a program, once it has one (another one, if told which it must not be)."""

    def look() -> int | None:
        pids = {one.name: one.pid for one in supervisor.processes() if one.state == "RUNNING"}
        pid = pids.get(name)
        return pid if pid != other_than else None

    pid = wait_for(f"{name} runs", look)
    assert pid is not None
    return pid
