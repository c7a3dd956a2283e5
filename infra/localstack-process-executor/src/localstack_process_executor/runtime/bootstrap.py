"""Starts AWS's runtime client, as AWS's program of the same name does.

    bootstrap.py [LAYERS]

The client is imported before the function's folders are on the import path, so modules of a bundle or a layer that
have the name of one of the standard library cannot prevent the start. LAYERS is the folder that stands for AWS's /opt.
"""

import os
import site
import sys

from awslambdaric.__main__ import main


def function_folders(task_root: str, layers: str | None) -> list[str]:
    """Return the folders with modules, in AWS's order. A function with a PYTHONPATH has none of the layers in it."""
    if layers is None or "PYTHONPATH" in os.environ:
        return [task_root]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [task_root, f"{layers}/python/lib/{version}/site-packages", f"{layers}/python"]


def extend_import_path(folders: list[str]) -> None:
    """Put the folders first, and process their .pth files."""
    sys.path[:0] = folders
    for folder in folders:
        site.addsitedir(folder)


if __name__ == "__main__":
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    extend_import_path(function_folders(task_root, sys.argv.pop() if len(sys.argv) > 1 else None))
    # Child processes find the function's modules through their working directory only.
    os.environ.setdefault("PYTHONPATH", os.environ["LAMBDA_RUNTIME_DIR"])
    main([task_root, os.environ["_HANDLER"]])
