"""Layers, merged into one folder that stands for AWS's /opt."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


def layers_folder(revision: str, qualifier: str) -> Path:
    """Where the layers of a function version are, or would be. A published version shares its revision with the
    function it was made from, and must keep its layers when that changes."""
    return Path(tempfile.gettempdir(), "lambda", "layers", f"{revision}-{qualifier.strip('$')}")


def merge_layers(layers: Iterable[Path], target: Path) -> None:
    """Lay the folders over each other in order, later files replacing earlier ones. Takes no space: hard links."""
    for layer in layers:
        shutil.copytree(layer, target, copy_function=_link_over, symlinks=True, dirs_exist_ok=True)


def _link_over(source: str, target: str) -> None:
    Path(target).unlink(missing_ok=True)
    os.link(source, target, follow_symlinks=False)
