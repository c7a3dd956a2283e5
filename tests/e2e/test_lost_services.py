"""Losing Redis or LocalStack loses no order and no dead message."""

from contextlib import closing

from esteira.core.messages import MAX_RECEIVES, order_message_id

from tests.e2e.installation import SOURCES, Installation
from tests.e2e.stores import InstallationStores


def test_an_empty_redis_neither_loses_nor_duplicates_an_order(stack: Installation, stores: InstallationStores) -> None:
    stack.fill("source1", 10)

    stores.flush_redis()
    published = stack.publish("source1")
    stack.await_rest()

    assert published == 10
    assert stack.esteira("verify", "--rows").exit_code == 0


def test_a_killed_localstack_loses_no_order_and_no_record_of_a_dead_one(stack: Installation) -> None:
    created = {("source1", id_) for id_ in stack.fill("source1", 100)}
    stack.publish("source1")

    stack.kill("localstack")
    with closing(InstallationStores(stack.environment)) as stores:
        assert not created <= set(stores.arrived("source1"))
    stack.up()
    stack.await_rest()

    with closing(InstallationStores(stack.environment)) as stores:
        dead, arrived = stores.refused(*SOURCES), stores.arrived("source1")
    verdict = stack.esteira("verify", "--rows", "--json")
    assert (verdict.exit_code, verdict.json["ok"]) == (0, True)
    assert verdict.json["states"]["dead"] == len(dead)
    assert created <= set(arrived) | dead


def test_an_order_whose_dead_letter_was_lost_can_be_redriven(stack: Installation, stores: InstallationStores) -> None:
    source, source_id = min(stores.refused(*SOURCES))
    message_id = str(order_message_id(source, source_id))

    result = stack.esteira("redrive", f"{source}:{source_id}", "--yes", "--json")
    stack.await_rest()

    assert (result.exit_code, result.json["moved"]) == (0, 1)
    assert stores.count_attempts(message_id) == 2 * MAX_RECEIVES
    assert (source, source_id) in {message.key for message in stores.messages(stores.orders_dlq)}
    assert stack.esteira("verify").exit_code == 0
