"""What the pages of the system have to show."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from esteira.core.clock import utc_now

from tests.browser.figures.deployed_stack import aws_client
from tests.browser.figures.pages_of_flow import LANE_NAMES, RULES, Pages
from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected, Since, Until

NUMBERS = {
    "weight": "Weight",
    "min_workers": "Fewest workers",
    "max_workers": "Most workers",
    "target_seconds": "Target, seconds",
    "max_concurrency": "Most functions at once",
    "retry_delay_seconds": "Retry delay, seconds",
}
TOGETHER = {
    ("max_total_workers",): "Most workers in all",
    ("cool_down_seconds",): "Cool-down, seconds",
    ("host", "max_cpu_percent"): "Host: most CPU of others, %",
    ("host", "max_memory_percent"): "Host: most memory, %",
    ("worker", "max_memory_mib"): "Worker: most memory, MiB",
    ("worker", "max_cpu_percent"): "Worker: most CPU, % of a core",
}
SIX_HOURS = timedelta(hours=6)
FUNCTIONS = {"MetricsSchedule": "metrics", "MonitorApi": "api"}


def workers(reads: Reads) -> Pages:
    """Workers, what the scaler did, and the configuration with the plan in force."""
    [configuration] = reads.rows("configuration")
    return {
        "/workers": {
            "Workers": Expected(rows=[_worker(beat, reads) for beat in reads.beats()]),
            "What the scaler did": Expected(says=[re.escape(row["text"]) for row in reads.rows("scaling_events")]),
            "Weights and limits": Expected(
                numbers=_numbers(configuration["configuration"]),
                rows=[_planned(lane, each) for lane, each in reads.plan().items()],
                says=[f"Version {configuration['version']} · by {configuration['by']}"],
            ),
            "What if it had been so": Expected(
                rows=[
                    _quiet(LANE_NAMES["orders"], 1, "minimum"),
                    _quiet(LANE_NAMES["payments"], 1, "paused"),
                    _quiet(LANE_NAMES["lookups"], 0, "need"),
                    _quiet("All lanes", 2, "paused"),
                ]
            ),
            "Versions of the configuration": Expected(rows=reads.rows("versions")),
        }
    }


def _worker(beat: Mapping[str, Any], reads: Reads) -> dict[str, Any]:
    at = datetime.fromisoformat(beat["at"])
    figures = {"cpu": "cpu_percent", "memory": "memory_mib", "rate": "rate_per_second"}
    return {
        "worker": beat["name"],
        "lane": LANE_NAMES[beat["lane"]],
        "state": "missing" if at < reads.began else beat["state"],
        "heard": Since(at, reads.began),
        "in_hand": beat["in_hand"],
        "done": beat["processed"],
        "failed": beat["failed"],
        **{name: round(beat[field], 1 if name == "rate" else None) for name, field in figures.items()},
        **{
            f"{name}_spark": [round(each[field], 1) for each in beat["usage"]] or None
            for name, field in figures.items()
        },
    }


def _quiet(lane: str, workers: int, rule: str) -> dict[str, Any]:
    """A minute in which nothing came, as it was and twice replayed: so many worker minutes."""
    outcomes = ("happened", "present", "proposed")
    figures = {f"wait_{each}": 0 for each in outcomes} | {f"minutes_{each}": workers for each in outcomes}
    return {"lane": lane, **figures, "rule": RULES[rule]}


def _numbers(configuration: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    lanes = [
        (label, f"{configuration['lanes'][lane][name] or 0:g}")
        for lane in LANE_NAMES
        for name, label in NUMBERS.items()
    ]
    return [*lanes, *((label, f"{_at(configuration, path):g}") for path, label in TOGETHER.items())]


def _at(configuration: Any, path: Sequence[str]) -> float:
    for name in path:
        configuration = configuration[name]
    return float(configuration)


def _planned(lane: str, planned: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "lane": LANE_NAMES[lane],
        "workers": str(planned["workers"]),
        "functions": str(planned["concurrency"]),
        "rule": RULES[planned["rule"]],
        "why": planned["reason"],
    }


def functions(reads: Reads) -> Pages:
    """A function that ran and one that did not, by their logs."""
    rows = []
    for name in FUNCTIONS:
        found, runs = _function(reads, name), _runs(reads, name)
        rows.append(
            {
                "name": name,
                "trigger": "schedule" if name == "MetricsSchedule" else "HTTP",
                "state": "Active",
                "invocations": len(runs["seconds"]),
                "errors": runs["errors"],
                "cold_starts": runs["cold_starts"],
                "p50": _rank(runs["seconds"], 50),
                "p95": _rank(runs["seconds"], 95),
                "memory": found["MemorySize"],
                "timeout": found["Timeout"],
                "last": runs["last"],
            }
        )
    return {"/functions": {"Functions": Expected(rows=rows)}}


def function(reads: Reads) -> Pages:
    """The one that ran, with its log."""
    name = "MetricsSchedule"
    found, runs = _function(reads, name), _runs(reads, name)
    facts = [
        ("What it does", found["Description"]),
        ("Invoked by", "schedule"),
        ("State", "Active"),
        ("Invocations", len(runs["seconds"])),
        ("Errors", runs["errors"]),
        ("Cold starts", runs["cold_starts"]),
        ("p50", f"{1000 * (_rank(runs['seconds'], 50) or 0):,.0f} ms"),
        ("p95", f"{1000 * (_rank(runs['seconds'], 95) or 0):,.0f} ms"),
        ("Most memory used, MB", runs["memory"]),
        ("Memory, MB", found["MemorySize"]),
        ("Time limit", f"{found['Timeout']} s"),
        ("Last invocation", runs["last"]),
        ("Handler", found["Handler"]),
        ("Runtime", found["Runtime"]),
        ("Deployed as", found["FunctionName"]),
    ]
    lines = [{"at": at, "text": text} for at, text in reversed(_log(reads, name))]
    log = Expected(rows=lines, says=[f"The newest {len(lines)} lines"])
    invoking = Expected(says=["what its schedule sends"])
    return {f"/functions/{name}": {name: Expected(facts=facts), "Invoke": invoking, "Log": log}}


def schedules(reads: Reads) -> Pages:
    """One each six hours after its function began, and one that is off."""
    runs = _runs(reads, "MetricsSchedule")
    next_at = runs["last"] - timedelta(seconds=runs["took"]) + SIX_HOURS
    last = {"last": runs["last"], "result": "ended well", "took": runs["took"]}
    in_a_day = int((utc_now() + timedelta(days=1) - next_at) / SIX_HOURS) + 1
    rows = [
        {"name": "EverySixHours", "when": "every 6 hours", "next_in": Until(next_at, reads.began), "next_at": next_at}
        | {"count": in_a_day, **last},
        {"name": "OnWorkdays", "when": "on Monday to Friday at 09:30 UTC · off", "next_in": None, "next_at": None}
        | {"count": None, **last},
    ]
    return {"/schedules": {"Schedules": Expected(rows=rows)}}


def cost(_reads: Reads) -> Pages:
    """A thousand orders in two attempts each: 470 requests, 70 of them empty, and 100 with a message group."""
    orders = {"settled": 1000, "attempts": 2000, "per_1000": "0.000198", "moving": "0.000170"}
    nothing = {"settled": 0, "attempts": 0, "per_1000": None, "moving": None, "retries": None, "empty": None}
    amounts = {"orders": "0.000198", "payments": "0.000000", "lookups": "0.000000", "shared": "0.000000"}
    rows: list[dict[str, Any]] = [
        {"lane": LANE_NAMES["orders"], **orders, "retries": "20.2 %", "empty": "14.1 %"},
        {"lane": LANE_NAMES["payments"], **nothing},
        {"lane": LANE_NAMES["lookups"], **nothing},
        {"service": "SQS", **amounts, "all": "0.000198"},
        {"service": "all", **amounts, "all": "0.000198"},
    ]
    says = [
        r"Wasted of all: 20\.2 % by retries, 14\.1 % by empty receives\.",
        r"A quiet day: US\$ 0\.0346, of it US\$ 0\.0346 .* would cost US\$ 0\.0086\.",
    ]
    regions = ("us-east-1", "sa-east-1")
    return {"/cost": {f"Cost on AWS, {region}": Expected(rows=rows, says=says) for region in regions}}


def tokens(reads: Reads) -> Pages:
    """All tokens, the one that expires first above."""
    rows = reads.rows("tokens")
    names = [rf"{row['name']} {row['provider']} · for" for row in rows]
    ends = [_milliseconds(row["expires"]) for row in rows]
    return {"/tokens": {"Tokens of integrations": Expected(ends=ends, says=[".*".join(names)])}}


def token(reads: Reads) -> Pages:
    """Each of them."""
    return {f"/tokens/{row['name']}": {"Token": _token(reads, row)} for row in reads.rows("tokens")}


def _token(reads: Reads, row: Mapping[str, Any]) -> Expected:
    return Expected(facts=reads.facts("token", name=row["name"]), ends=[_milliseconds(row["expires"])])


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _function(reads: Reads, name: str) -> Mapping[str, Any]:
    deployed: Mapping[str, Any] = aws_client(reads.stores.sqs_endpoint, "lambda").get_function_configuration(
        FunctionName=_deployed_name(reads, name)
    )
    return deployed


def _deployed_name(reads: Reads, name: str) -> str:
    return f"{reads.stores.orders.queue_url.rpartition('/')[2]}-{FUNCTIONS[name]}"


def _log(reads: Reads, name: str) -> Sequence[tuple[datetime, str]]:
    if name != "MetricsSchedule":
        return []
    group = f"/aws/lambda/{_deployed_name(reads, name)}"
    events = aws_client(reads.stores.sqs_endpoint, "logs").get_log_events(
        logGroupName=group, logStreamName="one", startFromHead=True
    )["events"]
    return [(datetime.fromtimestamp(event["timestamp"] / 1000, UTC), event["message"].rstrip()) for event in events]


def _runs(reads: Reads, name: str) -> Mapping[str, Any]:
    """What Lambda itself says in the log, with as many errors as it has lines of exceptions."""
    log = _log(reads, name)
    reports = [(at, dict(part.split(": ", 1) for part in text.split("\t"))) for at, text in log if "REPORT" in text]
    seconds = [float(report["Duration"].removesuffix(" ms")) / 1000 for _, report in reports]
    return {
        "seconds": sorted(seconds),
        "errors": sum(text.startswith("[ERROR]") for _, text in log),
        "cold_starts": sum("Init Duration" in report for _, report in reports),
        "memory": max((int(report["Max Memory Used"].removesuffix(" MB")) for _, report in reports), default=None),
        "last": reports[-1][0] if reports else None,
        "took": seconds[-1] if seconds else None,
    }


def _rank(ascending: Sequence[float], percent: int) -> float | None:
    """The least value that is not exceeded by so many percent of the values."""
    return next((each for number, each in enumerate(ascending, 1) if number * 100 >= percent * len(ascending)), None)
