"""The example client in docs/feed.md works."""

import os
import re
import subprocess
import sys
from pathlib import Path

from infra.local.home import REPOSITORY
from tests.integration.console.served import TOKEN, ServedFeed

DOCUMENT = REPOSITORY / "docs" / "feed.md"


def test_the_documented_client_hears_the_feed(feed: ServedFeed, tmp_path: Path) -> None:
    feed.publish(visible=3)
    program = tmp_path / "client.py"
    program.write_text(_documented_client(), encoding="utf-8")

    command = [sys.executable, str(program), f"ws://127.0.0.1:{feed.port}", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_clean()) as client:
        assert client.stdout is not None
        first = client.stdout.readline()
        feed.publish(visible=4)
        second = client.stdout.readline()
        client.kill()

    assert first == "snapshot {'queue.orders.visible': 3}\n"
    assert second == "changes {'queue.orders.visible': 4}\n"


def test_the_documented_client_is_short() -> None:
    assert len([line for line in _documented_client().splitlines() if line.strip()]) <= 15


def _documented_client() -> str:
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return str(program)


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.endswith("_proxy")}
