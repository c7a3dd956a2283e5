"""Reads and changes the flow's configuration: whole, one lane, or a lane's pause (F21). The newest version counts.

The book decides, the board shows it to the consumers. Where the board cannot be reached the change holds all the same:
the manager shows it at its next tick.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from esteira.clock import Clock
from esteira.domain.flow.config import LANES, FlowVersion
from esteira.domain.flow.config_change import changed, of_lane
from esteira.domain.flow.config_rules import Document
from esteira.domain.names import Lane
from esteira.errors import FlowUnavailable, NotFound, Outdated
from esteira.log import logger
from esteira.use_cases.ports.scaling import FlowBoard, FlowBook

TRIES = 5


@dataclass(frozen=True, kw_only=True)
class FlowControl:
    """Where the configuration is kept, and where it is shown."""

    book: FlowBook
    board: FlowBoard
    clock: Clock


def change_flow(control: FlowControl, document: Document) -> FlowVersion:
    """A new version with what the document names; the rest stays. It must name the `version` that it starts from.

    Raises `Outdated` if that is not the current one, `ImpossibleFlow` naming every field that is off,
    `TargetUnavailable`.
    """
    return _change(control, control.book.current(), document)


def change_lane(control: FlowControl, lane: str, document: Document) -> FlowVersion:
    """The same for one lane. If its weight changes, the other lanes share what is left as their weights are.

    Raises `NotFound` beside what `change_flow` raises.
    """
    current = control.book.current()
    return _change(control, current, of_lane(current.configuration, known_lane(lane), document))


def pause_lane(control: FlowControl, lane: str, *, paused: bool, by: str) -> FlowVersion:
    """Has a lane paused, or not: whoever says so need not know the version, and said again it changes nothing.

    Raises `NotFound`, `ImpossibleFlow`, `Outdated` where others change it all the time, `TargetUnavailable`.
    """
    name = known_lane(lane)
    for _ in range(TRIES - 1):
        with suppress(Outdated):
            return _pause(control, name, paused=paused, by=by)
    return _pause(control, name, paused=paused, by=by)


def read_flow(control: FlowControl) -> FlowVersion:
    """The current version. Raises `TargetUnavailable`."""
    return control.book.current()


def list_versions(control: FlowControl, limit: int) -> Sequence[FlowVersion]:
    """What was changed, by whom and when, the newest first. Raises `TargetUnavailable`."""
    return control.book.history(limit)


def known_lane(name: str) -> Lane:
    """The lane of this name. Raises `NotFound`."""
    if name not in LANES:
        raise NotFound("(lane)")
    return name


def _pause(control: FlowControl, lane: Lane, *, paused: bool, by: str) -> FlowVersion:
    current = control.book.current()
    if current.configuration.lanes[lane].paused == paused:
        _show(control, current)
        return current
    document = {"version": current.version, "by": by, "paused": paused}
    return _change(control, current, of_lane(current.configuration, lane, document))


def _change(control: FlowControl, current: FlowVersion, document: Document) -> FlowVersion:
    # Compared first: what is wrong with a change to an older version says nothing about the current one.
    wanted = document.get("version")
    if type(wanted) is int and wanted != current.version:
        raise Outdated(current.version)
    change = changed(current.configuration, document)
    version = control.book.change(change.configuration, expected=change.version, by=change.by, at=control.clock())
    logger.info("flow changed", action="change_flow", version=version.version, changed_by=version.changed_by)
    _show(control, version)
    return version


def _show(control: FlowControl, version: FlowVersion) -> None:
    try:
        control.board.put(version)
    except FlowUnavailable as error:
        logger.warning("flow not shown", action="change_flow", version=version.version, error=str(error))
