"""The local provider of company data, and a hostile one, as programs of their own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.harness.child import Child
from tests.harness.environment import inherited_variables
from tests.harness.ports import free_port, listening


class ProviderServer:
    """A running local provider. `place` is its host and port."""

    def __init__(self, port: int) -> None:
        self.place = f"127.0.0.1:{port}"
        self.url = f"http://{self.place}"
        self.http = httpx.Client(base_url=self.url)

    def switch(self, mode: str, *shapes: str) -> None:
        """Make it answer in this mode, in these shapes or in all."""
        command = {"mode": mode, **({"shapes": list(shapes)} if shapes else {})}
        self.http.put("/control", json=command).raise_for_status()

    def asked(self) -> dict[str, int]:
        """Return how many questions each shape had."""
        counts: dict[str, int] = self.http.get("/control").raise_for_status().json()["asked"]
        return counts


@contextmanager
def running_provider(folder: Path) -> Iterator[ProviderServer]:
    """Run a local provider that writes its log to `folder`."""
    port = free_port()
    with _running("provider", ("-m", "infra.local.provider_server", str(port), "ok"), port, folder):
        server = ProviderServer(port)
        with server.http:
            yield server


@contextmanager
def running_hostile_provider(folder: Path, canary_port: int) -> Iterator[str]:
    """Run a server of attacks that try to reach the canary. Yields its host and port."""
    port = free_port()
    with _running("hostile", ("-m", "tests.harness.hostile_provider", str(port), str(canary_port)), port, folder):
        yield f"127.0.0.1:{port}"


@contextmanager
def _running(name: str, arguments: tuple[str, ...], port: int, folder: Path) -> Iterator[None]:
    child = Child(name, (sys.executable, *arguments), folder=folder, environment=inherited_variables())
    try:
        child.await_ready(lambda: listening(port))
        yield
    finally:
        child.stop()
