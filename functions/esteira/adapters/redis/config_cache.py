"""The flow's current version in Redis, where every consumer reads it. Lost, it is shown again within a tick (R13)."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

from pydantic import ValidationError
from redis import Redis
from redis.exceptions import RedisError

from esteira.domain.flow.config import FlowVersion
from esteira.errors import FlowUnavailable

KEY = "esteira:flow"


class RedisFlowBoard:
    """The port `FlowBoard`. The client of a consumer is a hasty one."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._show = client.register_script(
            resources.files(__package__).joinpath("put_config.lua").read_text(encoding="utf-8")
        )

    def put(self, version: FlowVersion) -> None:
        """See `FlowBoard.put`."""
        with _reached():
            self._show(keys=[KEY], args=[version.version, version.model_dump_json()])

    def get(self) -> FlowVersion | None:
        """See `FlowBoard.get`. What another release has written and this one does not understand is unavailable."""
        with _reached():
            shown = self._client.get(KEY)
            return FlowVersion.model_validate_json(shown) if isinstance(shown, str | bytes) else None


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise FlowUnavailable(f"({type(error).__name__})") from error
    except ValidationError as error:
        raise FlowUnavailable(f"({KEY} holds no version that is understood here)") from error
