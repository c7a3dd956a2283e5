"""The current configuration in Redis, where every consumer reads it. If lost, the manager restores it within a tick."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

from pydantic import ValidationError
from redis import Redis
from redis.exceptions import RedisError

from esteira.domain.flow.config import ConfigVersion
from esteira.errors import FlowUnavailable

KEY = "esteira:flow"


class RedisConfigCache:
    """The port `ConfigCache`. Consumers pass a client with short timeouts."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._put = client.register_script(
            resources.files(__package__).joinpath("put_config.lua").read_text(encoding="utf-8")
        )

    def put(self, version: ConfigVersion) -> None:
        """See `ConfigCache.put`."""
        with _reached():
            self._put(keys=[KEY], args=[version.version, version.model_dump_json()])

    def get(self) -> ConfigVersion | None:
        """See `ConfigCache.get`. A version of another release that cannot be parsed counts as unavailable."""
        with _reached():
            stored = self._client.get(KEY)
            return ConfigVersion.model_validate_json(stored) if isinstance(stored, str | bytes) else None


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise FlowUnavailable(f"({type(error).__name__})") from error
    except ValidationError as error:
        raise FlowUnavailable(f"({KEY} holds a configuration that this release cannot parse)") from error
