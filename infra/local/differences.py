"""What a command wishes, compared with what runs: a wish that differs is named before it is carried out."""

from collections.abc import Iterator

from infra.local.core_settings import variables
from infra.local.environment import Environment


def differences(running: Environment, wished: Environment) -> tuple[str, ...]:
    """A line for each setting that differs, with its variable. Values are left out: some are secrets."""
    return (*_variables(running, wished), *_sources(running, wished), *_ports(running, wished))


def _variables(running: Environment, wished: Environment) -> Iterator[str]:
    # A wish names no queues: they are known once the stack is deployed.
    before = variables(running.model_copy(update={"queues": {}}))
    after = variables(wished.model_copy(update={"queues": {}}))
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name} differs from what runs, and is changed"


def _sources(running: Environment, wished: Environment) -> Iterator[str]:
    for name in sorted(running.sources.keys() - wished.sources.keys()):
        yield f"source {name} is taken out: neither ESTEIRA_SOURCES nor ESTEIRA_EMBEDDED_SOURCES names it"
    for name in sorted(wished.sources.keys() - running.sources.keys()):
        yield f"source {name} is new"


def _ports(running: Environment, wished: Environment) -> Iterator[str]:
    for name in sorted(running.programs.keys() & wished.programs.keys()):
        if running.programs[name] != wished.programs[name]:
            yield f"{name} moves from port {running.programs[name]} to {wished.programs[name]}"
