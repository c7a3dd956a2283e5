"""esteira resume"""

from infra.cli.flow_control import By, LaneName, set_pause
from infra.cli.output import AsJson


def resume(lane: LaneName, *, by: By = "", as_json: AsJson = False) -> None:
    """Receive from a paused lane again."""
    set_pause(lane, paused=False, by=by, as_json=as_json)
