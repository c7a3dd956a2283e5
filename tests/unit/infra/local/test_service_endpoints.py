"""What is embedded and what was given by its URL."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.secrets import Secrets
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints, resolve
from infra.local.settings import LocalSettings

SECRETS = Secrets(operator_token="t" * 32, postgres_password="password")
EMBEDDED = set(Embedded) - {Embedded.MINISTACK}
FOREIGN = "postgresql://u:p@db.example/orders"


def endpoints(home: Path, **given: Any) -> ServiceEndpoints:
    return resolve(LocalSettings(home=home, **given), SECRETS)


def test_without_any_url_everything_is_embedded(tmp_path: Path) -> None:
    found = endpoints(tmp_path)

    assert found.embedded == EMBEDDED
    assert set(found.sources) == {"source1", "source2"}
    assert set(found.databases) == {"source1", "source2", "target"}


@pytest.mark.parametrize(
    ("setting", "url", "replaced"),
    [
        ("redis_url", "redis://cache.example/0", Embedded.REDIS),
        ("mongo_url", "mongodb://log.example/x", Embedded.MONGO),
        ("aws_endpoint_url", "http://aws.example:4566", Embedded.LOCALSTACK),
    ],
)
def test_a_service_given_by_its_url_is_not_embedded(tmp_path: Path, setting: str, url: str, replaced: Embedded) -> None:
    found = endpoints(tmp_path, **{setting: url})

    assert found.embedded == EMBEDDED - {replaced}


def test_of_the_emulators_the_chosen_one_is_embedded(tmp_path: Path) -> None:
    found = endpoints(tmp_path, emulator="ministack")

    assert {service for service in found.embedded if service.is_emulator} == {Embedded.MINISTACK}
    assert found.emulator_is_embedded


def test_postgres_is_embedded_while_one_database_is_ours(tmp_path: Path) -> None:
    found = endpoints(tmp_path, sources={"shop": {"dsn": FOREIGN}})

    assert Embedded.POSTGRES in found.embedded
    assert set(found.databases) == {"target"}


def test_postgres_is_not_embedded_when_no_database_is_ours(tmp_path: Path) -> None:
    found = endpoints(tmp_path, sources={"shop": {"dsn": FOREIGN}}, target_dsn=FOREIGN)

    assert Embedded.POSTGRES not in found.embedded


def test_given_addresses_equal_to_the_embedded_ones_stay_embedded(tmp_path: Path) -> None:
    first = endpoints(tmp_path)

    again = endpoints(
        tmp_path,
        sources={name: source.model_dump() for name, source in first.sources.items()},
        target_dsn=first.target_dsn,
        redis_url=first.redis_url,
        mongo_url=first.mongo_url,
        aws_endpoint_url=first.aws_endpoint_url + "/",
    )

    assert again == first


def test_settings_may_add_embedded_sources(tmp_path: Path) -> None:
    found = endpoints(tmp_path, embedded_sources=("north", "south", "west"))

    assert set(found.databases) == {"north", "south", "west", "target"}
