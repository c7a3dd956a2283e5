"""LocalStack for tests, started as the local runner does, with functions as processes."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from infra.local.services.emulator import EmulatorSettings, emulator_command, is_ready, prepare_folders
from infra.local.services.localstack import EMULATOR_PYTHON, FUNCTION_PYTHON
from tests.harness.child import Child
from tests.harness.ports import free_port


class LocalStack:
    """One emulator. It loses its contents with a restart, as with the local runner."""

    def __init__(self, child: Child, settings: EmulatorSettings) -> None:
        self.child = child
        self.settings = settings
        self.endpoint = settings.url

    def await_ready(self) -> None:
        """Wait until the emulator is ready."""
        self.child.await_ready(lambda: is_ready(self.settings))

    def start_again(self) -> None:
        """Start the stopped emulator, empty."""
        prepare_folders(self.settings)
        self.child.restart()
        self.await_ready()


@contextmanager
def running_localstack(folder: Path, changes: Mapping[str, str] | None = None) -> Iterator[LocalStack]:
    """Run a separate emulator in `folder`, which is deleted at the end. `changes` are variables of its environment."""
    settings = EmulatorSettings(
        python=EMULATOR_PYTHON,
        function_python=FUNCTION_PYTHON,
        state_folder=folder,
        port=free_port(),
    )
    prepare_folders(settings)
    command = emulator_command(settings)
    child = Child("localstack", command.arguments, folder=folder, environment=command.environment | dict(changes or {}))
    server = LocalStack(child, settings)
    try:
        server.await_ready()
        yield server
    finally:
        # Killed, since a clean shutdown takes seconds. The functions' processes end with it.
        child.kill()
        shutil.rmtree(folder)
