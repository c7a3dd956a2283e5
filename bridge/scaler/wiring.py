"""The scaler's composition root."""

import os
import platform

from esteira.core.clock import utc_now
from esteira.core.settings import BridgeSettings
from esteira.scaling.lambda_mappings import mappings_of
from esteira.scaling.wiring import PlannerWiring

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.local_driver import LocalDriver
from bridge.scaler.process_workers import ProcessWorkers
from bridge.scaler.scaler import Scaler, ScalerStores


def make_scaler(settings: BridgeSettings) -> Scaler:
    """A scaler with these settings. It has adopted the fleet's workers that run on this host."""
    wiring = PlannerWiring(settings)
    events = ScalingEventLog(wiring.decisions, utc_now)
    stores = ScalerStores(plans=wiring.plans, heartbeats=wiring.heartbeats, config=wiring.config_cache)
    driver = LocalDriver(fleet=settings.fleet, host=platform.node(), logs=settings.worker_logs, environment=os.environ)
    mappings = mappings_of({lane: queues.queue_url for lane, queues in settings.lanes.items()})
    workers = ProcessWorkers(stores, driver, events, utc_now)
    return Scaler(stores, workers, LaneMappings(mappings, events), events)
