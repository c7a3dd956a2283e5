"""How many environments start at once and are kept, by the settings of the executor."""

import os

import pytest
from localstack_process_executor.errors import BadSetting
from localstack_process_executor.settings import parse_settings


def test_the_defaults_follow_the_number_of_cores() -> None:
    cores = len(os.sched_getaffinity(0))

    limits = parse_settings({}).start_limits

    assert (limits.starts_at_once, limits.environments) == (cores, 8 * cores)


def test_waiting_ends_before_api_gateway_gives_up() -> None:
    assert parse_settings({}).start_limits.patience_s < 29


def test_the_variables_win() -> None:
    settings = parse_settings(
        {
            "LAMBDA_PROCESS_STARTS_AT_ONCE": "3",
            "LAMBDA_PROCESS_MAX_ENVIRONMENTS": "5",
            "LAMBDA_PROCESS_PATIENCE_S": "7",
            "LAMBDA_PROCESS_KEEP_WARM": "1",
        }
    )

    limits = settings.start_limits
    assert (limits.starts_at_once, limits.environments, limits.patience_s, settings.keep_warm) == (3, 5, 7, 1)


@pytest.mark.parametrize("name", ["STARTS_AT_ONCE", "MAX_ENVIRONMENTS", "PATIENCE_S"])
def test_a_limit_of_zero_is_refused_by_name(name: str) -> None:
    with pytest.raises(BadSetting, match=f"LAMBDA_PROCESS_{name} is 0"):
        parse_settings({f"LAMBDA_PROCESS_{name}": "0"})
