"""The composition root of flow control: for its door and for the command line."""

from functools import cache, cached_property

from esteira.clock import utc_now
from esteira.settings import FlowSettings, read
from esteira.use_cases.configure_scaling import FlowControl
from esteira.wiring.scaling import FlowStores


class Flow(FlowStores):
    """What flow control works with. Nothing is connected before it is used."""

    @cached_property
    def control(self) -> FlowControl:
        """Where the configuration is read and changed."""
        return FlowControl(book=self.book, board=self.board, clock=utc_now)


@cache
def flow() -> Flow:
    """The flow control of this process. Raises `BadSettings`."""
    settings = _settings()
    return Flow(target_dsn=settings.target_dsn, redis_url=settings.redis_url)


def operator_token() -> str:
    """The token of the operator, who alone may come in. Raises `BadSettings`."""
    return _settings().operator_token.get_secret_value()


@cache
def _settings() -> FlowSettings:
    return read(FlowSettings)
