"""Celery settings that must not change without a reason (R11)."""

from pathlib import Path

import pytest
from celery import Celery
from esteira.core.names import LANES
from pydantic import ValidationError

from bridge.app import INCLUDED
from bridge.configuration import configuration
from tests.unit.bridge.planned import settings

RULES = {
    "task_acks_late": False,
    "task_ignore_result": True,
    "task_soft_time_limit": 110,
    "task_time_limit": 130,
    "task_create_missing_queues": False,
    "task_serializer": "json",
    "accept_content": ["json"],
    "worker_prefetch_multiplier": 1,
    "worker_disable_prefetch": True,
    "worker_max_tasks_per_child": 100,
    "worker_max_memory_per_child": 384 * 1024,
    "worker_send_task_events": True,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_channel_error_retry": True,
    "worker_consumer": "bridge.broker_connection:PacedConsumer",
    "beat_scheduler": "celery.beat:Scheduler",
    "timezone": "America/Sao_Paulo",
}


@pytest.fixture
def app() -> Celery:
    app = Celery("probe", set_as_current=False)
    app.conf.update(configuration(settings()))
    return app


@pytest.mark.parametrize("name", RULES)
def test_a_rule_of_celery_is_kept(app: Celery, name: str) -> None:
    assert app.conf[name] == RULES[name]


def test_a_broker_that_goes_away_is_noticed_and_its_keys_are_apart(app: Celery) -> None:
    options = app.conf.broker_transport_options

    assert options["visibility_timeout"] == 3600
    assert options["global_keyprefix"] == "esteira:celery:"
    assert options["health_check_interval"] <= 10
    assert options["socket_timeout"] + options["socket_connect_timeout"] <= 10


def test_a_lost_subscription_is_left_to_celery_to_put_up_again(app: Celery) -> None:
    """A client that does it by itself goes on reading, and a worker with a task then waits on it for ever (T27)."""
    assert not app.conf.broker_transport_options.keys() & {"retry_on_timeout", "retry_on_error", "retry"}


def test_every_queue_has_a_routing_key_of_its_own(app: Celery) -> None:
    keys = {name: queue.routing_key for name, queue in app.amqp.queues.items()}

    assert keys == {name: name for name in ("manager", *(f"drain.{lane}" for lane in LANES), "jobs", "recovery")}


@pytest.mark.parametrize(
    ("task", "seconds", "queue"),
    [
        ("manager.tick", 2.0, "manager"),
        ("recovery.run", 5.0, "recovery"),
        ("workbench.file", 5.0, "jobs"),
        ("workbench.redrive", 2.0, "jobs"),
    ],
)
def test_a_scheduled_task_that_nobody_took_in_time_is_dropped(
    app: Celery, task: str, seconds: float, queue: str
) -> None:
    entry = app.conf.beat_schedule[task]

    assert (entry["schedule"], entry["options"]) == (seconds, {"queue": queue, "expires": seconds})


def test_a_time_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="IANA"):
        settings(time_zone="America/Nowhere")


def test_whatever_the_application_includes_is_there() -> None:
    for name in INCLUDED:
        assert Path(*name.split(".")).with_suffix(".py").exists()
