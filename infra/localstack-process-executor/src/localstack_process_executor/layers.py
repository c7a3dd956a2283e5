"""Layers, unpacked one over the other into one folder: what AWS mounts at /opt."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


def layers_folder(revision: str) -> Path:
    """Where the layers of this revision of a function are, or would be."""
    return Path(tempfile.gettempdir(), "lambda", "layers", revision)


def merge_layers(layers: Iterable[Path], target: Path) -> None:
    """Lay the folders over each other in order, later files replacing earlier ones. Takes no space: hard links."""
    for layer in layers:
        shutil.copytree(layer, target, copy_function=_link_over, symlinks=True, dirs_exist_ok=True)


def _link_over(source: str, target: str) -> None:
    Path(target).unlink(missing_ok=True)
    os.link(source, target, follow_symlinks=False)
