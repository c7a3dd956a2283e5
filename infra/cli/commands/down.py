"""esteira down"""

from infra.cli.output import messages, steps
from infra.local.down import down as down_locally
from infra.local.settings import LocalSettings


def down() -> None:
    """Stop everything that runs here, including functions. Data is kept."""
    with steps("Stopping") as say:
        stopped = down_locally(LocalSettings.from_environment().place, say)
    messages.print("Down." if stopped else "Nothing was running.")
