"""Latency of a warm Lambda invocation on LocalStack, measured by a boto3 client.

    python -m benchmarks.warm_invoke [INVOCATIONS]

Starts its own LocalStack, deploys a handler that returns its event, and invokes it one call after the other: once
without pauses, and once with pauses in which LocalStack can finish its work after an answer (logs, metrics). Prints
percentiles of the whole call and of the duration in the REPORT line, in milliseconds. Needs an idle machine.
"""

import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.harness.localstack import running_localstack
from tests.integration.infra.executor.deployment import DeployedFunction, deployer

DEFAULT_INVOCATIONS = 300
WARM_UP_INVOCATIONS = 50
PAUSES_S = (0.0, 0.05)
DURATION = re.compile(r"\tDuration: ([0-9.]+) ms")


@dataclass(frozen=True, kw_only=True)
class WarmInvocation:
    """One invocation in milliseconds: the whole call, and the part from LocalStack's executor to the handler."""

    whole_ms: float
    executor_ms: float


def main(arguments: Sequence[str]) -> None:
    """Run the benchmark and print its results."""
    invocations = int(arguments[0]) if arguments else DEFAULT_INVOCATIONS
    with tempfile.TemporaryDirectory() as folder, running_localstack(Path(folder, "localstack")) as emulator:
        function = deployer(emulator.endpoint)("probe.echo")
        _measure(function, WARM_UP_INVOCATIONS, pause_s=0)
        for pause_s in PAUSES_S:
            calls = _measure(function, invocations, pause_s=pause_s)
            print(f"{invocations} invocations, {pause_s * 1000:.0f} ms between them")
            print("  whole call  ", _percentiles([call.whole_ms for call in calls]))
            print("  executor    ", _percentiles([call.executor_ms for call in calls]))


def _measure(function: DeployedFunction, invocations: int, *, pause_s: float) -> list[WarmInvocation]:
    calls = []
    for _ in range(invocations):
        time.sleep(pause_s)
        calls.append(_call(function))
    return calls


def _call(function: DeployedFunction) -> WarmInvocation:
    started_at = time.perf_counter()
    result = function.invoke()
    whole_ms = (time.perf_counter() - started_at) * 1000
    duration = DURATION.search(result.log)
    if result.error or not duration:
        raise SystemExit(f"invocation failed: {result}")
    return WarmInvocation(whole_ms=whole_ms, executor_ms=float(duration[1]))


def _percentiles(values_ms: Sequence[float]) -> str:
    cuts = quantiles(values_ms, n=100)
    return f"median {cuts[49]:6.1f} ms   90 % {cuts[89]:6.1f} ms   99 % {cuts[98]:6.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:])
