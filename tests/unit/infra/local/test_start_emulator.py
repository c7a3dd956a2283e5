"""The command line and environment of LocalStack, on this machine and in a container."""

from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.services.emulator import EmulatorSettings, emulator_command
from infra.local.services.start_emulator import command_line, settings_from

HERE = EmulatorSettings(
    python=Path("/emulator/python"), function_python=Path("/functions/python"), state_folder=Path("/state"), port=4566
)
IN_A_CONTAINER = replace(HERE, listens_on="0.0.0.0", host_name="localstack")


@pytest.mark.parametrize("settings", [HERE, IN_A_CONTAINER], ids=["here", "in a container"])
def test_the_command_line_is_read_back_as_it_was_written(settings: EmulatorSettings) -> None:
    _, _, _, *arguments = command_line(settings)

    assert settings_from(arguments) == settings


@pytest.mark.parametrize(
    ("settings", "listens_on", "called"),
    [(HERE, "127.0.0.1:4566", "localhost:4566"), (IN_A_CONTAINER, "0.0.0.0:4566", "localstack:4566")],
    ids=["here", "in a container"],
)
def test_only_a_container_listens_to_others(settings: EmulatorSettings, listens_on: str, called: str) -> None:
    environment = emulator_command(settings).environment

    assert (environment["GATEWAY_LISTEN"], environment["LOCALSTACK_HOST"]) == (listens_on, called)
