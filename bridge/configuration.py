"""Celery's settings (R11), each with its reason; a test pins them."""

from typing import Any

from esteira.core.settings import BridgeSettings
from kombu.entity import Exchange, Queue

from bridge import queues
from bridge.schedule import beat_schedule

KIB = 1024
"""Celery's `max_memory_per_child` counts in KiB."""

MIB_PER_CHILD = 384
"""Below the limit of a whole worker (512 MiB), which consists of a main process and the child."""

BROKER_CHECK_SECONDS = 10


def configuration(settings: BridgeSettings) -> dict[str, Any]:
    """Celery's settings, by their names in its manual."""
    return {
        **_broker(settings),
        **_tasks(),
        **_workers(),
        # In memory: a kill -9 could corrupt beat's own file, which would hold nothing that is not in the schedule.
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": beat_schedule(),
        "timezone": settings.time_zone,
        "enable_utc": True,
    }


def _broker(settings: BridgeSettings) -> dict[str, Any]:
    return {
        "broker_url": settings.redis_url.get_secret_value(),
        "broker_connection_retry_on_startup": True,
        # Unlimited: a worker that has given up would have to be restarted by hand.
        "broker_connection_max_retries": None,
        # Else an acknowledgement that a read-only Redis refuses would end the worker; see `PacedConsumer`.
        "broker_channel_error_retry": True,
        "broker_transport_options": {
            "global_keyprefix": queues.KEY_PREFIX,
            # Far above the time limit: a task that is not acknowledged for so long is delivered a second time.
            "visibility_timeout": 3600,
            # A dead connection is detected, and no command waits for it without limit (T27). Never set
            # `retry_on_timeout`: the client would restore a lost subscription without Celery's knowledge, and a worker
            # that has a task would wait for it without end.
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
        # A mistyped queue name is an error, not a queue without workers.
        "task_create_missing_queues": False,
        # JSON only: a pickle from the broker could execute code.
        "task_serializer": "json",
        "result_serializer": "json",
        "accept_content": ["json"],
        # A lost drain task loses no message: SQS holds them. Acknowledged late it would be redelivered again and again.
        "task_acks_late": False,
        "task_ignore_result": True,
        "task_soft_time_limit": 110,
        "task_time_limit": 130,
    }


def _workers() -> dict[str, Any]:
    return {
        # A task prefetched by a busy worker would wait for minutes while other workers are idle.
        "worker_prefetch_multiplier": 1,
        "worker_disable_prefetch": True,
        "worker_max_tasks_per_child": 100,
        "worker_max_memory_per_child": MIB_PER_CHILD * KIB,
        # Clients are made after the fork (see `bridge.worker.lifecycle`), so there must be one.
        "worker_pool_start_method": "fork",
        # Flower shows what events report.
        "worker_send_task_events": True,
        "worker_consumer": "bridge.broker_connection:PacedConsumer",
        # Our own log lines are JSON already.
        "worker_redirect_stdouts": False,
        # A drain task does not need the broker, so it goes on while the broker is away.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }


def _queue(name: str) -> Queue:
    """A queue with its own routing key: otherwise Celery would give every queue the default one."""
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]
