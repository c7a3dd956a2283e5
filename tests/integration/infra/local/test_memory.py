"""Memory of a program as `esteira status` shows it."""

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from infra.local.processes.memory import memory_mib, own_bytes

SHARED_MIB = 100
FORK_THREE_CHILDREN = f"""
import os, sys
shared = b"x" * ({SHARED_MIB} << 20)
for _ in range(3):
    if os.fork() == 0:
        break
os.write(1, b"r")
sys.stdin.read()
"""


@pytest.fixture
def family() -> Iterator[int]:
    """The pid of a process that shares its memory with three children; they end when their input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", FORK_THREE_CHILDREN], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        assert parent.stdout.read(4) == b"rrrr"
        yield parent.pid


def test_memory_shared_by_processes_is_counted_once(family: int) -> None:
    memory = memory_mib(family)

    assert memory is not None
    assert SHARED_MIB <= memory < 2 * SHARED_MIB


def test_an_ended_process_has_no_memory() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()

        assert memory_mib(ended.pid) is None


def test_a_process_that_ends_while_a_service_is_measured_has_no_memory() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as ended:
        listed = psutil.Process(ended.pid)
        ended.communicate(b"\n")

        assert own_bytes(listed) == 0
