"""The choice of orders for a benchmark."""

from collections import Counter

from esteira.producer.simulation import attempts_needed

from benchmarks.measure.orders import NewOrders, shares


def needed(ids: list[int]) -> Counter[int]:
    return Counter(attempts_needed("source1", each, security_check=True, simulate=True) for each in ids)


def test_all_chosen_orders_succeed_at_once() -> None:
    assert needed(NewOrders().choose("source1", 100)) == {1: 100}


def test_a_share_of_the_orders_fails_once() -> None:
    assert needed(NewOrders().choose("source1", 100, failing_once=0.2)) == {1: 80, 2: 20}


def test_no_order_is_chosen_twice() -> None:
    new_orders = NewOrders()
    first, second = (new_orders.choose("source1", 50) for _ in range(2))

    assert first == sorted(first)
    assert max(first) < min(second)
    assert new_orders.last("source1") == second[-1]


def test_orders_are_divided_evenly() -> None:
    assert shares(10, ["a", "b", "c"]) == {"a": 4, "b": 3, "c": 3}
