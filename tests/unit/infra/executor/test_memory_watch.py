"""How much memory a function's processes hold."""

import os
import subprocess
import sys

from localstack_process_executor.memory_watch import descendants, memory_kib

UNLIMITED = 1 << 40
SHARES_50_MEBIBYTES = r"""
import os, time
kept = bytearray(50 << 20).replace(b"\0", b"\1")
os.fork()
os.write(1, b"1\n")  # at once: two processes write
time.sleep(60)
"""


def test_processes_that_share_memory_are_counted_less_than_their_sum() -> None:
    with subprocess.Popen([sys.executable, "-c", SHARES_50_MEBIBYTES], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert [parent.stdout.readline(), parent.stdout.readline()] == [b"1\n", b"1\n"]
        pids = [parent.pid, *descendants(parent.pid)]
        total, shared_once = memory_kib(pids, limit_kib=UNLIMITED), memory_kib(pids, limit_kib=1)
        for pid in reversed(pids):
            os.kill(pid, 9)

    assert len(pids) == 2
    assert total > 100 * 1024
    assert 50 * 1024 < shared_once < 100 * 1024


def test_a_process_that_has_ended_holds_nothing() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass

    assert memory_kib([ended.pid], limit_kib=0) == 0
    assert list(descendants(ended.pid)) == []
