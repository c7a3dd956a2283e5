"""The life of a process: warm state, time limit, memory, death."""

import re
import time
from typing import Any

from conformance.case import Case, executors_own
from conformance.cloud import Cloud
from conformance.reply import Reply
from conformance.sources import EXECUTION_ENVIRONMENT, OUT_OF_MEMORY, SEGMENTATION_FAULT, recorded
from conformance.waiting import wait_for

TIMED_OUT = recorded("TestLambdaBehavior::test_lambda_invoke_with_timeout")
REUSED = recorded("TestLambdaBehavior::test_lambda_invoke_timed_out_environment_reuse")
EXITED = recorded("TestLambdaErrors::test_lambda_handler_exit")
WRAPPER_MISSING = recorded("TestLambdaErrors::test_lambda_runtime_wrapper_not_found")
WITHOUT_REASON = "RequestId: ID Error: Runtime exited without providing a reason"
WITH_ERROR = "RequestId: ID Error: Runtime exited with error: "

SIGNALS = "https://pkg.go.dev/syscall#Signal"
"""AWS's supervisor is written in Go, and its message has Go's name of the signal."""

DEATHS: list[tuple[str, str, dict[str, object], str, str]] = [
    ("exits with status 0", "die", {"status": 0}, WITHOUT_REASON, EXITED),
    ("exits with status 3", "die", {"status": 3}, f"{WITH_ERROR}exit status 3", WRAPPER_MISSING),
    ("calls sys.exit(0)", "leave", {"with": 0}, WITHOUT_REASON, EXITED),
    ("calls sys.exit with a text", "leave", {"with": "goodbye"}, f"{WITH_ERROR}exit status 1", WRAPPER_MISSING),
    ("reads address 0", "segfault", {}, f"{WITH_ERROR}signal: segmentation fault", SEGMENTATION_FAULT),
    ("is killed", "die", {"signal": "SIGKILL"}, f"{WITH_ERROR}signal: killed", OUT_OF_MEMORY),
    ("is terminated", "die", {"signal": "SIGTERM"}, f"{WITH_ERROR}signal: terminated", SIGNALS),
    ("is hung up", "die", {"signal": "SIGHUP"}, f"{WITH_ERROR}signal: hangup", SIGNALS),
    ("is aborted", "die", {"signal": "SIGABRT"}, f"{WITH_ERROR}signal: aborted", SIGNALS),
    ("divides by 0 in C", "die", {"signal": "SIGFPE"}, f"{WITH_ERROR}signal: floating point exception", SIGNALS),
    ("is told by a user's signal", "die", {"signal": "SIGUSR1"}, f"{WITH_ERROR}signal: user defined signal 1", SIGNALS),
    ("is interrupted", "fail", {"name": "interrupt"}, f"{WITH_ERROR}signal: interrupt", SIGNALS),
]


def _death(action: str, event: dict[str, object]) -> Any:
    return lambda cloud: cloud.victim.do(action, **event).failure


def _counted(cloud: Cloud) -> object:
    function = cloud.own_function()
    return [function.do("count").payload for _ in range(3)]


def _one_process(cloud: Cloud) -> object:
    function = cloud.own_function()
    return len({function.do("process id").payload for _ in range(3)})


