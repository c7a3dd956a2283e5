"""What the commands that wait say about the lanes: which are paused, and how to go on."""

from collections.abc import Sequence

from esteira.core.errors import EsteiraError
from esteira.core.names import Lane
from esteira.scaling.configure_scaling import read_config

from infra.cli.flow_control import controlling
from infra.errors import InfraError


def paused_lanes() -> list[Lane]:
    """Return the lanes that are paused. None if the configuration cannot be read: the commands that ask go on."""
    try:
        with controlling() as flow:
            lanes = read_config(flow.deps).configuration.lanes
    except (EsteiraError, InfraError):
        return []
    return [name for name, lane in lanes.items() if lane.paused]


def pause_sentence(lanes: Sequence[Lane]) -> str:
    """Return that these lanes are paused, and the command that ends it; nothing if none is."""
    if not lanes:
        return ""
    commands = " and ".join(f"`esteira resume {lane}`" for lane in lanes)
    names = " and ".join(lanes)
    return (
        f"the lane{'s' * (len(lanes) > 1)} {names} {'is' if len(lanes) == 1 else 'are'} paused; resume with {commands}"
    )
