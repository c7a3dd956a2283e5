"""flow, flow-set, pause, resume, why and workers as commands, over real stores."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import EsteiraError
from esteira.core.names import LANES
from esteira.core.redis_trouble import READ_ONLY
from esteira.scaling.redis import RedisHeartbeatStore
from esteira.scaling.wiring import ConfigWiring
from pydantic import SecretStr
from redis import Redis
from typer.testing import CliRunner, Result

from infra.cli.main import build
from tests.fixtures.clock import READ_AT
from tests.fixtures.heartbeats import beat
from tests.fixtures.recorded import recorded_burst
from tests.harness.redis import RedisServer
from tests.integration.scaling.decided import REASON, decided


@dataclass(frozen=True, kw_only=True)
class CommandLine:
    """The command line with stores of its own."""

    flow: ConfigWiring
    variables: dict[str, str]

    def esteira(self, *arguments: str) -> Result:
        return CliRunner().invoke(build(), arguments, env={**self.variables, "COLUMNS": "200"})

    def as_json(self, *arguments: str) -> Any:
        done = self.esteira(*arguments, "--json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def cli(migrated_target: Callable[[], str], redis_url: str) -> Iterator[CommandLine]:
    target_dsn, own_url = migrated_target(), redis_url.removesuffix("/0") + "/12"
    with Redis.from_url(own_url) as client:
        client.flushdb()
    flow = ConfigWiring(target_dsn=SecretStr(target_dsn), redis_url=SecretStr(own_url))
    yield CommandLine(
        flow=flow,
        variables={
            "ESTEIRA_TARGET_DSN": target_dsn,
            "ESTEIRA_REDIS_URL": own_url,
        },
    )
    flow.close()


def test_flow_shows_what_is_configured_and_what_is_planned_with_its_reason(cli: CommandLine) -> None:
    cli.flow.plans.put(decided())

    told = cli.as_json("flow")
    shown = cli.esteira("flow")

    assert (told["version"], told["lanes"]["orders"]["weight"], told["plan"]["lanes"]["orders"]["workers"]) == (
        0,
        30,
        4,
    )
    assert (shown.exit_code, REASON in shown.stdout, "maximum" in shown.stdout) == (0, True, True)


def test_flow_without_a_plan_shows_what_is_configured(cli: CommandLine) -> None:
    shown = cli.esteira("flow")

    assert (shown.exit_code, "as deployed" in shown.stdout) == (0, True)
    assert cli.as_json("flow")["plan"] is None


def test_flow_set_changes_what_is_given_and_shows_it_to_the_consumers(cli: CommandLine) -> None:
    told = cli.as_json("flow-set", "orders", "--weight", "25", "--max", "3", "--retry-delay", "2.5", "--by", "ana")

    assert (told["version"], told["changed_by"]) == (1, "ana")
    assert (told["weight"], told["max_workers"], told["min_workers"], told["retry_delay_seconds"]) == (25, 3, 1, 2.5)
    cached = cli.flow.deps.cache.get()
    assert cached
    assert cached.configuration.lanes["payments"].weight == 54
    assert cli.as_json("flow-set", "orders", "--retry-delay", "deployed")["retry_delay_seconds"] is None


def test_flow_set_from_an_older_version_is_refused_and_says_which_is_current(cli: CommandLine) -> None:
    cli.as_json("flow-set", "orders", "--max", "3")

    done = cli.esteira("flow-set", "orders", "--max", "2", "--version", "0")

    assert isinstance(done.exception, EsteiraError)
    assert "the current version is 1" in str(done.exception)


def test_flow_set_says_all_that_is_wrong_at_once(cli: CommandLine) -> None:
    done = cli.esteira("flow-set", "orders", "--min", "9", "--target-seconds", "0")

    assert isinstance(done.exception, EsteiraError)
    assert [part in str(done.exception) for part in ("orders.min_workers: 9", "orders.target_seconds")] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["flow-set", "orders"], "nothing"),
        (["flow-set", "returns", "--max", "2"], "LANE"),
        (["flow-set", "orders", "--retry-delay", "soon"], "--retry-delay"),
        (["pause", "returns"], " and ".join(LANES)),
        (["pause"], " or ".join(LANES)),
        (["resume", "orders", "--lane", "payments"], " or ".join(LANES)),
        (["why", "--at", "yesterday"], "--at"),
    ],
)
def test_a_wrong_command_line_is_explained(cli: CommandLine, arguments: list[str], named: str) -> None:
    done = cli.esteira(*arguments)

    assert (done.exit_code, named in done.stderr) == (2, True)


def test_a_lane_is_paused_once_however_often_it_is_said_and_resumed(cli: CommandLine) -> None:
    paused = [cli.as_json("pause", "orders", "--by", "ana") for _ in range(2)]
    resumed = cli.esteira("resume", "orders")

    assert [(one["version"], one["paused"], one["changed_by"]) for one in paused] == [(1, True, "ana")] * 2
    assert resumed.stdout.startswith("orders: receiving, version 2 by ")


def test_why_answers_for_any_time_with_the_rule_and_what_was_known(cli: CommandLine) -> None:
    cli.flow.decisions.record(decided())
    later = (READ_AT + timedelta(hours=1)).isoformat()

    told = cli.as_json("why", "--at", later)
    shown = cli.esteira("why", "--at", later).stdout

    assert (told["lanes"]["orders"]["rule"], told["observation"]["lanes"]["orders"]["backlog"]) == ("maximum", 1000)
    assert "4 workers, 9 needed; rule: maximum" in shown
    assert [part in shown for part in (REASON, "1000 waiting", "20 % CPU")] == [True, True, True]


def test_why_says_so_where_nothing_was_decided_yet(cli: CommandLine) -> None:
    done = cli.esteira("why")

    assert isinstance(done.exception, EsteiraError)
    assert "No decision" in str(done.exception)


def test_workers_are_shown_with_their_state_and_the_missing_ones_called_so(cli: CommandLine) -> None:
    nobody = cli.esteira("workers").stdout
    now = utc_now()
    cli.flow.heartbeats.beat(beat("orders-1@here", at=now, in_hand=7))
    cli.flow.heartbeats.beat(beat("orders-2@here", at=now - timedelta(minutes=1)))

    told = cli.as_json("workers")["workers"]
    shown = cli.esteira("workers").stdout

    assert nobody == "No worker has sent a heartbeat.\n"
    assert [(one["name"], one["in_hand"], one["missing"]) for one in told] == [
        ("orders-1@here", 7, False),
        ("orders-2@here", 0, True),
    ]
    assert ("idle" in shown, "missing" in shown) == (True, True)


@pytest.mark.parametrize(("planned_seconds_ago", "warned"), [(1, False), (60, True)])
def test_a_pause_that_no_manager_will_see_to_says_so(cli: CommandLine, planned_seconds_ago: int, warned: bool) -> None:
    planned_at = utc_now() - timedelta(seconds=planned_seconds_ago)
    cli.flow.plans.put(decided().model_copy(update={"at": planned_at}))

    done = cli.esteira("pause", "orders")

    assert done.exit_code == 0
    assert ("No worker manager is at work" in done.stderr) is warned


def test_missing_workers_of_a_redis_that_takes_no_heartbeats_are_explained(
    cli: CommandLine, own_redis: RedisServer
) -> None:
    heartbeats = RedisHeartbeatStore(Redis(port=own_redis.port))
    heartbeats.beat(beat("orders-1@here", at=utc_now() - timedelta(minutes=1)))
    cli.variables["ESTEIRA_REDIS_URL"] = own_redis.url

    with own_redis.troubled("read-only"):
        shown = cli.esteira("workers")

    assert "missing" in shown.stdout
    assert READ_ONLY in shown.stderr


def recorded(cli: CommandLine) -> None:
    """A burst, a few minutes ago."""
    for tick in recorded_burst(utc_now() - timedelta(minutes=5)):
        cli.flow.record.append(tick)


def test_whatif_compares_what_happened_with_other_limits(cli: CommandLine) -> None:
    recorded(cli)

    told = cli.as_json("whatif", "--weights", "50/30/20", "--max", "2", "--last", "1h")
    shown = cli.esteira("whatif", "--weights", "orders=50,payments=30,lookups=20", "--max", "2")

    assert told["proposed"]["mean"] > told["present"]["mean"]
    assert told["proposed"]["worker_minutes"] < told["present"]["worker_minutes"]
    assert told["happened"]["lanes"]["orders"]["messages"] == 29_000
    assert (shown.exit_code, "mean waiting" in shown.stdout, "decided most often" in shown.stdout) == (0, True, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weights", "50/50"], "2 for 3 lanes"),
        (["--weights", "orders=50,payments=50"], "no weight for lookups"),
        (["--weights", "orders=50,invoices=50"], "the lanes are"),
        (["--weights", "50/30/x"], "x is not a number"),
        (["--hour", "14", "--last", "1h"], "not both"),
        (["--date", "2026-07-01"], "give --hour too"),
        (["--hour", "14", "--date", "July"], "a day like 2026-07-01"),
        (["--last", "3w"], "a duration such as"),
    ],
)
def test_whatif_says_what_is_wrong_with_its_options(cli: CommandLine, arguments: list[str], said: str) -> None:
    done = cli.esteira("whatif", *arguments)

    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weights", "50/30/30"], "the weights add up to 110"),
        (["--min", "orders=3", "--lane-max", "2"], "3 is more than max_workers"),
        (["--max", "1"], "is less than all min_workers together"),
    ],
)
def test_whatif_refuses_what_could_not_be_saved(cli: CommandLine, arguments: list[str], said: str) -> None:
    recorded(cli)

    assert said in str(cli.esteira("whatif", *arguments).exception)


def test_whatif_of_an_hour_without_a_record_says_what_is_recorded(cli: CommandLine) -> None:
    recorded(cli)

    done = cli.esteira("whatif", "--date", "2026-07-01", "--hour", "14")

    assert "Nothing is recorded from 2026-07-01 14:00 to 15:00" in str(done.exception)
