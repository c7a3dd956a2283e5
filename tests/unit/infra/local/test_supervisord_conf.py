"""The supervisor's configuration is parsed as it was meant."""

import shlex
from configparser import ConfigParser, RawConfigParser
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.home import Home
from infra.local.processes.service import Service
from infra.local.processes.supervisord_conf import (
    LONGEST_SOCKET_PATH_BYTES,
    differing_programs,
    render,
    socket_path,
)

HOME = Home(root=Path("/srv/a home/100%"))


def parsed(*services: Service) -> RawConfigParser:
    # Strict, and with the supervisor's own comment signs.
    parser = ConfigParser(inline_comment_prefixes=(";", "#"), interpolation=None)
    parser.read_string(render(HOME, services))
    return parser


def test_arguments_with_blanks_and_percent_signs_are_preserved() -> None:
    command = ("/opt/a b/run", "--share", "50%", "it's")

    conf = parsed(Service(name="one", command=command, directory=Path("/")))

    assert tuple(shlex.split(conf["program:one"]["command"].replace("%%", "%"))) == command


def test_a_program_with_events_is_an_event_listener() -> None:
    conf = parsed(Service(name="ear", command=("ear",), directory=Path("/"), events="PROCESS_STATE_RUNNING"))

    assert conf["eventlistener:ear"]["events"] == "PROCESS_STATE_RUNNING"
    assert conf["eventlistener:ear"]["stdout_logfile"] == "NONE"


REDIS = Service(name="redis", command=("redis", "50%"), directory=Path("/"))
CONSOLE = Service(name="console", command=("console",), directory=Path("/"), needs_the_stack=True)
BEAT = replace(CONSOLE, name="beat")


@pytest.mark.parametrize(
    ("before", "after", "differing"),
    [
        pytest.param((REDIS, CONSOLE), (REDIS, CONSOLE), frozenset(), id="the same"),
        pytest.param((REDIS, CONSOLE), (CONSOLE, REDIS), frozenset(), id="another order"),
        pytest.param(
            (REDIS, CONSOLE), (REDIS, replace(CONSOLE, environment={"P": "1"})), frozenset({"console"}), id="a variable"
        ),
        pytest.param((REDIS, CONSOLE), (REDIS, CONSOLE, BEAT), frozenset({"beat"}), id="a program more"),
        pytest.param((REDIS, CONSOLE, BEAT), (REDIS,), frozenset({"console", "beat"}), id="two programs less"),
        pytest.param((REDIS, CONSOLE), (replace(REDIS, command=("other",)), CONSOLE), None, id="another service"),
        pytest.param((REDIS, CONSOLE), (CONSOLE,), None, id="a service less"),
    ],
)
def test_only_programs_that_start_after_the_stack_may_differ(
    before: tuple[Service, ...], after: tuple[Service, ...], differing: frozenset[str] | None
) -> None:
    assert differing_programs(render(HOME, before), render(HOME, after)) == differing


def test_the_socket_is_in_the_home_if_its_path_is_short() -> None:
    assert socket_path(HOME).is_relative_to(HOME.root)


def test_the_socket_of_a_home_with_a_long_path_is_elsewhere_and_differs_by_home() -> None:
    homes = [Home(root=Path("/srv") / ("x" * 120) / name) for name in ("one", "other")]

    paths = {socket_path(home) for home in homes}

    assert len(paths) == len(homes)
    assert all(len(str(path).encode()) <= LONGEST_SOCKET_PATH_BYTES for path in paths)
