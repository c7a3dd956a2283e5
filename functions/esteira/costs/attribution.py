"""Which lane a use belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from esteira.core.names import LANES, Lane
from esteira.costs.usage import Usage

Share = Lane | Literal["shared"]
SHARES: tuple[Share, ...] = (*LANES, "shared")

LANE_OF_FUNCTION: Mapping[str, Lane] = {
    "ProducerApi": "orders",
    "ProducerSchedule": "orders",
    "OrdersConsumer": "orders",
    "CallbacksApi": "payments",
    "CallbacksSchedule": "payments",
    "PaymentsConsumer": "payments",
    "LookupsApi": "lookups",
    "LookupsSchedule": "lookups",
    "LookupsConsumer": "lookups",
}
"""By their names in the template. All other functions serve every lane."""

LOG_GROUP = "/aws/lambda/"


@dataclass(frozen=True, kw_only=True)
class Deployment:
    """The names of a deployed stack. `queues`: the lanes by the names of their queues; `dead_letters` likewise."""

    stack: str
    queues: Mapping[str, Lane]
    dead_letters: Mapping[str, Lane]

    def share(self, usage: Usage) -> Share:
        """Return the lane that this use belongs to, or `shared`."""
        if usage.service == "sqs":
            return self.queues.get(usage.resource) or self.dead_letters.get(usage.resource) or "shared"
        return LANE_OF_FUNCTION.get(self.function(usage), "shared")

    def function(self, usage: Usage) -> str:
        """Return the name in the template of the function that was used, or that logged; empty if there is none.

        CloudFormation names a function `STACK-NAME-SUFFIX`.
        """
        if usage.service not in {"lambda", "apigateway", "logs"}:
            return ""
        deployed = usage.resource.removeprefix(LOG_GROUP)
        name, _, suffix = deployed.removeprefix(f"{self.stack}-").rpartition("-")
        return name if suffix and deployed.startswith(f"{self.stack}-") else ""

    def is_consumer(self, usage: Usage) -> bool:
        """Return whether it is a use by a lane's consumer function."""
        return self.function(usage).endswith("Consumer")

    def is_lane_queue(self, usage: Usage) -> bool:
        """Return whether it is a use of a lane's queue, not of its dead-letter queue."""
        return usage.service == "sqs" and usage.resource in self.queues
