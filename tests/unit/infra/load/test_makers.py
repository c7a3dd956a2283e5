"""Load of each kind: orders evenly over the sources, callbacks as their provider would send them."""

from collections.abc import Sequence
from random import Random

import pytest
from esteira.callbacks.callback import Callback, Reception
from esteira.callbacks.memory import MemoryCallbackRepository
from esteira.callbacks.ports import CallbackRepository
from esteira.callbacks.receive_callback import ReceiveCallbackDeps
from esteira.core.clock import utc_now
from esteira.core.errors import SourceUnavailable, TargetUnavailable
from esteira.core.messages import PaymentMessage, decode
from esteira.core.orders import OrderKey
from esteira.core.queue.memory import MemoryQueueSender
from esteira.producer.memory import MemorySource
from esteira.producer.ports import Filled

from infra.cli.load.orders import OrderMaker
from infra.cli.load.payments import PaymentMaker
from infra.errors import NothingToPay
from tests.fixtures.providers import provider

ORDERS = [OrderKey("shop", 1), OrderKey("market", 7)]


class DownOrderTable(MemorySource):
    """Does not answer."""

    def fill(self, count: int, *, false_share: float, seed: int) -> Filled:
        raise SourceUnavailable(f"({count}, {false_share}, {seed})")


class FlakyBook(MemoryCallbackRepository):
    """Answers every second time."""

    asked = 0

    def keep(self, callback: Callback) -> Reception:
        self.asked += 1
        if self.asked % 2:
            raise TargetUnavailable
        return super().keep(callback)


def order_maker(**tables: MemorySource) -> OrderMaker:
    return OrderMaker(tables, false_share=0.2, chance=Random(1))


def payment_maker(
    queue: MemoryQueueSender, *, orders: Sequence[OrderKey] = ORDERS, repository: CallbackRepository | None = None
) -> PaymentMaker:
    receive_deps = ReceiveCallbackDeps(
        providers={"acmepay": provider("a-secret-of-acmepay")},
        repository=repository or MemoryCallbackRepository(),
        queue=queue,
        clock=utc_now,
    )
    return PaymentMaker(receive_deps, lambda: orders, provider="acmepay", chance=Random(1))


def test_orders_are_spread_evenly_however_few_are_made_at_once() -> None:
    maker = order_maker(a=MemorySource("a"), b=MemorySource("b"), c=MemorySource("c"))

    for count in (1, 1, 1, 5, 2, 7):
        maker.make(count)
        assert max(maker.filled.values()) - min(maker.filled.values()) <= 1

    assert maker.made == 17


def test_if_a_source_is_down_the_others_get_their_share() -> None:
    maker = order_maker(down=DownOrderTable("down"), up=MemorySource("up"))

    with pytest.raises(SourceUnavailable):
        maker.make(10)

    assert maker.filled == {"down": 0, "up": 5}


def test_callbacks_are_for_arrived_orders_and_each_is_a_new_event() -> None:
    queue = MemoryQueueSender()
    maker = payment_maker(queue)

    maker.make(20)

    messages = [decode(PaymentMessage, body) for body in queue.bodies]
    assert maker.made == len({message.event_id for message in messages}) == 20
    assert {(message.source, message.source_id) for message in messages} == {*ORDERS}


def test_without_an_arrived_order_there_is_nothing_to_pay() -> None:
    maker = payment_maker(MemoryQueueSender(), orders=[])

    with pytest.raises(NothingToPay):
        maker.make(1)

    assert maker.made == 0


def test_callbacks_that_were_not_received_do_not_count() -> None:
    maker = payment_maker(MemoryQueueSender(), repository=FlakyBook())

    with pytest.raises(TargetUnavailable):
        maker.make(10)

    assert maker.made == 5
