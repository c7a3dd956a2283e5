"""Payment callbacks for orders that have arrived, signed and received as if sent by their provider."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from random import Random
from uuid import uuid4

from esteira.callbacks.authentication import signed_headers
from esteira.callbacks.callback import Notification
from esteira.callbacks.receive_callback import CallbackRequest, ReceiveCallbackDeps, receive_callback
from esteira.core.decoding import decoded
from esteira.core.orders import OrderKey
from esteira.core.payments import PaymentState

from infra.errors import NothingToPay

AT_ONCE = 8
ORDERS_FRESH_FOR_SECONDS = 1.0

PickOrders = Callable[[], Sequence[OrderKey]]
"""Returns some orders that have arrived; empty if there are none yet. Raises `TargetUnavailable`."""

_decode = partial(decoded, model=Notification)


class PaymentMaker:
    """The port `Maker`. Every callback is a new event; none is made before an order has arrived."""

    most_at_once = 200

    def __init__(
        self,
        receive_deps: ReceiveCallbackDeps,
        pick_orders: PickOrders,
        *,
        provider: str,
        chance: Random,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = receive_deps
        self._pick_orders = pick_orders
        self._provider = provider
        self._chance = chance
        self._monotonic = monotonic
        self._orders: Sequence[OrderKey] = ()
        self._fresh_until = 0.0
        self.made = 0

    def make(self, count: int) -> None:
        """See `Maker.make`."""
        orders = self._known_orders()
        events = [self._event(self._chance.choice(orders)) for _ in range(count)]
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="callback") as senders:
            ends = [senders.submit(self._deliver, event) for event in events]
        errors = [error for end in ends if (error := end.exception())]
        self.made += len(ends) - len(errors)
        if errors:
            raise errors[0]

    def _known_orders(self) -> Sequence[OrderKey]:
        if self._monotonic() >= self._fresh_until or not self._orders:
            self._orders = self._pick_orders()
            self._fresh_until = self._monotonic() + ORDERS_FRESH_FOR_SECONDS
        if not self._orders:
            raise NothingToPay
        return self._orders

    def _event(self, order: OrderKey) -> bytes:
        event = {
            "event_id": uuid4().hex,
            "source": order.source,
            "source_id": order.source_id,
            "state": self._chance.choice((PaymentState.AUTHORIZED, PaymentState.PAID, PaymentState.PAID)),
            "amount": str(Decimal(self._chance.randint(100, 99_999)) / 100),
            "occurred_at": self._desk.clock().isoformat(),
        }
        return json.dumps(event).encode()

    def _deliver(self, body: bytes) -> None:
        provider = self._desk.providers[self._provider]
        headers = signed_headers(provider, body, message_id=uuid4().hex, now=self._desk.clock())
        receive_callback(self._desk, CallbackRequest(provider=self._provider, headers=headers, body=body), _decode)
