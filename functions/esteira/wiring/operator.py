"""The operator's composition root (command line, monitor): adapters from settings, each built when first asked for."""

from functools import cache, cached_property

from esteira.adapters.postgres.checkpoints import PostgresCheckpoints
from esteira.adapters.postgres.database import Database
from esteira.adapters.postgres.sequence_source import SequenceSource
from esteira.adapters.postgres.source_books import PostgresSourceBooks
from esteira.adapters.postgres.target_books import PostgresTargetBooks
from esteira.adapters.postgres.xid_source import XidSource
from esteira.adapters.redis.cursors import RedisCursors, connect
from esteira.adapters.sqs.client import sqs_client
from esteira.adapters.sqs.gauge import SqsQueueGauge
from esteira.domain.names import Lane
from esteira.errors import BadSettings, SourceUnavailable, TargetUnavailable
from esteira.settings import LaneSettings, OperatorSettings, read
from esteira.use_cases.locate_cursors import ProducersPlaces
from esteira.use_cases.ports.sources import Source
from esteira.use_cases.read_ledger import Books


class Operator:
    """What the operator's doors need. Nothing is connected before it is used, and a broken connection is replaced."""

    def __init__(self, settings: OperatorSettings) -> None:
        self._settings = settings

    @cached_property
    def books(self) -> Books:
        """What the ledger is read from."""
        queue_url = self._lane("orders").queue_url
        return Books(
            sources={
                name: PostgresSourceBooks(self._databases[name], source.cursor_mode)
                for name, source in self._settings.sources.items()
            },
            target=PostgresTargetBooks(self._target),
            cursors=ProducersPlaces(
                sources={name: self._source(name) for name in self._settings.sources},
                cursors=RedisCursors(connect(self._settings.redis_url)),
                checkpoints=PostgresCheckpoints(self._target),
            ),
            lane=SqsQueueGauge(sqs_client(queue_url), queue_url),
        )

    def close(self) -> None:
        """Gives back all database connections."""
        for database in (self._target, *self._databases.values()):
            database.close()

    def _lane(self, lane: Lane) -> LaneSettings:
        if lane not in self._settings.lanes:
            raise BadSettings(f"ESTEIRA_LANES: there is no lane {lane}")
        return self._settings.lanes[lane]

    def _source(self, name: str) -> Source:
        if self._settings.sources[name].cursor_mode == "xid":
            return XidSource(name, self._databases[name])
        return SequenceSource(name, self._databases[name])

    @cached_property
    def _target(self) -> Database:
        return Database(self._settings.target_dsn, unavailable=TargetUnavailable)

    @cached_property
    def _databases(self) -> dict[str, Database]:
        return {
            name: Database(source.dsn, unavailable=SourceUnavailable) for name, source in self._settings.sources.items()
        }


@cache
def operator() -> Operator:
    """The operator of this process. Raises `BadSettings`."""
    return Operator(_settings())


def operator_token() -> str:
    """The token that the monitor's HTTP door asks for. Raises `BadSettings`."""
    return _settings().operator_token.get_secret_value()


@cache
def _settings() -> OperatorSettings:
    return read(OperatorSettings)
