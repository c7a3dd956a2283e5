"""The wiring of the producer does not connect, and names invalid settings."""

import pytest
from esteira.core.errors import BadSettings, NotFound
from esteira.core.settings import ProducerSettings, SourceSettings
from esteira.producer.wiring import Producer
from pydantic import SecretStr


def producer(dsn: str) -> Producer:
    return Producer(
        ProducerSettings(
            sources={"shop": SourceSettings(dsn=SecretStr(dsn))},
            target_dsn=SecretStr("postgresql://127.0.0.1:1/target"),
            redis_url=SecretStr("redis://127.0.0.1:1/0"),
            orders_queue_url="http://127.0.0.1:1/queue/us-east-1/000000000000/orders",
        )
    )


def test_publish_deps_are_built_without_connecting_to_anything() -> None:
    made = producer("postgresql://127.0.0.1:1/source")

    assert made.publish_deps("shop").source.name == "shop"
    made.close()


def test_the_error_for_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(NotFound, match="known are: shop"):
        producer("postgresql://127.0.0.1:1/source").publish_deps("nope")


def test_an_invalid_connection_string_is_named_but_not_shown() -> None:
    with pytest.raises(BadSettings, match="ESTEIRA_SOURCES, shop") as error:
        producer("postgresql//user:secret@host").publish_deps("shop")

    assert "secret" not in str(error.value)
