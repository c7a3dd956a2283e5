"""`esteira down`: stops every process of this home, whoever started it."""

from infra.local.home import Home
from infra.local.processes import orphan_processes
from infra.local.processes.lock import only_one
from infra.local.processes.supervisor import Supervisor
from infra.local.progress import Say


def down(home: Home, say: Say) -> int:
    """Stops services and functions and returns how many programs it stopped; none is left when it returns."""
    if not home.run.exists():
        return 0
    with only_one(home, "up"):
        supervisor = Supervisor(home)
        running = [process for process in supervisor.processes() if process.pid]
        supervisor.stop()
        for process in running:
            say(f"stopped {process.name} (pid {process.pid})")
        ended = orphan_processes.end_all(home)
        for name in ended:
            say(f"ended {name}, left over from a run that was killed")
        home.environment.unlink(missing_ok=True)
    return len(running) + len(ended)
