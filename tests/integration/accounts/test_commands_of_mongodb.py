"""T33: no command that MongoDB is given holds an operator that a caller sent."""

from typing import Any

import pytest
from pymongo import monitoring

from tests.harness.accounts_api import AccountsApi
from tests.integration.accounts.test_routes import BODIES
from tests.integration.http_calls import TOKEN

MARK = "f1a9c0de"
OPERATORS: tuple[Any, ...] = ({"$ne": MARK}, {"$gt": MARK}, {"$where": MARK}, {"$regex": MARK}, {"a.b": MARK})
PATHS = (
    ("GET", f'/users?after={{"$gt":"{MARK}"}}'),
    ("GET", f"/users?after[$ne]={MARK}"),
    ("PATCH", f'/users/{{"$ne":"{MARK}"}}'),
    ("DELETE", f'/machine-tokens/{{"$ne":"{MARK}"}}'),
)


class Commands(monitoring.CommandListener):
    """The commands of all clients that were made since it was registered."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Keep the command."""
        self.seen.append(event.command)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """See `CommandListener`."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """See `CommandListener`."""


@pytest.fixture
def commands() -> Commands:
    """A listener, which must be registered before the clients are made."""
    listener = Commands()
    monitoring.register(listener)
    return listener


def operators(value: Any) -> list[str]:
    """Return the texts below a key that MongoDB could take for an operator or a path."""
    if isinstance(value, list):
        return [text for each in value for text in operators(each)]
    if not isinstance(value, dict):
        return []
    below = [str(each) for key, each in value.items() if key.startswith("$") or "." in key]
    return below + [text for each in value.values() for text in operators(each)]


def test_an_operator_in_any_field_of_a_body_reaches_no_command(commands: Commands, api: AccountsApi) -> None:
    for (method, path), body in BODIES.items():
        for name in body:
            for operator in OPERATORS:
                api.send(method, path.format(user_id="user:1"), body | {name: operator}, token=TOKEN)

    assert commands.seen
    assert [text for command in commands.seen for text in operators(dict(command)) if MARK in text] == []


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_an_operator_in_a_path_or_a_query_reaches_no_command(
    commands: Commands, api: AccountsApi, method: str, path: str
) -> None:
    api.send(method, path, {"disabled": True} if method == "PATCH" else None, token=TOKEN)

    # As a text it may be compared with; it must not have become an operator of its own.
    assert commands.seen
    assert MARK not in [text for command in commands.seen for text in operators(dict(command))]
