"""LoggingConfig with LogFormat JSON."""

from typing import Any

from tests.integration.infra.executor.deployment import Deployer, Result


def logging_config(**levels: str) -> dict[str, Any]:
    return {"LoggingConfig": {"LogFormat": "JSON", **levels}}


def kinds(result: Result) -> list[str]:
    """The events of Lambda itself."""
    return [event["type"].removeprefix("platform.") for event in result.events if "type" in event]


def test_an_invocation_has_a_start_and_a_report(deploy: Deployer) -> None:
    function = deploy("probe.echo", **logging_config())

    first, second = function.invoke(), function.invoke()

    assert kinds(first) == ["initStart", "start", "report"]
    assert kinds(second) == ["start", "report"]
    start, report = second.events
    assert start["record"]["version"] == "$LATEST"
    assert f":function:{function.name}" in start["record"]["functionArn"]
    assert report["record"]["requestId"] == start["record"]["requestId"]
    assert report["record"]["status"] == "success"
    assert set(report["record"]["metrics"]) == {"durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB"}
    assert "initDurationMs" in first.events[-1]["record"]["metrics"]


def test_at_debug_the_ends_of_init_and_runtime_are_events_too(deploy: Deployer) -> None:
    result = deploy("probe.echo", **logging_config(SystemLogLevel="DEBUG")).invoke({"a": 1})

    assert kinds(result) == ["initStart", "initRuntimeDone", "initReport", "start", "runtimeDone", "report"]
    init, done = result.events[2]["record"], result.events[4]["record"]
    assert (init["initializationType"], init["phase"], init["status"]) == ("on-demand", "init", "success")
    assert done["metrics"]["producedBytes"] == len('{"a": 1}')


def test_at_warn_only_what_failed_is_an_event(deploy: Deployer) -> None:
    function = deploy("probe.sleep", timeout_s=1, **logging_config(SystemLogLevel="WARN"))

    good, late = function.invoke({"seconds": 0}), function.invoke({"seconds": 60})

    assert "platform." not in good.log
    assert '"type":"platform.report"' in late.log
    assert '"status":"timeout"' in late.log


def test_an_exception_is_an_error_in_the_report(deploy: Deployer) -> None:
    result = deploy("probe.fail_at_length", **logging_config()).invoke({"length": 5})

    assert result.events[-1]["record"]["status"] == "error"
    exception = next(event for event in result.events if event.get("errorType") == "ValueError")
    assert exception["errorMessage"] == "é" * 5


def test_lines_below_the_application_level_are_left_out(deploy: Deployer) -> None:
    default = deploy("probe.log_at_all_levels", **logging_config()).invoke()
    warn = deploy("probe.log_at_all_levels", **logging_config(ApplicationLogLevel="WARN")).invoke()

    # What is printed has no level, and is taken for INFO.
    assert "by print" in default.lines
    assert [line for line in default.lines if '"DEBUG"' in line] == []
    assert [event["level"] for event in warn.events if "level" in event] == ["WARNING", "ERROR"]
    assert "by print" not in warn.log


def test_the_process_knows_format_and_level_of_its_log(deploy: Deployer) -> None:
    seen = deploy("probe.environment", **logging_config(ApplicationLogLevel="TRACE")).invoke().payload

    assert (seen["AWS_LAMBDA_LOG_FORMAT"], seen["AWS_LAMBDA_LOG_LEVEL"]) == ("JSON", "TRACE")
