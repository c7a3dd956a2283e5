"""esteira pause"""

from infra.cli.flow_control import By, LaneName, set_pause
from infra.cli.output import AsJson


def pause(lane: LaneName, *, by: By = "", as_json: AsJson = False) -> None:
    """Stop receiving from a lane, by workers and by Lambda. What is in hand is finished, what waits is kept."""
    set_pause(lane, paused=True, by=by, as_json=as_json)
