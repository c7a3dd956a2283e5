"""A LocalStack for one run of the suite."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.waiting import wait_for

SETTINGS = {
    "OVERRIDE_IN_DOCKER": "0",
    "CLEAR_TMP_FOLDER": "0",
    "GATEWAY_SERVER": "threaded",
    "SQS_ENDPOINT_STRATEGY": "path",
    "DISABLE_EVENTS": "1",
    "LS_LOG": "warning",
    "DNS_ADDRESS": "0",
    "SKIP_SSL_CERT_DOWNLOAD": "1",
    "EAGER_SERVICE_LOADING": "0",
    "LAMBDA_RUNTIME_EXECUTOR": "process",
    "LAMBDA_SYNCHRONOUS_CREATE": "0",
    # AWS waits a minute and then two before it tries an asynchronous event again.
    "LAMBDA_RETRY_BASE_DELAY": "1",
    "LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC": "0.1",
    "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC": "1",
}


@contextmanager
def running_emulator(localstack_python: Path, function_python: Path) -> Iterator[str]:
    """The endpoint of a LocalStack that is gone afterwards, files included. Its output is kept if it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="conformance-"))
    (folder / "tmp").mkdir()
    address = f"127.0.0.1:{_free_port()}"
    process = _start(localstack_python, function_python, folder, address)
    try:
        wait_for(f"LocalStack is ready ({folder}/log)", lambda: _ready(process, address, folder))
        yield f"http://{address}"
    finally:
        # A clean shutdown takes seconds. The functions end with it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _start(localstack_python: Path, function_python: Path, folder: Path, address: str) -> "subprocess.Popen[bytes]":
    environment = {
        "PATH": f"{localstack_python.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "FILESYSTEM_ROOT": str(folder),
        "GATEWAY_LISTEN": address,
        "LOCALSTACK_HOST": address,
        "LAMBDA_PROCESS_PYTHON": str(function_python),
        **SETTINGS,
    }
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(localstack_python), "-m", "localstack.runtime.main"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _ready(process: "subprocess.Popen[bytes]", address: str, folder: Path) -> bool:
    if process.poll() is not None:
        raise SystemExit(f"LocalStack ended, see {folder}/log")
    try:
        with urllib.request.urlopen(f"http://{address}/_localstack/init/ready", timeout=1) as answer:
            return b'"completed": true' in answer.read()
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
