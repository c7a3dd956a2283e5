"""How Celery is set up (R11). Each setting has its reason; a test pins them."""

from typing import Any

from esteira.settings import BridgeSettings
from kombu.entity import Exchange, Queue

from bridge import queues
from bridge.schedule import beat_schedule

KIB = 1024
"""Celery's `max_memory_per_child` counts in KiB."""

MIB_PER_CHILD = 384
"""Below the limit of a whole worker (512 MiB), which has its main process beside the child."""

BROKER_CHECK_SECONDS = 10


def configuration(settings: BridgeSettings) -> dict[str, Any]:
    """Celery's settings, by their names in its manual."""
    return {
        **_broker(settings),
        **_tasks(),
        **_workers(),
        # Beat's own file could be torn by a kill -9; it would hold nothing that is not in the schedule anyway.
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": beat_schedule(),
        "timezone": settings.time_zone,
        "enable_utc": True,
    }


def _broker(settings: BridgeSettings) -> dict[str, Any]:
    return {
        "broker_url": settings.redis_url.get_secret_value(),
        "broker_connection_retry_on_startup": True,
        # Without an end: a worker that has given up would have to be restarted by hand.
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "global_keyprefix": queues.KEY_PREFIX,
            # Far above the time limit: what is not acknowledged for so long is handed out a second time.
            "visibility_timeout": 3600,
            # A connection that died without a word is noticed, and no command waits for ever on it (T27). Never
            # `retry_on_timeout`: the client would then put up a lost subscription again behind Celery's back, and a
            # worker that has a task would wait on it for ever.
            "health_check_interval": BROKER_CHECK_SECONDS,
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
    }


def _tasks() -> dict[str, Any]:
    return {
        "task_queues": [_queue(name) for name in queues.ALL],
        "task_default_queue": queues.JOBS,
        "task_default_exchange": queues.JOBS,
        "task_default_routing_key": queues.JOBS,
        # A mistyped queue is an error, not a queue that nobody serves.
        "task_create_missing_queues": False,
        # JSON only: a pickle from a broker is code.
        "task_serializer": "json",
        "result_serializer": "json",
        "accept_content": ["json"],
        # A lost poller loses nothing, SQS holds the messages; acknowledged late it would be copied again and again.
        "task_acks_late": False,
        "task_ignore_result": True,
        "task_soft_time_limit": 70,
        "task_time_limit": 90,
    }


def _workers() -> dict[str, Any]:
    return {
        # A task kept back by a worker that has one would wait for minutes while others have none.
        "worker_prefetch_multiplier": 1,
        "worker_disable_prefetch": True,
        "worker_max_tasks_per_child": 100,
        "worker_max_memory_per_child": MIB_PER_CHILD * KIB,
        # Clients are made after the fork (see `bridge.worker.lifecycle`), so there must be one.
        "worker_pool_start_method": "fork",
        # Flower shows what it is told by events.
        "worker_send_task_events": True,
        # Our own lines are JSON already.
        "worker_redirect_stdouts": False,
        # A drain is never cut because the broker went away: it does not need the broker.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }


def _queue(name: str) -> Queue:
    """With a routing key of its own: without one, Celery would give all of them the default queue's."""
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]
