"""Processor time and memory of programs, measured on real processes."""

import os
import subprocess
import sys

from benchmarks.measure.processes import Processes, spent

BURN = "import time\nwhile time.process_time() < 0.3: pass\n"
PARENT = (
    f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BURN!r}])\nprint('ended', flush=True)\ninput()"
)


def test_the_time_of_a_child_that_has_ended_still_counts() -> None:
    with subprocess.Popen(
        (sys.executable, "-c", PARENT), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        seconds = Processes(lambda: {"program": parent.pid}).processor_seconds()
        parent.communicate("\n")

    assert seconds["program"] >= 0.3


def test_processes_can_be_counted_under_another_name() -> None:
    processes = Processes(lambda: {"program": os.getpid()}, lambda program, _: f"part of {program}")

    assert list(processes.peak_mib()) == ["part of program"]


def test_memory_that_was_given_back_counts_in_the_peak() -> None:
    processes = Processes(lambda: {"program": os.getpid()})
    processes.reset_peaks()
    before = processes.peak_mib()["program"]
    del (held := [bytes(64 * 1024 * 1024).replace(b"\0", b"x")])[0]

    assert not held
    assert processes.peak_mib()["program"] > before + 32


def test_a_program_that_has_ended_is_not_counted() -> None:
    with subprocess.Popen((sys.executable, "-c", "")) as ended:
        ended.wait()

    assert Processes(lambda: {"program": ended.pid}).processor_seconds() == {}


def test_time_that_moved_from_an_ended_process_to_its_parent_is_counted_once() -> None:
    found = spent({"scaler": 1.0, "workers": 10.0}, {"scaler": 12.0})

    assert sum(found.values()) == 1.0
