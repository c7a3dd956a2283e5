"""PostgreSQL refuses to run as root: for a root user the cluster belongs to `nobody` and runs as `nobody`."""

import os
import pwd
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from infra.errors import CannotDropRoot

UNPRIVILEGED_USER = "nobody"


def give_away(path: Path) -> None:
    """Makes the unprivileged user the owner of the path, but not of its contents. Does nothing unless we are root."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(path, user.pw_uid, user.pw_gid)


def without_root(command: Sequence[str], *, reaching: Sequence[Path]) -> tuple[str, ...]:
    """The command line that runs the command as the unprivileged user if we are root. Raises `CannotDropRoot`.

    If a path of `reaching` is below a folder closed to others (a clone under /root), the process keeps the one
    capability that lets it pass. No permission of a folder is changed, and no user is added to the machine.
    """
    if os.geteuid() != 0:
        return tuple(command)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotDropRoot
    group = pwd.getpwnam(UNPRIVILEGED_USER).pw_gid
    kept = "-all" if all(_open_to_others(path) for path in reaching) else "-all,+dac_override"
    return (
        setpriv,
        f"--reuid={UNPRIVILEGED_USER}",
        f"--regid={group}",
        "--clear-groups",
        f"--inh-caps={kept}",
        f"--ambient-caps={kept}",
        *command,
    )


def _open_to_others(path: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents) if step.exists())
