"""The price list is dated, names a source for each price, and knows two regions."""

from datetime import timedelta
from decimal import Decimal

import pytest
from esteira.core.errors import UnknownRegion
from esteira.costs.price_file import price_list
from esteira.costs.price_usage import SERVICES, empty_price, price
from esteira.costs.prices import RegionPrices
from esteira.costs.usage import Usage

from tests.fixtures.costs import invocations, queue_use

US, SAO_PAULO = price_list().of("us-east-1"), price_list().of("sa-east-1")


def test_the_list_has_the_prices_of_virginia_and_sao_paulo() -> None:
    assert list(price_list().regions) == ["us-east-1", "sa-east-1"]
    assert (US.apigateway_request.usd, SAO_PAULO.apigateway_request.usd) == (Decimal("3.50"), Decimal("4.25"))


def test_another_region_is_refused_with_the_names_of_those_in_the_list() -> None:
    with pytest.raises(UnknownRegion, match="eu-west-9; the list has us-east-1 and sa-east-1"):
        price_list().of("eu-west-9")


def test_the_list_is_stale_after_180_days() -> None:
    checked = price_list().checked

    assert not price_list().is_stale(checked + timedelta(days=180))
    assert price_list().is_stale(checked + timedelta(days=181))


@pytest.mark.parametrize("prices", [US, SAO_PAULO], ids=["us-east-1", "sa-east-1"])
def test_every_price_has_a_source_that_is_not_younger_than_the_list_by_more_than_days(prices: RegionPrices) -> None:
    for name in RegionPrices.model_fields:
        one = getattr(prices, name)
        assert one.source.startswith("https://"), name
        assert one.published <= price_list().checked + timedelta(days=7), name


def test_a_message_group_makes_a_request_dearer() -> None:
    assert price(queue_use("SendMessageBatch", requests=2_000_000), US) == Decimal("0.80")
    assert price(queue_use("SendMessageBatch", requests=2_000_000, grouped=1_000_000), US) == Decimal("0.90")


def test_an_invocation_costs_its_request_and_its_memory_for_its_time() -> None:
    second_of_512_mib = invocations(mib_ms=512 * 1000)

    assert price(second_of_512_mib, US) == Decimal("0.0000002") + Decimal("0.0000166667") / 2


def test_arm_costs_less() -> None:
    used = invocations(mib_ms=1024 * 1000, architecture="arm64")

    assert price(used, US) == Decimal("0.0000002") + Decimal("0.0000133334")


@pytest.mark.parametrize(
    ("used", "usd"),
    [
        (Usage(service="apigateway", operation="Call", requests=1_000_000), "3.50"),
        (Usage(service="logs", operation="PutLogEvents", requests=9, bytes=1 << 31), "1.00"),
        (Usage(service="s3", operation="PutObject", requests=1000), "0.005"),
        (Usage(service="s3", operation="GetObject", requests=1000), "0.0004"),
        (Usage(service="s3", operation="DeleteObject", requests=1000), "0"),
        (Usage(service="ses", operation="SendRawEmail", requests=1, items=3), "0.0003"),
        (Usage(service="secretsmanager", operation="GetSecretValue", requests=10_000), "0.05"),
    ],
    ids=lambda value: value.operation if isinstance(value, Usage) else "",
)
def test_other_services_cost_what_their_unit_costs(used: Usage, usd: str) -> None:
    assert price(used, US) == Decimal(usd)


def test_every_service_that_is_counted_has_a_price() -> None:
    for service in SERVICES:
        assert price(Usage(service=service, operation="Any"), US) == 0


def test_only_receives_that_found_nothing_are_empty() -> None:
    assert empty_price(queue_use("ReceiveMessage", requests=10, empty=4), US) == 4 * US.sqs_request.each
