"""What is seen of one source: its status with who holds it up, or why it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from esteira.core.errors import EsteiraError
from esteira.core.log import logger
from esteira.producer.horizon import Horizon
from esteira.producer.show_horizon import show_horizon
from esteira.producer.show_source import SourceStatus, show_source

from console.pages.sources.deps import SourcesDeps


@dataclass(frozen=True, kw_only=True)
class SourceLook:
    """A source. `fault`: why there is no status; the other sources are shown all the same."""

    name: str
    status: SourceStatus | None = None
    horizon: Horizon | None = None
    fault: str = ""


def look_at_all(deps: SourcesDeps) -> Sequence[SourceLook]:
    """Return all sources. Never raises for one of them."""
    return [_look(deps, name) for name in deps.publish_deps]


def look_at(deps: SourcesDeps, source: str) -> SourceLook:
    """Return one source. Raises `NotFound`, and what `show_source` raises."""
    name = deps.known(source)
    status = show_source(deps.publish_deps[name])
    return SourceLook(name=name, status=status, horizon=show_horizon(deps.horizons[name], name))


def _look(deps: SourcesDeps, name: str) -> SourceLook:
    try:
        return look_at(deps, name)
    except EsteiraError as error:
        logger.warning("source not read", action="sources", source=name, error=str(error))
        return SourceLook(name=name, fault=error.public_message)
