"""Builds the consumer of the lane `payments` from the settings.

Apart from `wiring`, so that the HTTP function of the callbacks does not import MongoDB's driver at a cold start.
"""

from esteira.callbacks.postgres.payment_target import PostgresPaymentTarget
from esteira.consumer.deps import ConsumerDeps, LaneRules
from esteira.consumer.wiring import ConsumerStores, make_consumer
from esteira.core.messages import PaymentMessage
from esteira.core.settings import ConsumerSettings, read
from esteira.core.wiring import Wired


@Wired
def payments_consumer() -> ConsumerDeps[PaymentMessage]:
    """Return the consumer of the lane `payments`, configured by the environment. Raises `BadSettings`."""
    settings = read(ConsumerSettings)
    return make_payments_consumer(settings, ConsumerStores(settings))


def make_payments_consumer(settings: ConsumerSettings, stores: ConsumerStores) -> ConsumerDeps[PaymentMessage]:
    """Return the consumer that applies callbacks to the payment state of their orders."""
    rules = LaneRules(lane="payments", model=PaymentMessage)
    target = PostgresPaymentTarget(stores.target)
    return make_consumer(settings, stores, rules, target, "esteira.callbacks.payment_subprocess")
