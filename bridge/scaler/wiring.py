"""The scaler's composition root."""

import os
import platform

from esteira.core.clock import utc_now
from esteira.core.settings import BridgeSettings
from esteira.scaling.lambda_mappings import mappings_of
from esteira.scaling.wiring import PlannerWiring

from bridge.scaler.event_log import ScalingEventLog
from bridge.scaler.kubernetes.client import DeploymentClient
from bridge.scaler.kubernetes.deployment_watch import DeploymentWatch
from bridge.scaler.kubernetes.pod_workers import PodWorkers, PodWorkersDeps, deployment_name
from bridge.scaler.kubernetes.service_account import ServiceAccount
from bridge.scaler.lane_mappings import LaneMappings
from bridge.scaler.local_driver import LocalDriver
from bridge.scaler.process_workers import ProcessWorkers
from bridge.scaler.scaler import Scaler, ScalerStores, Workers


def make_scaler(settings: BridgeSettings) -> Scaler:
    """A scaler with these settings. It has adopted the fleet's workers that run on this host, or watches the pods."""
    wiring = PlannerWiring(settings)
    events = ScalingEventLog(wiring.decisions, utc_now)
    stores = ScalerStores(plans=wiring.plans, heartbeats=wiring.heartbeats, config=wiring.config_cache)
    workers = _pods if settings.scaler == "kubernetes" else _processes
    mappings = mappings_of({lane: queues.queue_url for lane, queues in settings.lanes.items()})
    return Scaler(stores, workers(settings, stores, events), LaneMappings(mappings, events), events)


def _processes(settings: BridgeSettings, stores: ScalerStores, events: ScalingEventLog) -> Workers:
    driver = LocalDriver(fleet=settings.fleet, host=platform.node(), logs=settings.worker_logs, environment=os.environ)
    return ProcessWorkers(stores, driver, events, utc_now)


def _pods(settings: BridgeSettings, stores: ScalerStores, events: ScalingEventLog) -> Workers:
    client = DeploymentClient(settings.kubernetes.url, ServiceAccount(settings.kubernetes.account))
    watches = {lane: DeploymentWatch(client, deployment_name(lane)) for lane in settings.lanes}
    for watch in watches.values():
        watch.start()
    return PodWorkers(
        PodWorkersDeps(client=client, watches=watches, heartbeats=stores.heartbeats, events=events, clock=utc_now)
    )
