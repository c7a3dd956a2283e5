"""The scaler's composition root."""

import os
import platform

from esteira.adapters.aws_lambda.mappings import mappings_of
from esteira.clock import utc_now
from esteira.settings import BridgeSettings
from esteira.wiring.planner import Capacity

from bridge.scaler.event_log import Diary
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.local_driver import LocalDriver
from bridge.scaler.scaler import Boards, Scaler


def make_scaler(settings: BridgeSettings) -> Scaler:
    """The scaler of these settings, with the workers that run here adopted."""
    capacity = Capacity(settings)
    diary = Diary(capacity.decisions, utc_now)
    boards = Boards(plans=capacity.plans, workers=capacity.workers, flow=capacity.board)
    driver = LocalDriver(fleet=settings.fleet, host=platform.node(), logs=settings.worker_logs, environment=os.environ)
    mappings = mappings_of({lane: queues.queue_url for lane, queues in settings.lanes.items()})
    return Scaler(boards, driver, LaneMappings(mappings, diary), diary, utc_now)
