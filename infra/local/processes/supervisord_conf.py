"""The supervisor's configuration as text, made from services; see supervisord.org/configuration.html."""

import hashlib
import os
import shlex
from collections.abc import Iterable, Mapping
from configparser import RawConfigParser
from pathlib import Path

from infra.local.home import Home
from infra.local.processes.service import Service

LONGEST_SOCKET_PATH_BYTES = 100
"""The kernel's limit is 107; the supervisor first binds to the path with a suffix."""


def socket_path(home: Home) -> Path:
    """The supervisor's socket: in the home, or, if that path is too long, in /tmp under a hash of the home."""
    inside = home.run / "supervisor.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH_BYTES:
        return inside
    digest = hashlib.sha256(os.fsencode(home.root)).hexdigest()[:16]
    return Path("/tmp") / f"esteira-{os.getuid()}-{digest}" / "supervisor.sock"  # noqa: S108 - made private, see supervisor.py


def render(home: Home, services: Iterable[Service]) -> str:
    """The whole file."""
    sections = [*_own_sections(home), *(_program(home, service) for service in services)]
    return "\n".join(sections)


def differing_programs(running: str, wanted: str) -> frozenset[str] | None:
    """The programs that are new, gone or different; None if one of them is not started by us after the stack."""
    before, after = _sections(running), _sections(wanted)
    differing = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    versions = [sections[name] for name in differing for sections in (before, after) if name in sections]
    if any(version.get("autostart") != "false" for version in versions):
        return None
    return frozenset(name.removeprefix("program:") for name in differing)


def _sections(configuration: str) -> dict[str, dict[str, str]]:
    parser = RawConfigParser()
    parser.read_string(configuration)
    return {name: dict(parser[name]) for name in parser.sections()}


def _own_sections(home: Home) -> Iterable[str]:
    socket = socket_path(home)
    yield _section("unix_http_server", {"file": str(socket), "chmod": "0700"})
    yield _section(
        "supervisord",
        {
            "logfile": str(home.logs / "supervisor.log"),
            "logfile_maxbytes": "5MB",
            "logfile_backups": "2",
            "pidfile": str(home.run / "supervisor.pid"),
            "childlogdir": str(home.logs),
            "directory": str(home.run),
            "umask": "077",
            **({"user": "root"} if os.geteuid() == 0 else {}),
        },
    )
    yield _section(
        "rpcinterface:supervisor",
        {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
    )


def _program(home: Home, service: Service) -> str:
    kind = "eventlistener" if service.events else "program"
    return _section(
        f"{kind}:{service.name}",
        {
            "command": shlex.join(service.command),
            "directory": str(service.directory),
            "environment": _environment(service.environment),
            "priority": str(service.rank),
            "autostart": str(not service.needs_the_stack).lower(),
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "3",
            "stopsignal": service.stop_signal,
            "stopwaitsecs": str(service.stop_wait_seconds),
            "killasgroup": "true",
            **_output(home, service),
        },
    )


def _output(home: Home, service: Service) -> dict[str, str]:
    log = str(home.logs / f"{service.name}.log")
    if service.events:  # stdout carries the protocol of the supervisor
        return {"events": service.events, "stdout_logfile": "NONE", "stderr_logfile": log}
    rotation = {"stdout_logfile_maxbytes": "10MB", "stdout_logfile_backups": "3"}
    return {"redirect_stderr": "true", "stdout_logfile": log, **rotation}


def _section(name: str, options: Mapping[str, str]) -> str:
    # The supervisor expands %(name)s in every value.
    lines = (f"{key} = {value.replace('%', '%%')}" for key, value in options.items())
    return "\n".join([f"[{name}]", *lines, ""])


def _environment(variables: Mapping[str, str]) -> str:
    # A value cannot contain quotes or comment signs; `LocalSettings` refuses homes with them.
    return ",".join(f'{name}="{value}"' for name, value in sorted(variables.items()))
