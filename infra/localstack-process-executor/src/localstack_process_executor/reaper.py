"""The parent of one function process. Runs as a program of its own, with the standard library only.

    reaper.py LIMITS MEMORY_KIB STATUS_FD COMMAND...

LIMITS are the function's resource limits, such as `CORE=0,NOFILE=1024`. When the function and its descendants hold
more than MEMORY_KIB of memory, the reaper kills them.

Standard input is a pipe that says whether an invocation or init runs, so that an idle function costs nothing. It is
closed when LocalStack closes its end or dies, also by kill -9. Then, or when the function ends by itself, the reaper
kills everything the function has started, daemons included, writes one line about the end to STATUS_FD, and exits.

LocalStack cannot be that parent: the kernel's "signal me when my parent dies" watches the *thread* that forked, and
LocalStack forks from threads that come and go. The reaper has one thread.
"""

import ctypes
import os
import resource
import select
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

# Isolated, and without site-packages, Python finds only its own library.
sys.path.append(str(Path(__file__).parents[1]))
from localstack_process_executor.memory_watch import BUSY, LOOK_EVERY_S, descendants, memory_kib

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STDIN_FD = 0
COMMAND_NOT_RUNNABLE = 126
COMMAND_NOT_FOUND = 127


def main(arguments: list[str]) -> None:
    """Start the command, wait for its end, kill what it left behind."""
    limits, memory_limit_kib = parse_limits(arguments[0]), int(arguments[1])
    status_fd, command = int(arguments[2]), arguments[3:]
    os.set_inheritable(status_fd, False)
    # Orphans of the function, however they detached themselves, become children of the reaper.
    set_process_option(PR_SET_CHILD_SUBREAPER, 1)
    alarm_fd = child_alarm()
    function_pid = fork_function(command, limits)
    tell(status_fd, f"pid {function_pid}\n")
    ending = watch(function_pid, alarm_fd, memory_limit_kib) or end_function(function_pid)
    kill_descendants()
    tell(status_fd, ending)


def parse_limits(text: str) -> dict[int, int]:
    """The values by the numbers of their resources."""
    pairs = (limit.split("=") for limit in text.split(","))
    return {getattr(resource, f"RLIMIT_{name}"): int(value) for name, value in pairs}


def set_process_option(option: int, value: int) -> None:
    """prctl(2), which the standard library does not offer."""
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}) failed")


def child_alarm() -> int:
    """A descriptor that turns readable whenever a child ends."""
    read_fd, write_fd = os.pipe()
    os.set_blocking(write_fd, False)
    signal.set_wakeup_fd(write_fd)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return read_fd


def fork_function(command: list[str], limits: dict[int, int]) -> int:
    """Start the command in a session of its own and return its process id."""
    reaper_pid = os.getpid()
    function_pid = os.fork()
    if function_pid == 0:
        become_function(command, limits, reaper_pid)
    return function_pid


def become_function(command: list[str], limits: dict[int, int], reaper_pid: int) -> NoReturn:
    """Turn the forked child into the function. Does not return."""
    try:
        os.setsid()
        set_process_option(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != reaper_pid:  # it died before the option took hold
            os._exit(COMMAND_NOT_RUNNABLE)
        os.dup2(os.open(os.devnull, os.O_RDONLY), STDIN_FD)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, and exec would pass that on
        for limit, value in limits.items():
            set_limit(limit, value)
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except FileNotFoundError:
        leave(f"{command[0]}: does not exist", COMMAND_NOT_FOUND)
    except PermissionError:
        leave(f"{command[0]}: is not an executable", COMMAND_NOT_RUNNABLE)
    except OSError as error:
        leave(f"{command[0]}: {error}", COMMAND_NOT_RUNNABLE)
    finally:
        os._exit(COMMAND_NOT_RUNNABLE)


def set_limit(limit: int, value: int) -> None:
    """Set soft and hard limit. A lower hard limit that is in force stays, since only root may raise it."""
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def leave(message: str, status: int) -> NoReturn:
    """Write the message to the log and exit. The words are those of AWS's start script."""
    os.write(2, f"{message}\n".encode())
    os._exit(status)


def watch(function_pid: int, alarm_fd: int, memory_limit_kib: int) -> str | None:
    """Wait until the function ends and return how, or None when standard input is closed first."""
    state, held_kib, looked_at = BUSY, 0, time.monotonic()
    while True:
        due_in_s = looked_at + LOOK_EVERY_S[state] - time.monotonic()
        readable, _, _ = select.select([STDIN_FD, alarm_fd], [], [], max(0.0, due_in_s))
        if STDIN_FD in readable:
            if not (told := os.read(STDIN_FD, 512)):
                return None
            state = told[-1:]
        if alarm_fd in readable:
            os.read(alarm_fd, 512)
            if ending := reap(function_pid, held_kib):
                return ending
        # Not at each word of LocalStack: to look costs more than the shortest invocations.
        if not readable:
            held_kib = kill_if_above(memory_limit_kib, function_pid) or held_kib
            looked_at = time.monotonic()


def kill_if_above(limit_kib: int, function_pid: int) -> int:
    """Kill the function if it and all that it has started hold more than this; return how much, or else 0."""
    # Orphans are the reaper's own children.
    held_kib = memory_kib(list({function_pid, *descendants(os.getpid())}), limit_kib=limit_kib)
    if held_kib <= limit_kib:
        return 0
    os.kill(function_pid, signal.SIGKILL)
    return held_kib


def reap(function_pid: int, held_kib: int) -> str | None:
    """Collect the children that have ended; return how the function ended if it is among them.

    `held_kib` is what the function was killed for, if it was.
    """
    ending = None
    with suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == function_pid:
                ending = describe(status, max(usage.ru_maxrss, held_kib))
    return ending


def end_function(function_pid: int) -> str:
    """Kill the function and return how it ended: it may have exited by itself just before."""
    os.kill(function_pid, signal.SIGKILL)
    _, status, usage = os.wait4(function_pid, 0)
    return describe(status, usage.ru_maxrss)


def kill_descendants() -> None:
    """Kill until no child is left. A dead child's own children are adopted, so the next round finds them."""
    with suppress(ChildProcessError):
        while True:
            for pid in children():
                os.kill(pid, signal.SIGKILL)
            os.waitpid(-1, 0)


def children() -> list[int]:
    """The processes whose parent is the reaper, zombies included."""
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if parent_of(pid) == os.getpid()]


def parent_of(pid: int) -> int | None:
    """The parent's process id, or None when the process has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def describe(status: int, max_memory_kib: int) -> str:
    """One line for LocalStack: `exit CODE KIB` or `signal NUMBER KIB`."""
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code} {max_memory_kib}\n" if code < 0 else f"exit {code} {max_memory_kib}\n"


def tell(status_fd: int, line: str) -> None:
    """Write to LocalStack, which may have ended."""
    with suppress(BrokenPipeError):
        os.write(status_fd, line.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
