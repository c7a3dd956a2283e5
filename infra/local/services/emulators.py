"""The emulators of AWS that can run here, behind one interface: `ESTEIRA_EMULATOR` chooses one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.local.home import Home
from infra.local.processes.service import Service
from infra.local.services import localstack, ministack
from infra.local.services.emulator import is_ready
from infra.local.services.service_endpoints import Embedded
from infra.local.settings import LocalSettings


@dataclass(frozen=True, kw_only=True)
class Emulator:
    """What differs between emulators.

    `service` makes the supervised program for a home and a port, `is_ready` tells whether the one of this home answers
    on this port. One that `runs_folders` runs functions from the folder of the bundle, and needs no archive of it.
    `cannot_create` names resources of template.yaml that it refuses, so that its stack has to do without them.
    `release` changes with all that its answers may depend on; None if that is not known, or if it cannot say what a
    transform has made of a template.
    """

    name: Embedded
    service: Callable[[Home, int], Service]
    is_ready: Callable[[Home, int], bool]
    runs_folders: bool
    release: Callable[[], str | None]
    cannot_create: frozenset[str] = frozenset()


LOCALSTACK = Emulator(
    name=Embedded.LOCALSTACK,
    service=localstack.service,
    is_ready=lambda home, port: is_ready(localstack.emulator_settings(home, port)),
    runs_folders=True,
    release=localstack.release,
)
MINISTACK = Emulator(
    name=Embedded.MINISTACK,
    service=ministack.service,
    is_ready=lambda _, port: ministack.is_ready(port),
    runs_folders=False,
    release=lambda: None,
    cannot_create=frozenset({"ThrottlesAlarm"}),  # no alarms on sums of metrics
)
EMULATORS: Mapping[str, Emulator] = {one.name: one for one in (LOCALSTACK, MINISTACK)}


def emulator_of(settings: LocalSettings) -> Emulator:
    """The chosen emulator."""
    return EMULATORS[settings.emulator]


def emulator_answers(settings: LocalSettings) -> bool:
    """Whether the chosen emulator answers and has finished starting."""
    return emulator_of(settings).is_ready(settings.place, settings.localstack_port)
