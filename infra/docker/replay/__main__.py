"""`python -m infra.docker.replay build FOLDER` makes the images in a folder, `run FOLDER` starts the containers.

`run` belongs into a network namespace of its own: `make replay`.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from infra.docker.replay.containers import Container, Definition
from infra.docker.replay.dockerfile import stages
from infra.docker.replay.images import DOCKERFILE, build, described
from infra.docker.replay.services import own_services, variables
from infra.docker.replay.stores import MONGO_URL, NAMES, running_stores
from infra.errors import ServiceFailed
from infra.local.waiting import wait_until

NETWORK = "10.99.0"
SECONDS_TO_RESTORE = 180


def build_all(store: Path) -> None:
    """Carry out every step of every image."""
    for name, image in build(store).items():
        size = subprocess.run(("du", "-sm", image.root), capture_output=True, text=True, check=True).stdout.split()[0]
        _say(f"{name}: {size} MB with its base, in {image.root}")


def run_all(store: Path) -> None:
    """Start the containers as Compose does, move orders through them, restart LocalStack, and move orders again."""
    hosts = _network(store, list(own_services(variables())))
    with running_stores(store / "home", _say) as password:
        definitions = _definitions(store, password, hosts)
        with ExitStack() as opened, _localstack(definitions) as restart_localstack:
            with Container(definitions["deploy"]) as deploy:
                deploy.await_end()
            _say("deploy has ended with 0")
            others = [one for name, one in definitions.items() if name not in ("localstack", "deploy")]
            containers = {one.name: opened.enter_context(Container(one)) for one in others}
            for name, container in containers.items():
                container.await_health()
                _say(f"{name} is healthy")
            _refuses_writing(containers["console"])
            _moves_orders(containers["console"])
            restart_localstack()
            failure = partial(ServiceFailed, "(the stack was not deployed again)")
            wait_until(
                lambda: _publishes(containers["console"]), seconds=SECONDS_TO_RESTORE, failure=failure, pause_seconds=2
            )
            _moves_orders(containers["console"])
    _say("all well")


def _definitions(store: Path, password: str, hosts: Path) -> Mapping[str, Definition]:
    services = own_services(variables() | {"POSTGRES_PASSWORD": password})
    services["deploy"].environment["ESTEIRA_MONGO_URL"] = MONGO_URL
    targets = {stage.name: stage for stage in stages(DOCKERFILE)}
    return {
        name: Definition(
            name=name,
            service=service,
            image=described(store, targets[service.build.target]),
            stage=targets[service.build.target],
            store=store,
            hosts=hosts,
        )
        for name, service in services.items()
    }


def _network(store: Path, names: Sequence[str]) -> Path:
    """An address for each container, on the loopback interface of this namespace. Returns the file of the names."""
    addresses = {name: f"{NETWORK}.{number}" for number, name in enumerate(names, start=2)}
    subprocess.run(("ip", "link", "set", "lo", "up"), check=True)
    for address in addresses.values():
        subprocess.run(("ip", "address", "add", f"{address}/32", "dev", "lo"), check=True)
    hosts = store / "hosts"
    lines = [f"127.0.0.1 localhost {' '.join(NAMES)}", *(f"{address} {name}" for name, address in addresses.items())]
    hosts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return hosts


@contextmanager
def _localstack(definitions: Mapping[str, Definition]) -> Iterator[partial[None]]:
    running: list[Container] = []

    def start() -> None:
        while running:
            running.pop().kill()
        running.append(Container(definitions["localstack"]))
        running[-1].await_health()
        _say("localstack is healthy")

    try:
        start()
        yield partial(start)
    finally:
        for container in running:
            container.kill()


def _refuses_writing(container: Container) -> None:
    for place in ("/app/file", "/etc/file", "/var/lib/file"):
        if container.run("touch", place).returncode == 0:
            raise ServiceFailed(f"({place} can be written)")
    _say("the root file system cannot be written")


def _publishes(container: Container) -> bool:
    return container.run("esteira", "populate", "20", "--publish").returncode == 0


def _moves_orders(container: Container) -> None:
    for command in (("populate", "50", "--publish"), ("wait",), ("verify",)):
        done = container.run("esteira", *command)
        if done.returncode:
            raise ServiceFailed(f"(esteira {' '.join(command)})\n{done.stdout}{done.stderr}")
    _say("orders went through, and esteira verify says ok")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    action, folder = sys.argv[1:]
    {"build": build_all, "run": run_all}[action](Path(folder).absolute())
