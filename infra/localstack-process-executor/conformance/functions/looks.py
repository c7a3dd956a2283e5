"""What a function sees around it."""

import errno
import getpass
import multiprocessing
import os
import re
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

Event = dict[str, Any]

noted: dict[str, object] = {}


def environment(event: Event, _context: object) -> str | None:
    return os.environ.get(event["name"])


def context_field(event: Event, context: Any) -> object:
    """A field of the context; a dotted name leads further."""
    found = context
    for name in event["name"].split("."):
        found = getattr(found, name)
    return found


def remaining(event: Event, context: Any) -> list[int]:
    """Milliseconds left, before and after a nap."""
    before = context.get_remaining_time_in_millis()
    time.sleep(event["seconds"])
    return [before, context.get_remaining_time_in_millis()]


def note(event: Event, _context: object) -> object:
    """Remembers a value, and returns what was remembered before."""
    before = noted.get("value")
    noted["value"] = event["value"]
    return before


def scratch_file(event: Event, _context: object) -> str:
    """Writes a file, or reads it, in the folder for temporary files."""
    file = Path(tempfile.gettempdir(), "kept.txt")
    if "write" in event:
        file.write_text(event["write"], encoding="utf-8")
    return file.read_text(encoding="utf-8")


def fill_scratch(event: Event, _context: object) -> str:
    """Writes this many mebibytes; the name of the error that ends it."""
    with tempfile.TemporaryFile() as file:
        try:
            for _ in range(event["mebibytes"]):
                file.write(bytes(1 << 20))
            file.flush()
        except OSError as error:
            return errno.errorcode[error.errno or 0]
    return "written"


def read_only_code(_event: Event, _context: object) -> str:
    """Whether the code folder can be written, as the error's name."""
    file = Path(os.environ["LAMBDA_TASK_ROOT"], "written.txt")
    try:
        file.touch()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    file.unlink()
    return "written"


def folders(_event: Event, _context: object) -> list[object]:
    return [os.getcwd(), os.environ["LAMBDA_TASK_ROOT"], str(Path(__file__).parent), tempfile.gettempdir()]


def imports_in_order(_event: Event, _context: object) -> list[str]:
    """The import path's first entries, the task root as `task`, layers as `layers`, and Python's own as `python`."""
    kinds = [_kind_of(path) for path in sys.path]
    return [kind for number, kind in enumerate(kinds) if kind not in kinds[:number]]


def _kind_of(path: str) -> str:
    if path == os.environ["LAMBDA_TASK_ROOT"]:
        return "task"
    if re.search(r"/(opt|layers)/", f"{path}/"):
        return "layers"
    return "python"


def threads(_event: Event, _context: object) -> int:
    """Eight threads that add up."""
    results: list[int] = []
    workers = [threading.Thread(target=results.append, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(results)


def leave_thread(_event: Event, _context: object) -> str:
    threading.Thread(target=time.sleep, args=(30,)).start()
    return "answered"


def count_in_background(_event: Event, _context: object) -> int:
    """Starts a thread that counts tenths of a second, once; returns what it has counted."""
    if "ticks" not in noted:
        noted["ticks"] = []
        threading.Thread(target=_tick, args=(noted["ticks"],), daemon=True).start()
    ticks: Any = noted["ticks"]
    return len(ticks)


def _tick(ticks: list[int]) -> None:
    while True:
        time.sleep(0.1)
        ticks.append(1)


def child_process(_event: Event, _context: object) -> str:
    return subprocess.run(["/bin/echo", "from a child"], capture_output=True, check=True, text=True).stdout


def forked(_event: Event, _context: object) -> int:
    """The answer of a forked process, through a pipe."""
    here, there = multiprocessing.get_context("fork").Pipe()
    worker = multiprocessing.get_context("fork").Process(target=there.send, args=(42,))
    worker.start()
    answer: int = here.recv()
    worker.join()
    return answer


def limits(event: Event, _context: object) -> list[int]:
    return list(resource.getrlimit(getattr(resource, event["name"])))


def local_server(_event: Event, _context: object) -> str:
    """What travels over a socket of the loopback interface."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        connection, _ = server.accept()
        client.sendall(b"hello")
        return connection.recv(5).decode()


def module_names(_event: Event, context: object) -> list[str]:
    return [__name__, type(context).__name__, getattr(sys.modules["__main__"], "__package__", "")]


ACTIONS = {
    "environment": environment,
    "context": context_field,
    "remaining": remaining,
    "note": note,
    "scratch file": scratch_file,
    "fill scratch": fill_scratch,
    "write code": read_only_code,
    "folders": folders,
    "imports": imports_in_order,
    "threads": threads,
    "leave thread": leave_thread,
    "count in background": count_in_background,
    "child process": child_process,
    "forked": forked,
    "limits": limits,
    "local server": local_server,
    "names": module_names,
    "process id": lambda _event, _context: os.getpid(),
    "alive": lambda event, _context: Path(f"/proc/{event['pid']}").exists(),
    "user": lambda _event, _context: getpass.getuser(),
    "standard input": lambda _event, _context: sys.stdin.read(),
    "clock offset": lambda _event, _context: time.localtime().tm_gmtoff,
    "encodings": lambda _event, _context: [sys.stdout.encoding, sys.getfilesystemencoding(), open(os.devnull).encoding],  # noqa: SIM115
    "found program": lambda event, _context: (
        subprocess.run([event["name"]], capture_output=True, check=True, text=True).stdout
    ),
    "read": lambda event, _context: Path(os.environ["LAMBDA_TASK_ROOT"], event["path"]).read_text(encoding="utf-8"),
}
