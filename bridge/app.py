"""The Celery application: `celery -A bridge.app …`. It reads the environment when its settings are first used."""

from typing import Any

from celery import Celery
from esteira.core.settings import BridgeSettings, read


def _configuration() -> dict[str, Any]:
    from bridge.configuration import configuration

    return configuration(read(BridgeSettings))


INCLUDED = (
    "bridge.logs",
    "bridge.task_counts",
    "bridge.task_errors",
    "bridge.worker.lifecycle",
    "bridge.tasks.drain",
    "bridge.tasks.manager",
    "bridge.tasks.recovery",
    "bridge.tasks.reports",
    "bridge.tasks.workbench",
)
"""The modules with handlers of Celery's signals, and the tasks."""

app = Celery("esteira", amqp="bridge.broker_connection:BrokerAmqp", include=INCLUDED)
app.add_defaults(_configuration)
