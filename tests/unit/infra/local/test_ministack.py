"""The command line and environment of MiniStack."""

import json
from pathlib import Path

from infra.local.services.emulators import MINISTACK
from infra.local.services.ministack import command
from infra.local.stack.template import read_template, without

FOLDER = Path("/home/ministack")


def test_it_listens_to_this_machine_only() -> None:
    environment = command(FOLDER, 7004).environment

    assert (environment["BIND_HOST"], environment["GATEWAY_PORT"]) == ("127.0.0.1", "7004")
    assert (environment["IOT_MTLS_ENABLED"], environment["SFTP_ENABLED"]) == ("0", "0")


def test_all_that_it_writes_is_in_its_folder() -> None:
    environment = command(FOLDER, 7004).environment

    folders = {name: Path(environment[name]) for name in ("HOME", "TMPDIR", "S3_DATA_DIR", "STATE_DIR")}
    assert [name for name, folder in folders.items() if not folder.is_relative_to(FOLDER)] == []


def test_what_it_cannot_create_is_in_the_template_and_nothing_refers_to_it() -> None:
    template = read_template()

    rest = without(template, MINISTACK.cannot_create)

    assert MINISTACK.cannot_create <= template["Resources"].keys()
    assert [name for name in MINISTACK.cannot_create if json.dumps(name) in json.dumps(rest)] == []
