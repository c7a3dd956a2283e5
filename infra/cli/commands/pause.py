"""esteira pause, resume"""

from typing import Annotated

import typer
from esteira.core.names import Lane
from esteira.core.queue.sqs_client import sqs_client
from esteira.core.queue.sqs_depth import SqsQueueDepthReader
from esteira.scaling.lambda_mappings import mappings_of

from infra.cli.flow_control import By, LaneName, LaneOption, one_lane, set_pause, tell_change
from infra.cli.output import AsJson, messages
from infra.cli.quiet import QUIET_WITHIN_SECONDS, QuietDeps, wait_until_quiet
from infra.local.core_settings import core_settings

WaitQuiet = Annotated[bool, typer.Option("--wait", help="Return when no consumer holds or receives messages.")]


def pause(
    lane: LaneName = "", *, lane_option: LaneOption = "", by: By = "", wait: WaitQuiet = False, as_json: AsJson = False
) -> None:
    """Stop receiving from a lane, by workers and by Lambda. Messages in hand are finished; waiting ones are kept.

    A receive that has begun may still bring messages for some seconds: --wait returns when the lane is quiet, or
    with exit code 1 if it is not in time.
    """
    name = one_lane(lane, lane_option)
    version = set_pause(name, paused=True, by=by)
    tell_change(version, name, as_json=as_json)
    if not wait:
        messages.print(
            f"A receive that has begun may still bring messages; `esteira pause {name} --wait` waits for it."
        )
    elif not _became_quiet(name):
        messages.print(f"[red]{name} is not quiet after {QUIET_WITHIN_SECONDS} s:[/] see `esteira workers`")
        raise typer.Exit(1)


def resume(lane: LaneName = "", *, lane_option: LaneOption = "", by: By = "", as_json: AsJson = False) -> None:
    """Receive from a paused lane again."""
    name = one_lane(lane, lane_option)
    tell_change(set_pause(name, paused=False, by=by), name, as_json=as_json)


def _became_quiet(lane: Lane) -> bool:
    url = core_settings().lanes[lane].queue_url
    sqs = sqs_client(url, connections=1)
    quiet_deps = QuietDeps(mappings=mappings_of({lane: url}), depth=SqsQueueDepthReader(sqs, url))
    with messages.status(f"waiting until {lane} is quiet"):
        return wait_until_quiet(quiet_deps, lane)
