"""Services given by their URL are asked before anything is started."""

from pathlib import Path
from typing import Any

import pytest

from infra.errors import ExternalServiceUnreachable
from infra.local.secrets import Secrets
from infra.local.services.readiness import check_external
from infra.local.services.service_endpoints import resolve
from infra.local.settings import LocalSettings
from tests.harness.ports import free_port


def check(home: Path, **given: Any) -> dict[str, str]:
    """Return the sources that do not answer, with the reason."""
    silent: dict[str, str] = {}
    check_external(
        resolve(LocalSettings(home=home, **given), Secrets()), lambda name, fault: silent.update({name: fault})
    )
    return silent


@pytest.mark.parametrize(
    ("setting", "url", "named"),
    [
        ("target_dsn", "postgresql://u:p@127.0.0.1:{port}/x", "ESTEIRA_TARGET_DSN"),
        ("redis_url", "redis://127.0.0.1:{port}", "ESTEIRA_REDIS_URL"),
        ("redis_url", "no-url-at-all", "ESTEIRA_REDIS_URL"),
        ("mongo_url", "mongodb://127.0.0.1:{port}/?serverSelectionTimeoutMS=200", "ESTEIRA_MONGO_URL"),
        ("mongo_url", "no-url-at-all", "ESTEIRA_MONGO_URL"),
        ("aws_endpoint_url", "http://127.0.0.1:{port}", "AWS_ENDPOINT_URL"),
    ],
)
def test_a_service_that_does_not_answer_is_named_by_its_setting(
    tmp_path: Path, setting: str, url: str, named: str
) -> None:
    with pytest.raises(ExternalServiceUnreachable, match=named):
        check(tmp_path, **{setting: url.format(port=free_port())})


def test_a_source_that_does_not_answer_is_named_and_stops_nothing(tmp_path: Path) -> None:
    dsn = f"postgresql://u:p@127.0.0.1:{free_port()}/x"

    silent = check(tmp_path, sources={"shop": {"dsn": dsn}})

    assert list(silent) == ["shop"]
    assert "ESTEIRA_SOURCES, shop" in silent["shop"]


def test_a_password_in_a_url_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ExternalServiceUnreachable) as caught:
        check(tmp_path, target_dsn=f"postgresql://u:hunter2@127.0.0.1:{free_port()}/x")

    assert "hunter2" not in str(caught.value)


def test_what_is_embedded_is_not_asked(tmp_path: Path) -> None:
    given = LocalSettings(home=tmp_path, postgres_port=free_port(), redis_port=free_port(), mongo_port=free_port())

    assert resolve(given, Secrets()).embedded
    check_external(resolve(given, Secrets()), lambda *_: pytest.fail("no source is given by its URL"))
