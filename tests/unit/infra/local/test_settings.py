"""Invalid settings of the local runner."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from infra.local.settings import LocalSettings


@pytest.mark.parametrize(
    "given",
    [
        {"redis_port": 0},
        {"mongo_port": 65_536},
        {"sources": {}},
        {"sources": {"Bad Name": {"dsn": "postgresql://x/y"}}},
        {"retry_delay_seconds": 0},
        {"operator_token": "short"},
        {"home": Path('/tmp/a"b')},
        {"home": Path("/tmp/a #b")},
    ],
)
def test_invalid_settings_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        LocalSettings(**given)


def test_a_relative_home_means_the_working_directory_of_now() -> None:
    settings = LocalSettings(home=Path("some/where"))

    assert settings.place.root == Path.cwd() / "some" / "where"
