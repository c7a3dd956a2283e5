"""Command lines that run a program in the folder of an image as its root, in namespaces of its own."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")
RESTRICTED = ("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")
"""What `cap_drop: [ALL]` and `no-new-privileges` mean."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass
class Image:
    """A folder, and how processes start in it. `user` is a number and that of a group, with a colon."""

    root: Path
    user: str = "0:0"
    folder: str = "/"
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})


def inside(
    image: Image, command: Sequence[str], more: Mapping[str, str], mounts: Sequence[str] = ()
) -> tuple[str, ...]:
    """The command line in new namespaces, with `more` variables, after `mounts`, which are shell commands."""
    root = image.root
    system = (
        f"mount --bind {root} {root}",
        f"mount -t proc proc {root}/proc",
        f"mount --rbind /dev {root}/dev",
        f"mount --bind /etc/resolv.conf {root}/etc/resolv.conf",
    )
    # The shell stays as process 1, since most programs ignore what is sent to such a one.
    return (*UNSHARE, "sh", "-ec", "\n".join((*system, *mounts, shlex.join(rooted(image, command, more)), "exit $?")))


def joining(pid: int, command: Sequence[str]) -> tuple[str, ...]:
    """The command line in the namespaces of a process that was started by `inside`."""
    return ("nsenter", f"--target={pid}", "--mount", "--pid", *command)


def rooted(image: Image, command: Sequence[str], more: Mapping[str, str]) -> tuple[str, ...]:
    """The command line in the folder. Who is not root has no capability and gets none."""
    uid, gid = image.user.split(":")
    restricted = () if uid == "0" else RESTRICTED
    as_user = ("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *restricted)
    variables = ("env", "-i", *(f"{name}={value}" for name, value in {**image.variables, **more}.items()))
    program = ("sh", "-ec", f'cd {image.folder}; exec "$@"', "sh", *command)
    return ("chroot", str(image.root), *as_user, *variables, *program)
