"""The bridge under the supervisor."""

from pathlib import Path

from infra.local.core_settings import variables
from infra.local.processes.bridge import flower_url, services
from infra.local.processes.console import service as console_service
from infra.local.settings import LocalSettings
from tests.unit.infra.local.environments import environment


def local(**changes: object) -> LocalSettings:
    return LocalSettings.model_validate({"home": Path("/srv/home"), **changes})


def test_the_programs_of_the_bridge_start_once_the_stack_is_there() -> None:
    found = services(local())

    assert {service.name for service in found} == {"beat", "manager", "recovery", "jobs", "scaler", "flower"}
    assert all(service.needs_the_stack for service in found)


def test_the_bridge_may_be_left_out() -> None:
    assert services(local(bridge=False)) == ()
    assert flower_url(local(bridge=False)) == ""


def test_the_scaler_stops_first_and_has_time_to_end_its_workers() -> None:
    found = {service.name: service for service in services(local())}

    assert found["scaler"].rank == max(service.rank for service in (*found.values(), console_service(local())))
    assert found["scaler"].stop_wait_seconds > 10


def test_no_secret_is_in_arguments_or_in_the_supervisors_file() -> None:
    token = "a-token-of-sixteen-or-more"
    written = [str((service.command, service.environment)) for service in services(local(operator_token=token))]

    assert not any(token in one for one in written)


def test_workers_and_lambda_get_the_same_retry_delay(tmp_path: Path) -> None:
    told = variables(environment(tmp_path, retry_growth=2))

    assert (told["ESTEIRA_RETRY_DELAY_SECONDS"], told["ESTEIRA_RETRY_GROWTH"]) == ("2.0", "2.0")


def test_flower_is_where_the_setting_says() -> None:
    assert flower_url(local(flower_port=5777)) == "http://127.0.0.1:5777"
