"""What an invocation writes, in LogResult and in CloudWatch Logs."""

from typing import TYPE_CHECKING

from tests.harness.waiting import wait_for
from tests.integration.infra.executor.deployment import DeployedFunction, Deployer

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient

MEBIBYTE = 1 << 20


def stored_lines(log_service: "CloudWatchLogsClient", function: DeployedFunction, reports: int) -> list[str]:
    """The function's stored lines, as soon as this many invocations are among them."""

    def look() -> list[str]:
        groups = log_service.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{function.name}")["logGroups"]
        if not groups:
            return []
        events = log_service.filter_log_events(logGroupName=groups[0]["logGroupName"])["events"]
        lines = [event["message"].rstrip("\n") for event in events]
        return lines if sum(line.startswith("REPORT") for line in lines) == reports else []

    return wait_for(f"{function.name} has stored its log", look)


def test_an_invocation_gets_only_its_own_lines(deploy: Deployer) -> None:
    function = deploy("probe.speak")

    first, second = function.invoke({"word": "first"}), function.invoke({"word": "second"})

    assert [line.split("\t")[-1] for line in first.lines[1:-2]] == [
        "first by print",
        "first by logging",
        "first by descriptor 1",
        "first by descriptor 2",
    ]
    assert len(second.lines) == len(first.lines)
    assert "first" not in second.log


def test_start_end_and_report_frame_every_invocation(deploy: Deployer) -> None:
    function = deploy("probe.echo")

    first, second = function.invoke(), function.invoke()

    start, end, report = first.lines
    assert start.startswith("START RequestId: ")
    assert start.endswith(" Version: $LATEST")
    assert end.startswith("END RequestId: ")
    fields = [field.split(":")[0] for field in report.rstrip("\t").split("\t")]
    basic = ["REPORT RequestId", "Duration", "Billed Duration", "Memory Size", "Max Memory Used"]
    assert fields == [*basic, "Init Duration"]
    assert "Init Duration" not in second.log


def test_the_log_stream_holds_the_lines_of_all_invocations(
    deploy: Deployer, log_service: "CloudWatchLogsClient"
) -> None:
    function = deploy("probe.speak")

    for word in ("one", "two"):
        function.invoke({"word": word})

    lines = stored_lines(log_service, function, reports=2)
    assert [line for line in lines if line.endswith("by print")] == ["one by print", "two by print"]


def test_lines_written_at_import_come_before_the_first_start(deploy: Deployer) -> None:
    function = deploy("loud_import.handle")

    first, second = function.invoke(), function.invoke()

    assert first.lines[0] == "imported"
    assert first.lines[1].startswith("START")
    assert "imported" not in second.log


def test_several_megabytes_of_output_are_stored_in_full(deploy: Deployer, log_service: "CloudWatchLogsClient") -> None:
    function = deploy("probe.flood")

    function.invoke({"mebibytes": 4})

    lines = stored_lines(log_service, function, reports=1)
    assert [len(line) for line in lines[2:-3]] == [MEBIBYTE - 1] * 4


def test_a_flood_of_output_is_cut_in_the_middle(deploy: Deployer, log_service: "CloudWatchLogsClient") -> None:
    function = deploy("probe.flood")

    result = function.invoke({"mebibytes": 20})

    assert result.error is None
    lines = stored_lines(log_service, function, reports=1)
    assert "first line" in lines
    assert "last line" in lines
    assert any(line.endswith("bytes of log left out]") for line in lines)
    assert sum(map(len, lines)) < 17 * MEBIBYTE
