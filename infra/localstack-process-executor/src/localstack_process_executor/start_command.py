"""The command that starts a function's runtime."""

from pathlib import Path

from localstack_process_executor.environment import BOOTSTRAP, Folders

CODE_ON_AWS = "/var/task/"
LAYERS_ON_AWS = "/opt/"


def start_command(python: Path, folders: Folders, wrapper: str | None) -> list[str]:
    """Return the runtime's command, or with the value of AWS_LAMBDA_EXEC_WRAPPER that program with it as arguments."""
    layers = [str(folders.layers)] if folders.layers else []
    runtime = [str(python), str(BOOTSTRAP), *layers]
    return [_here(wrapper, folders), *runtime] if wrapper else runtime


def _here(path: str, folders: Folders) -> str:
    """Return where a file of the code or of a layer is that AWS would have at this path."""
    if path.startswith(CODE_ON_AWS):
        return str(folders.code / path.removeprefix(CODE_ON_AWS))
    if path.startswith(LAYERS_ON_AWS) and folders.layers:
        return str(folders.layers / path.removeprefix(LAYERS_ON_AWS))
    return path
