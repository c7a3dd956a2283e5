"""The page of workers: an operator tries a change and saves it over a conflict; a viewer sees all of it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from esteira.core.clock import utc_now
from esteira.core.errors import TargetUnavailable
from esteira.core.postgres.database import Database
from esteira.core.principal import Role
from esteira.core.redis import redis_client
from esteira.scaling.config import ConfigVersion
from esteira.scaling.configure_scaling import ConfigureScalingDeps, change_config
from esteira.scaling.make_plan import make_plan
from esteira.scaling.ports import ScalingEvent
from esteira.scaling.postgres.decision_log import PostgresDecisionLog
from esteira.scaling.postgres.scaling_configs import PostgresScalingConfigRepository
from esteira.scaling.recording.redis import TICKS, RedisTickRecord
from esteira.scaling.redis import PLAN, RedisConfigCache, RedisHeartbeatStore, RedisPlanCache
from playwright.sync_api import expect
from pydantic import SecretStr

from tests.browser.pages.conftest import Open
from tests.browser.running_console import ConsoleStores
from tests.fixtures.observations import beat, seen
from tests.fixtures.recorded import recorded_burst

NAME = "orders-page@here"
IN_FORCE, BY_SLIDERS = 2, 3
"""Columns of the mean wait."""


@pytest.fixture
def scaling(console_stores: ConsoleStores) -> Iterator[ConfigureScalingDeps]:
    """A worker with two heartbeats, a plan in which orders need ten workers, and an event. The configuration is put
    back afterwards.
    """
    target, now = SecretStr(console_stores.target_dsn), utc_now()
    with (
        closing(Database(target, unavailable=TargetUnavailable, connections=1)) as database,
        redis_client(SecretStr(console_stores.redis_url)) as client,
    ):
        deps = ConfigureScalingDeps(
            configs=PostgresScalingConfigRepository(database), cache=RedisConfigCache(client), clock=utc_now
        )
        heartbeats, before = RedisHeartbeatStore(client), deps.configs.current()
        for seconds, percent in ((10, 40), (0, 60)):
            heartbeats.beat(beat(NAME, at=now - timedelta(seconds=seconds), cpu_percent=percent, in_hand=7))
        log, plan = PostgresDecisionLog(database), make_plan(before, seen(60_000, 0), None)
        RedisPlanCache(client).put(plan)
        log.record(plan.model_copy(update={"at": now - timedelta(minutes=3)}))
        log.record_event(
            ScalingEvent(at=now - timedelta(minutes=2), lane="orders", action="started", worker=NAME, reason="Need.")
        )
        for tick in recorded_burst(now):
            RedisTickRecord(client).append(tick)
        yield deps
        client.delete(TICKS)
        heartbeats.forget(NAME)
        client.delete(PLAN)
        with database.transaction() as connection:
            connection.execute("DELETE FROM scaling_events WHERE worker = %s", [NAME])
        _put_back(deps, before)


def _put_back(deps: ConfigureScalingDeps, before: ConfigVersion) -> None:
    change_config(deps, {**before.configuration.model_dump(mode="json"), "version": deps.configs.current().version})


def test_an_operator_tries_a_limit_saves_it_over_a_conflict_and_restores_the_version_before(
    open_as: Open, scaling: ConfigureScalingDeps
) -> None:
    page, dialog = open_as(Role.OPERATOR, "/workers"), ".card.dialog:not(.drawer)"
    page.locator("fieldset[data-lane=orders]").get_by_role("spinbutton", name="Most workers").fill("5")
    expect(page.locator(".config-panel tr[data-key=orders]")).to_contain_text("4 → 5")

    version = scaling.configs.current().version
    theirs = change_config(scaling, {"version": version, "by": "bia", "cool_down_seconds": 44}).version
    page.get_by_role("button", name="Save", exact=True).click()
    conflict = f"Meanwhile bia saved version {theirs}: Cool-down, seconds 30 → 44."
    expect(page.locator(".conflict")).to_contain_text(conflict)
    page.get_by_role("button", name="Put mine on top of it").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(f"tr[data-key='{theirs + 1}']")).to_contain_text("orders · Most workers 4 → 5")
    saved = scaling.configs.current()

    page.get_by_role("button", name=str(theirs), exact=True).click()
    page.get_by_role("button", name="Restore …").click()
    expect(page.locator(dialog)).to_contain_text("It changes: orders · Most workers 5 → 4.")
    page.locator(dialog).get_by_role("button", name="Restore").click()
    expect(page.locator(f"tr[data-key='{theirs + 2}']")).to_contain_text("orders · Most workers 5 → 4")

    assert (saved.changed_by, saved.configuration.lanes["orders"].max_workers) == ("pages-operator", 5)
    assert saved.configuration.cool_down_seconds == 44
    assert scaling.configs.current().configuration.lanes["orders"].max_workers == 4


def test_a_viewer_sees_workers_and_reasons_in_portuguese_and_cannot_save(
    open_as: Open, scaling: ConfigureScalingDeps
) -> None:
    page, before = open_as(Role.VIEWER, "/workers", "pt"), scaling.configs.current()
    worker = page.locator(f"tr[data-key='{NAME}']")
    expect(worker.locator("td[data-label='Em mãos']")).to_have_text("7")
    expect(worker.locator("td[data-label='CPU, 5 minutos'] svg")).to_have_attribute("aria-label", "40, 60")

    sign = page.get_by_role("button", name=f"iniciado · {NAME} · Need.")
    sign.focus()
    expect(page.locator(".said")).to_contain_text("Need.")
    sign.press("Enter")
    expect(page.locator(".drawer")).to_contain_text("60,000 waiting ÷ (100.0/s of one worker")
    page.keyboard.press("Escape")

    page.locator("fieldset[data-lane=orders]").get_by_role("spinbutton", name="Máximo de workers").fill("5")
    expect(page.locator(".config-panel tr[data-key=orders]")).to_contain_text("4 → 5")
    page.get_by_role("button", name="Salvar", exact=True).dispatch_event("click")
    expect(page.get_by_text("Recusado")).to_be_visible()

    assert scaling.configs.current() == before


def test_a_moved_slider_replays_the_last_minutes_so(open_as: Open, scaling: ConfigureScalingDeps) -> None:
    page = open_as(Role.VIEWER, "/workers")
    orders = page.get_by_role("region", name="What if it had been so").locator("tr[data-key=orders]")
    in_force = orders.locator("td").nth(IN_FORCE).inner_text()
    expect(orders.locator("td").nth(BY_SLIDERS)).to_have_text(in_force)

    page.get_by_role("spinbutton", name="Most workers in all").fill("2")

    expect(orders.locator("td").nth(BY_SLIDERS)).not_to_have_text(in_force)
    assert float(orders.locator("td").nth(BY_SLIDERS).inner_text()) > float(in_force)
    assert scaling.configs.current().configuration.max_total_workers == 6
