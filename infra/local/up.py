"""`esteira up`: starts services, databases and stack in that order, with as much as possible in parallel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from infra.local.differences import differences
from infra.local.environment import Environment, describe, last_known
from infra.local.home import Home
from infra.local.phases import Phases
from infra.local.processes.lock import only_one
from infra.local.processes.programs import await_console, await_flower, await_provider, begin_bridge, begin_console
from infra.local.processes.wait_for_service import wait_for_service
from infra.local.progress import Say
from infra.local.secrets import Secrets
from infra.local.services import readiness
from infra.local.services.client_programs import write_client_programs
from infra.local.services.emulators import emulator_answers
from infra.local.services.postgres import make_databases
from infra.local.services.service_endpoints import Embedded, ServiceEndpoints, resolve
from infra.local.services.start import start
from infra.local.services.supervised import supervised_services
from infra.local.settings import LocalSettings
from infra.local.stack.bundle import Bundle, build


def up(settings: LocalSettings, say: Say, phases: Phases) -> Environment:
    """Return when everything answers and the stack is deployed. Repeated with the same settings it changes nothing."""
    environment = bring_pipeline_up(settings, say, phases)
    with phases.measured("bridge started"):
        begin_bridge(settings, environment)
    with phases.measured("provider ready"):
        await_provider(settings, say)
    with phases.measured("console ready"):
        await_console(settings, say)
    with phases.measured("Flower ready"):
        await_flower(settings, say)
    return environment


def bring_pipeline_up(settings: LocalSettings, say: Say, phases: Phases) -> Environment:
    """The same without the bridge, and without waiting for the console: orders need neither, and both take seconds."""
    with only_one(settings.place, "up"):
        environment, artifact = _bring_services_up(settings, say, phases)
        from infra.local.stack.deploy import deploy
        from infra.local.stack.repair import repair

        with phases.measured("stack"):
            environment = deploy(settings, environment, artifact, say)
        environment.write(settings.place)
        with phases.measured("ledger"):
            repair(environment, say)
        with phases.measured("console started"):
            begin_console(settings, environment)
        return environment


def bring_services_up(settings: LocalSettings, say: Say, phases: Phases) -> Environment:
    """Only the services. The parameters are written to a file, with which SAM's command line can deploy."""
    with only_one(settings.place, "up"):
        environment, _ = _bring_services_up(settings, say, phases)
        from infra.local.accounts import verify_sender

        verify_sender(environment)
        environment.write(settings.place)
        return environment


def _bring_services_up(settings: LocalSettings, say: Say, phases: Phases) -> tuple[Environment, Bundle]:
    home = settings.place
    secrets = Secrets.of(home)
    endpoints = resolve(settings, secrets)
    readiness.check_external(endpoints, lambda name, fault: say(f"source {name} does not answer: {fault}"))
    environment = describe(settings, secrets, endpoints)
    if running := last_known(home):
        for line in differences(running, environment):
            say(line)
    write_client_programs(home)
    with phases.measured("services started"):
        start(home, endpoints, supervised_services(settings, endpoints), say)
    artifact = _prepare(settings, endpoints, say, phases)
    from infra.local.accounts import prepare_accounts
    from infra.local.stack.parameters import write_parameters

    with phases.measured("accounts"):
        prepare_accounts(environment)
    write_parameters(home, environment, artifact)
    return environment, artifact


def _prepare(settings: LocalSettings, endpoints: ServiceEndpoints, say: Say, phases: Phases) -> Bundle:
    home = settings.place
    ready = readiness.of_embedded(endpoints, lambda: emulator_answers(settings))
    with ThreadPoolExecutor() as pool:
        databases = pool.submit(_prepare_databases, home, endpoints, ready.get(Embedded.POSTGRES), say, phases)
        artifact = pool.submit(_build, say, phases)
        with phases.measured("imports"):
            _import_what_follows()
        for name, answers in ready.items():
            with phases.measured(f"{name} ready"):
                wait_for_service(home, name, answers)
            say(f"{name} is ready")
        databases.result()
        return artifact.result()


def _import_what_follows() -> None:
    """Import the clients of stores and stack: half of this command's own work, done while the services start.

    That is why this module imports them in its functions.
    """
    import infra.local.accounts
    import infra.local.stack.deploy
    import infra.local.stack.repair  # noqa: F401 - imported for later


def _build(say: Say, phases: Phases) -> Bundle:
    with phases.measured("bundle"):
        return build(say)


def _prepare_databases(
    home: Home, endpoints: ServiceEndpoints, postgres_ready: Callable[[], bool] | None, say: Say, phases: Phases
) -> None:
    from infra.local.services.migrate import migrate

    if postgres_ready:
        wait_for_service(home, Embedded.POSTGRES, postgres_ready)
        with phases.measured("databases created"):
            make_databases(endpoints.admin_dsn.get_secret_value(), tuple(endpoints.databases))
    with phases.measured("migrations"):
        migrated = migrate(endpoints, lambda name, error: say(f"{name} is not migrated: {error}"))
    for database, applied in migrated.items():
        if applied:
            say(f"{database}: {len(applied)} migrations applied")