def _after_death(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("note", value="before")
    function.do("die", status=1)
    return function.do("note", value="after").payload


def _timeout(cloud: Cloud) -> Reply:
    """The first invocation of a function, since a later init would count against its time limit."""
    return cloud.once("timeout", lambda: cloud.own_function(Timeout=1).do("sleep", seconds=30))


def _timed_out(cloud: Cloud) -> object:
    return _timeout(cloud).failure


def _log_of_timeout(cloud: Cloud) -> object:
    return [line for line in _timeout(cloud).own_lines if line.strip()]


def _report_of_timeout(cloud: Cloud) -> object:
    return _timeout(cloud).report.rstrip("\t").endswith("Status: timeout")


def _after_timeout(cloud: Cloud) -> object:
    function = cloud.own_function(Timeout=6)
    function.do("scratch file", write="some-content")
    function.do("note", value=42)
    timed_out = function.do("sleep", seconds=30).error
    return [timed_out, function.do("scratch file").payload, function.do("note", value=0).payload]


def _within_time(cloud: Cloud) -> object:
    reply = cloud.probe.do("sleep", seconds=1)
    return [reply.payload, reply.error]


def _child(cloud: Cloud) -> object:
    function = cloud.own_function()
    said = [line for line in function.do("leave child and die").own_lines if line.startswith("CHILD")]
    pid = int(said[0].split()[1])
    return function.do("alive", pid=pid).payload


def _left_thread(cloud: Cloud) -> object:
    reply = cloud.victim.do("leave thread")
    return [reply.payload, reply.error]


def _frozen(cloud: Cloud) -> object:
    function = cloud.own_function()
    function.do("count in background")
    function.do("sleep", seconds=1)
    busy = function.do("count in background").payload
    deadline = time.monotonic() + 2
    wait_for("two seconds have gone by", lambda: time.monotonic() >= deadline)
    return [busy > 0, function.do("count in background").payload - busy <= 3]


def _too_much_memory(cloud: Cloud) -> object:
    return cloud.victim.do("allocate", mebibytes=300).failure


def _modest_memory(cloud: Cloud) -> object:
    return cloud.own_function(MemorySize=256).do("allocate", mebibytes=64).payload


CASES = [
    Case(
        name="What a module remembers is there in the next invocation",
        aws=[1, 2, 3],
        source=EXECUTION_ENVIRONMENT,
        observe=_counted,
    ),
    Case(
        name="One invocation after the other runs in one process",
        aws=1,
        source=EXECUTION_ENVIRONMENT,
        observe=_one_process,
    ),
    *(
        Case(
            name=f"A process that {label} is answered as its death",
            aws=["Unhandled", "Runtime.ExitError", message],
            source=source,
            observe=_death(action, event),
        )
        for label, action, event, message, source in DEATHS
    ),
    Case(
        name="After a death the next invocation has a fresh process",
        aws=None,
        source=EXECUTION_ENVIRONMENT,
        observe=_after_death,
    ),
    Case(
        name="A handler that takes too long is answered Sandbox.Timedout",
        aws=["Unhandled", "Sandbox.Timedout", "RequestId: ID Error: Task timed out after 1.00 seconds"],
        source=TIMED_OUT,
        observe=_timed_out,
    ),
    Case(
        name="A timeout is a line of the log, after those of the handler",
        aws=["going to sleep", "TIME ID Task timed out after 1.00 seconds"],
        source=TIMED_OUT,
        observe=_log_of_timeout,
    ),
    Case(
        name="The REPORT line of a timeout says so", aws=True, source=EXECUTION_ENVIRONMENT, observe=_report_of_timeout
    ),
    Case(
        name="After a timeout the scratch folder is kept and the module's state is not",
        aws=["Unhandled", "some-content", None],
        source=REUSED,
        observe=_after_timeout,
    ),
    Case(
        name="A handler that takes less than its limit answers",
        aws=["slept", None],
        source=recorded("TestLambdaBehavior::test_lambda_invoke_no_timeout"),
        observe=_within_time,
    ),
    Case(
        name="A child in a session of its own ends with its process",
        aws=False,
        source=EXECUTION_ENVIRONMENT,
        observe=_child,
    ),
    Case(
        name="A thread that runs on does not hold up the answer",
        aws=["answered", None],
        source=EXECUTION_ENVIRONMENT,
        observe=_left_thread,
    ),
    Case(
        name="Between invocations a process is frozen",
        aws=[True, True],
        source=EXECUTION_ENVIRONMENT,
        observe=_frozen,
        differs=executors_own("processes are not frozen between invocations: background threads run on"),
    ),
    Case(
        name="A process that takes too much memory is killed",
        aws=["Unhandled", "Runtime.ExitError", re.compile(f"{WITH_ERROR}signal: killed")],
        source=OUT_OF_MEMORY,
        observe=_too_much_memory,
    ),
    Case(
        name="A process may use half of its memory", aws=64 << 20, source=EXECUTION_ENVIRONMENT, observe=_modest_memory
    ),
]
