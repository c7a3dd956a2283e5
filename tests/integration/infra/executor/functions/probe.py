"""Handlers that do one thing each, good or bad, for the tests of the executor."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

Event = dict[str, Any]


def echo(event: Event, _context: object) -> Event:
    return event


def process_id(_event: Event, _context: object) -> int:
    return os.getpid()


def speak(event: Event, _context: object) -> None:
    word = event["word"]
    print(f"{word} by print")  # noqa: T201
    logging.getLogger().warning("%s by logging", word)
    os.write(1, f"{word} by descriptor 1\n".encode())
    os.write(2, f"{word} by descriptor 2\n".encode())


def flood(event: Event, _context: object) -> None:
    print("first line")  # noqa: T201
    for _ in range(event["mebibytes"]):
        sys.stdout.write("x" * ((1 << 20) - 1) + "\n")
    print("last line")  # noqa: T201


def sleep(event: Event, _context: object) -> int:
    print("going to sleep", flush=True)  # noqa: T201
    time.sleep(event["seconds"])
    return os.getpid()


def end(event: Event, _context: object) -> int:
    """Dies in the way asked for, or tells its process id."""
    match event.get("by"):
        case "exit":
            os._exit(event["status"])
        case "signal":
            os.kill(os.getpid(), signal.Signals[event["name"]])
            time.sleep(10)
    return os.getpid()


def fail_at_length(event: Event, _context: object) -> int:
    """Fails with a long reason or a long trace, or tells its process id."""
    if "frames" in event:
        descend(event["frames"])
    if "length" in event:
        raise ValueError("é" * event["length"])
    return os.getpid()


def descend(frames: int) -> None:
    """Fails below as many frames as are asked for."""
    if frames == 0:
        raise ValueError("deep")
    descend(frames - 1)


def allocate(event: Event, _context: object) -> int:
    """Takes memory, and frees it, keeps it until the invocation is ended, or leaves all that to a child process."""
    then = event.get("then", "free")
    if then == "leave to a child":
        taken = "bytearray(int(sys.argv[1]) << 20).replace(b'\\0', b'\\1')"
        program = f"import sys, time; kept = {taken}; time.sleep(60)"
        return subprocess.run([sys.executable, "-c", program, str(event["mebibytes"])], check=True).returncode
    kept = [0] * (event["mebibytes"] * (1 << 20) // 8)
    if then == "keep":
        time.sleep(60)
    return len(kept)


def share(event: Event, _context: object) -> int:
    """Takes memory, forks processes that share it, and tells how many of them ended well a second later."""
    kept = [0] * (event["mebibytes"] * (1 << 20) // 8)
    pids = [_fork_and_sleep(1) for _ in range(event["processes"])]
    well = [pid for pid in pids if os.waitpid(pid, 0)[1] == 0]
    return len(well) if kept else 0


def _fork_and_sleep(seconds: int) -> int:
    if pid := os.fork():
        return pid
    time.sleep(seconds)
    os._exit(0)


def import_all(event: Event, _context: object) -> list[str]:
    return [__import__(name).__name__ for name in event["modules"]]


def environment(_event: Event, _context: object) -> dict[str, str]:
    return dict(os.environ)


def leave_children(_event: Event, _context: object) -> int:
    """Starts one child in a session of its own, and one whose parent is gone by the time this returns."""
    subprocess.Popen(["sleep", "300"], start_new_session=True)
    subprocess.run("setsid sleep 300 & exit 0", shell=True, check=True)
    return os.getpid()


def leave_children_and_crash(event: Event, context: object) -> NoReturn:
    leave_children(event, context)
    os._exit(1)


def remember_file(_event: Event, _context: object) -> list[str]:
    """The names in the scratch folder as found; one more is there afterwards."""
    scratch = Path(os.environ["TMPDIR"])
    found = sorted(path.name for path in scratch.iterdir())
    (scratch / f"{len(found)}.txt").touch()
    return found


def reject_odd(event: Event, _context: object) -> Event:
    """An SQS consumer that fails the messages whose body is an odd number."""
    odd = [record["messageId"] for record in event["Records"] if int(record["body"]) % 2]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in odd]}


def accept(_event: Event, _context: object) -> Event:
    """Answers an HTTP request behind API Gateway with the id of its process."""
    return {"statusCode": 202, "body": str(os.getpid())}


def meet(event: Event, _context: object) -> int:
    """Returns when as many have arrived in the folder as are expected, so all of them run at the same time."""
    folder = Path(event["folder"])
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < event["expected"]:
        time.sleep(0.05)
    return os.getpid()


def keep(event: Event, _context: object) -> Event:
    """An SQS consumer that appends each event to the file KEPT, and fails the messages whose body starts with `fail`.

    With `fail all` it raises, if the event holds several messages.
    """
    records = event["Records"]
    with Path(os.environ["KEPT"]).open("a") as kept:
        kept.write(json.dumps(event) + "\n")
    time.sleep(float(os.environ.get("SECONDS", "0")))
    if records[0]["body"].startswith("fail all") and len(records) > 1:
        raise ValueError(records[0]["body"])
    failed = [record["messageId"] for record in records if record["body"].startswith("fail")]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def import_path(_event: Event, _context: object) -> list[str]:
    return sys.path


def ask_child(event: Event, _context: object) -> str:
    """The output of a Python program in a child process."""
    command = [sys.executable, "-c", event["program"]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def open_many(_event: Event, _context: object) -> tuple[int, int]:
    """Opens files until that fails: the highest descriptor, and the number of the error."""
    highest = 0
    try:
        while True:
            highest = os.open(os.devnull, os.O_RDONLY)
    except OSError as error:
        return highest, error.errno or 0


def write_at(event: Event, _context: object) -> int:
    """Writes one byte so far into a file of the scratch folder."""
    with Path(os.environ["TMPDIR"], "file").open("wb", buffering=0) as file:
        file.seek(event["mebibytes"] << 20)
        return file.write(b"x")


def log_at_all_levels(_event: Event, _context: object) -> None:
    print("by print")  # noqa: T201
    for level in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger(), level)(level)


def wait_for_file(event: Event, _context: object) -> str:
    """Returns what a module of its bundle holds, which it imports when the file is there."""
    Path(event["begun"]).touch()
    while not Path(event["file"]).exists():
        time.sleep(0.05)
    return str(__import__("edition").TEXT)
