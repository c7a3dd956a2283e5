"""`python -m bridge worker|beat|flower …`: Celery's commands for this application, with Celery's own options.

`celery -A bridge.app …` does the same, but imports all commands of Celery and Flower for each: a core second a process.
"""

import sys

from celery import maybe_patch_concurrency


def main() -> None:
    """Run the command until it ends."""
    # Before anything else is imported, as `celery` does it: gevent replaces what others would hold already.
    maybe_patch_concurrency()
    from bridge.commands import commands

    sys.exit(commands(prog_name="bridge", auto_envvar_prefix="CELERY"))


if __name__ == "__main__":
    main()
