"""The composition root of flow control: for its door and for the command line."""

from functools import cache, cached_property

from esteira.clock import utc_now
from esteira.settings import FlowSettings, read
from esteira.use_cases.configure_flow import FlowControl
from esteira.wiring.flow_stores import FlowStores


class Flow(FlowStores):
    """What flow control works with. Nothing is connected before it is used."""

    @cached_property
    def control(self) -> FlowControl:
        """Where the configuration is read and changed."""
        return FlowControl(book=self.book, board=self.board, clock=utc_now)


@cache
def flow() -> Flow:
    """The flow control of this process. Raises `BadSettings`."""
    settings = read(FlowSettings)
    return Flow(target_dsn=settings.target_dsn, redis_url=settings.redis_url)
