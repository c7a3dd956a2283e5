"""Supervised programs are restarted and stopped together; what a killed run leaves behind is ended."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from infra.errors import ServiceFailed
from infra.local.down import down
from infra.local.home import Home
from infra.local.processes import orphan_processes
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.progress import silent
from infra.local.services.start import start
from infra.local.services.supervised import PROGRAM_RESTORER
from tests.harness.waiting import wait_for
from tests.integration.infra.local.homes import nothing_embedded, pid_of, program, running


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home")


def test_a_killed_program_is_started_again(home: Home) -> None:
    with running(home, program("worker")) as supervisor:
        first = pid_of(supervisor, "worker")
        os.kill(first, signal.SIGKILL)

        assert pid_of(supervisor, "worker", other_than=first)


def test_starting_again_leaves_running_programs_alone(home: Home) -> None:
    services = (program("worker"),)
    with running(home, *services) as supervisor:
        first = pid_of(supervisor, "worker")
        start(home, nothing_embedded(home), services, silent)

        assert pid_of(supervisor, "worker") == first


def test_a_different_set_of_services_replaces_the_running_one(home: Home) -> None:
    with running(home, program("old")) as supervisor:
        old = pid_of(supervisor, "old")
        start(home, nothing_embedded(home), (program("new"),), silent)

        assert pid_of(supervisor, "new")
        assert not psutil.pid_exists(old)


def test_a_program_that_differs_is_exchanged_and_the_others_go_on(home: Home) -> None:
    page = replace(program("page"), needs_the_stack=True)
    with running(home, program("store"), page) as supervisor:
        supervisor.restart("page")
        store, old = pid_of(supervisor, "store"), pid_of(supervisor, "page")

        start(home, nothing_embedded(home), (program("store"), replace(page, environment={"PORT": "1"})), silent)
        supervisor.restart("page")

        assert pid_of(supervisor, "page", other_than=old)
        assert pid_of(supervisor, "store") == store
        assert not psutil.pid_exists(old)


def test_a_program_that_is_no_longer_wanted_ends_alone(home: Home) -> None:
    page = replace(program("page"), needs_the_stack=True)
    with running(home, program("store"), page) as supervisor:
        supervisor.restart("page")
        store, old = pid_of(supervisor, "store"), pid_of(supervisor, "page")

        start(home, nothing_embedded(home), (program("store"),), silent)

        assert [one.name for one in supervisor.processes()] == ["store"]
        assert pid_of(supervisor, "store") == store
        assert not psutil.pid_exists(old)


def test_down_leaves_no_process_and_may_be_repeated(home: Home) -> None:
    with running(home, program("worker")) as supervisor:
        worker = pid_of(supervisor, "worker")

        assert down(home, silent) == 1
        assert down(home, silent) == 0
        assert orphan_processes.find(home) == []
        assert not psutil.pid_exists(worker)


def test_after_a_killed_supervisor_the_next_start_ends_its_orphans(home: Home) -> None:
    services = (program("worker"),)
    with running(home, *services) as supervisor:
        orphan = pid_of(supervisor, "worker")
        os.kill(int((home.run / "supervisor.pid").read_text()), signal.SIGKILL)
        wait_for("the supervisor is gone", lambda: not supervisor.alive())

        start(home, nothing_embedded(home), services, silent)

        assert pid_of(supervisor, "worker") != orphan
        assert not psutil.pid_exists(orphan)


def test_a_neighbour_home_is_never_touched(home: Home, tmp_path: Path) -> None:
    neighbour = Home(root=tmp_path / "home2")
    with running(neighbour, program("worker")) as supervisor, running(home, program("worker")):
        neighbours = pid_of(supervisor, "worker")
        down(home, silent)

        assert pid_of(supervisor, "worker") == neighbours


def test_a_program_that_cannot_start_is_reported_with_the_end_of_its_log(home: Home) -> None:
    broken = program("broken", "raise SystemExit('no such disk')")

    with running(home, broken), pytest.raises(ServiceFailed, match="no such disk"):
        wait_for_service(home, "broken", lambda: False)


def test_a_program_that_the_supervisor_has_given_up_runs_as_soon_as_it_can(home: Home, tmp_path: Path) -> None:
    needed = tmp_path / "dependency"
    picky = program("picky", f"import os, signal; os.stat({str(needed)!r}); signal.pause()")
    with running(home, picky, PROGRAM_RESTORER) as supervisor:
        wait_for("it is given up", lambda: "FATAL" in {one.state for one in supervisor.processes()})
        needed.touch()

        assert wait_for(
            "it runs",
            lambda: {one.name: one.state for one in supervisor.processes()}["picky"] == "RUNNING",
        )


def test_a_home_with_a_path_too_long_for_a_socket_works(tmp_path: Path) -> None:
    with running(Home(root=tmp_path / ("long" * 30)), program("worker")) as supervisor:
        assert pid_of(supervisor, "worker")


def test_programs_are_restarted_together(home: Home) -> None:
    with running(home, program("one"), program("two")) as supervisor:
        before = {name: pid_of(supervisor, name) for name in ("one", "two")}

        supervisor.restart("one", "two")

        for name, pid in before.items():
            assert pid_of(supervisor, name, other_than=pid)
            assert not psutil.pid_exists(pid)
