"""Messages, deliveries and consumers for tests, with a default for everything a test does not care about."""

import random
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

from esteira.adapters.memory.attempt_log import MemoryAttemptLog, MemoryAttemptOutbox
from esteira.adapters.memory.inbox import MemoryInbox
from esteira.adapters.memory.targets import MemoryOrderTarget
from esteira.domain.attempts import Arrival
from esteira.domain.callbacks import Callback
from esteira.domain.deliveries import Delivery
from esteira.domain.judgement import first_effect_of_order, judge_order, judge_payment
from esteira.domain.messages import M, OrderMessage, PaymentMessage, encode, order_message_id, payment_message_id
from esteira.domain.orders import OrderPayload
from esteira.domain.payments import PaymentState
from esteira.domain.retry import RetryPolicy
from esteira.use_cases.consumer import Consumer, LaneRules

READ_AT = datetime(2026, 7, 1, 12, tzinfo=UTC)

PAYMENT_RULES = LaneRules(lane="payments", model=PaymentMessage, judge=judge_payment)

NOTIFICATION = {
    "event_id": "e1",
    "source": "source1",
    "source_id": 1,
    "state": "paid",
    "amount": "10.00",
    "occurred_at": "2026-07-01T12:00:00Z",
}
"""What a provider posts about a payment."""

_numbers: Iterator[int] = count(1)


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = READ_AT) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        """Moves the time forward."""
        self.now += timedelta(seconds=seconds)


def order_rules(*, simulate: bool = False) -> LaneRules[OrderMessage]:
    """The lane `orders`, with or without simulated trouble."""
    return LaneRules(
        lane="orders",
        model=OrderMessage,
        judge=partial(judge_order, simulate=simulate),
        first_effect=partial(first_effect_of_order, simulate=simulate),
    )


def order(source_id: int = 1, *, product: str = "chair", needed: int = 1, good: bool = True) -> OrderMessage:
    """An order's message."""
    payload = OrderPayload(product=product, price=Decimal("19.90"), security_check=good)
    return OrderMessage(
        message_id=order_message_id("source1", source_id),
        source="source1",
        source_id=source_id,
        read_at=READ_AT,
        attempts_needed=needed,
        payload=payload,
        payload_hash=payload.fingerprint(),
    )


def payment(
    event_id: str = "e1", *, source_id: int = 1, state: PaymentState = PaymentState.PAID, amount: str = "19.90"
) -> PaymentMessage:
    """A callback's message."""
    return PaymentMessage(
        message_id=payment_message_id("pix", event_id),
        source="source1",
        source_id=source_id,
        read_at=READ_AT,
        provider="pix",
        event_id=event_id,
        state=state,
        amount=Decimal(amount),
        occurred_at=READ_AT,
    )


def delivery(body: str, *, attempt: int = 1, sqs_message_id: str = "") -> Delivery:
    """A received message, by default on its first attempt."""
    return Delivery(
        body=body,
        sqs_message_id=sqs_message_id or f"sqs-{next(_numbers)}",
        receipt_handle="receipt",
        attempt=attempt,
        sent_at=READ_AT,
    )


def arrival(message: M, *, attempt: int = 1) -> Arrival[M]:
    """A parsed message with its delivery."""
    return Arrival(delivery=delivery(encode(message), attempt=attempt), message=message)


class OrdersFixture:
    """A consumer of orders whose stores and queue are in memory, and what they hold."""

    def __init__(self, *, simulate: bool = False, **replaced: Any) -> None:
        self.clock = HandClock()
        self.target = MemoryOrderTarget()
        self.log = MemoryAttemptLog()
        self.outbox = MemoryAttemptOutbox()
        self.inbox = MemoryInbox(self.clock)
        parts: dict[str, Any] = {
            "rules": order_rules(simulate=simulate),
            "target": self.target,
            "isolated": lambda: nullcontext(parts["target"]),
            "log": self.log,
            "outbox": self.outbox,
            "inbox": self.inbox,
            "retry": RetryPolicy(delay_seconds=10),
            "log_life": timedelta(days=7),
            "clock": self.clock,
            "chance": random.Random(1),
        }
        self.consumer: Consumer[OrderMessage] = Consumer(**(parts | replaced))

    def receive(self, *messages: OrderMessage | str) -> list[Delivery]:
        """Sends messages and receives them."""
        self.inbox.send(*(message if isinstance(message, str) else encode(message) for message in messages))
        return list(self.inbox.receive(1000, wait_seconds=0))


def callback(
    event_id: str = "e1",
    *,
    source_id: int = 1,
    state: PaymentState = PaymentState.PAID,
    amount: Decimal = Decimal("10.00"),
) -> Callback:
    """A callback of acmepay."""
    return Callback(
        provider="acmepay",
        event_id=event_id,
        source="source1",
        source_id=source_id,
        state=state,
        amount=amount,
        occurred_at=READ_AT,
    )
