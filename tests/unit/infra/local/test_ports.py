"""Ports that are in use."""

import socket
from pathlib import Path

import pytest

from infra.errors import PortTaken
from infra.local.processes.service import Service
from infra.local.services.ports import refuse_taken, taken
from tests.harness.ports import free_port


def service(port: int | None) -> Service:
    return Service(name="redis", command=("x",), directory=Path("/"), port=port, port_setting="ESTEIRA_REDIS_PORT")


def test_a_port_in_use_is_named_with_the_setting_that_changes_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]

        with pytest.raises(PortTaken, match=rf"{port} \(redis\): set ESTEIRA_REDIS_PORT"):
            refuse_taken([service(None), service(port)])


def test_free_ports_raise_nothing() -> None:
    assert taken([service(free_port()), service(None)]) == []
