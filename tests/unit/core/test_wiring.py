"""A wiring closes what it opened, and nothing else."""

from functools import cached_property

from esteira.core.wiring import Wiring


class Connection:
    def __init__(self, name: str, closed: list[str]) -> None:
        self._name = name
        self._closed = closed

    def close(self) -> None:
        self._closed.append(self._name)


class TwoConnections(Wiring):
    def __init__(self) -> None:
        super().__init__()
        self.closed: list[str] = []

    @cached_property
    def database(self) -> Connection:
        return self.opened(Connection("database", self.closed))

    @cached_property
    def queue(self) -> Connection:
        return self.opened(Connection("queue", self.closed))


def test_connections_are_closed_with_the_last_one_first() -> None:
    wiring = TwoConnections()
    assert wiring.database is not wiring.queue

    wiring.close()

    assert wiring.closed == ["queue", "database"]


def test_a_connection_that_was_never_used_is_not_opened_to_be_closed() -> None:
    wiring = TwoConnections()

    wiring.close()

    assert "database" not in wiring.__dict__
    assert wiring.closed == []


def test_connections_are_closed_once() -> None:
    wiring = TwoConnections()
    assert wiring.database

    wiring.close()
    wiring.close()

    assert wiring.closed == ["database"]
