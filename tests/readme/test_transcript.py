"""A document's commands are found, run in one shell, and compared with what they print."""

import os
from pathlib import Path

from tests.harness.transcript import run, steps, unprinted

TEXT = """
```console
$ name=world
$ echo "hello $name"
hello …
```

```sh
not a transcript
```

```console
$ false
```
"""


def test_commands_share_a_shell_and_each_has_its_output_and_exit_code(tmp_path: Path) -> None:
    found = steps(TEXT)

    printed = list(run([step.command for step in found], folder=tmp_path, variables=os.environ, seconds=30))

    assert [step.lines for step in found] == [(), ("hello …",), ()]
    assert [(one.exit_code, one.output.strip()) for one in printed] == [(0, ""), (0, "hello world"), (1, "")]


def test_a_line_that_is_not_printed_in_its_place_is_returned() -> None:
    output = " source   rows\n source1    17\n source2     3\nok since 12:30:01\n"

    assert unprinted(["source rows", "source2 99", "ok …"], output) == []
    assert unprinted(["ok …", "source1 17"], output) == ["source1 17"]
