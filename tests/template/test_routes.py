"""Template and Chalice have the same routes and schedules."""

from importlib import import_module
from typing import Any

import pytest

from tests.template.reading import Function, functions

APPS = sorted({function.module for function in functions().values()})
each_app = pytest.mark.parametrize("module", APPS)


@each_app
def test_the_routes_of_an_app_are_the_events_of_its_functions(module: str) -> None:
    assert _events(module) == _routes(module)


@each_app
def test_every_scheduled_handler_is_deployed_on_its_schedule(module: str) -> None:
    deployed = {
        (function.entry, event["Schedule"]) for function in _of(module) for event in function.events_of("Schedule")
    }

    assert deployed == _scheduled(module)


@each_app
def test_http_events_invoke_the_whole_app(module: str) -> None:
    assert {function.entry for function in _of(module) if function.events_of("Api")} <= {"app"}


@each_app
def test_a_schedule_has_no_constant_input(module: str) -> None:
    # Chalice's schedule event cannot be built from one.
    assert [event for function in _of(module) for event in function.events_of("Schedule") if "Input" in event] == []


def test_every_route_belongs_to_the_one_api() -> None:
    apis = [event["RestApiId"] for function in functions().values() for event in function.events_of("Api")]

    assert apis
    assert all(api == {"Ref": "Api"} for api in apis)


def _of(module: str) -> list[Function]:
    return [function for function in functions().values() if function.module == module]


def _events(module: str) -> set[tuple[str, str]]:
    events = [event for function in _of(module) for event in function.events_of("Api")]
    return {(event["Method"], event["Path"]) for event in events}


def _routes(module: str) -> set[tuple[str, str]]:
    routes = getattr(_app(module), "routes", {})
    return {(method, path) for path, methods in routes.items() for method in methods}


def _scheduled(module: str) -> set[tuple[str, str]]:
    sources = getattr(_app(module), "event_sources", [])
    schedules = [source for source in sources if hasattr(source, "schedule_expression")]
    return {(source.handler_string.rpartition(".")[2], _as_text(source.schedule_expression)) for source in schedules}


def _as_text(schedule: Any) -> str:
    return schedule if isinstance(schedule, str) else str(schedule.to_string())


def _app(module: str) -> Any:
    return getattr(import_module(module), "app", None)
