"""A source that cannot be read, or that began anew, is named by every reading, and the others are counted."""

import json
from datetime import UTC, datetime

import psycopg
from esteira.metrics.measure import source_part
from esteira.reconciliation.dead_letters import Selection
from esteira.reconciliation.read_ledger import read_ledger
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive
from esteira.reconciliation.repair_ledger import locate_all, repair_ledger
from esteira.reconciliation.verify_orders import verify_orders
from esteira.reconciliation.wait_until_settled import wait_until_settled

from tests.harness.pipeline import Pipeline
from tests.integration.reconciliation.test_command_line import esteira


def in_source(pipeline: Pipeline, source: str, *statements: str) -> None:
    with psycopg.connect(pipeline.addresses.source_dsns[source], autocommit=True) as connection:
        for each in statements:
            connection.execute(each.encode())


def test_a_source_begun_anew_with_equal_orders_is_settled_by_comparing_them(pipeline: Pipeline, source: str) -> None:
    ledger_deps = pipeline.operator.ledger_deps
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    in_source(pipeline, source, "TRUNCATE orders RESTART IDENTITY")
    pipeline.fill(source, True, True)

    before = verify_orders(ledger_deps)
    pipeline.publish()
    pipeline.consume()
    after = verify_orders(ledger_deps)

    assert (before.ok, before.restarts, before.compared) == (True, {}, 2)
    assert (after.ok, after.restarts, after.compared) == (True, {}, 0)


def test_orders_that_differ_since_a_source_began_anew_are_counted_until_they_are_accepted(
    pipeline: Pipeline, source: str
) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    in_source(pipeline, source, "TRUNCATE orders RESTART IDENTITY")
    pipeline.fill(source, True, True)
    in_source(pipeline, source, "UPDATE orders SET product = 'table'")

    verdict = verify_orders(pipeline.operator.ledger_deps)
    shown = esteira(pipeline, "verify", "--json")
    accepted = esteira(pipeline, "verify", "--accept", source, "--json")

    assert (verdict.ok, verdict.mismatch, verdict.offenders["mismatch"]) == (False, 2, [f"{source}:1", f"{source}:2"])
    assert verdict.restarts == {source: "another row has the id 2"}
    assert (shown.returncode, json.loads(shown.stdout)["restarts"]) == (1, dict(verdict.restarts))
    assert (accepted.returncode, json.loads(accepted.stdout)["restarts"]) == (0, {})
    assert "accepted" in accepted.stderr


def test_a_beginning_anew_that_nobody_has_noticed_yet_is_accepted_at_once(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.consume()
    in_source(pipeline, source, "TRUNCATE orders RESTART IDENTITY")
    pipeline.fill(source, True, True)
    in_source(pipeline, source, "UPDATE orders SET product = 'table'")

    accepted = esteira(pipeline, "verify", "--accept", source, "--json")

    assert (accepted.returncode, json.loads(accepted.stdout)["restarts"]) == (0, {})
    assert "orders of before are accepted" in accepted.stderr


def test_a_source_without_its_table_is_named_and_the_other_is_verified(pipeline: Pipeline, source: str) -> None:
    sick = f"{source}b"
    for name in (source, sick):
        pipeline.fill(name, True, True)
    pipeline.publish()
    pipeline.consume()
    in_source(pipeline, sick, "DROP TABLE orders")

    by_counts, by_rows = (verify_orders(pipeline.operator.ledger_deps, rows=rows) for rows in (False, True))

    assert [verdict.ok for verdict in (by_counts, by_rows)] == [False, False]
    assert "it has no table orders" in by_rows.unread[sick]
    assert (by_rows.ok_where_read, by_rows.compared, by_rows.ledger.states.persisted) == (True, 2, 4)
    assert by_rows.ledger.sources[source].fault is None


def test_verify_and_wait_show_the_sources_that_could_be_read(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    in_source(pipeline, f"{source}b", "ALTER TABLE orders ALTER price TYPE text")

    verified, waited = esteira(pipeline, "verify"), esteira(pipeline, "wait", "--timeout", "20")

    assert (verified.returncode, waited.returncode) == (2, 1)
    for shown in (verified.stdout, waited.stdout):
        assert f"source {source}b could not be read" in " ".join(shown.split())
        assert "has price as text" in " ".join(shown.split())
    assert "?" in verified.stdout


def test_a_sick_source_stops_neither_a_repair_nor_a_wait_nor_its_neighbours_figures(
    pipeline: Pipeline, source: str
) -> None:
    sick = f"{source}b"
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.forget_lane()
    in_source(pipeline, sick, "DROP TABLE orders")

    repaired = repair_ledger(pipeline.operator.repair_deps)
    with pipeline.consuming():
        progress = wait_until_settled(pipeline.operator.ledger_deps, limit_seconds=30)
    positions, unread = locate_all([source, sick], pipeline.operator.cursor_locator)

    assert (repaired.republished, list(repaired.unread)) == (1, [sick])
    assert (progress.settled, list(progress.ledger.unread)) == (True, [sick])
    assert (list(positions), list(unread)) == ([source], [sick])


def test_a_redrive_sends_the_orders_of_the_sources_that_can_be_read(pipeline: Pipeline, source: str) -> None:
    sick = f"{source}b"
    for name in (source, sick):
        pipeline.kill(name, pipeline.fill(name, True))
    pipeline.forget_lane()
    in_source(pipeline, sick, "DROP TABLE orders")

    done = redrive_dead_letters(
        pipeline.operator.redrive_deps("orders"), Redrive(selection=Selection(), requested_by="a test")
    )

    assert (done.resent, list(done.unread)) == (1, [sick])
    assert read_ledger(pipeline.operator.ledger_deps).sources[sick].dead == 1


def test_a_source_that_cannot_be_read_has_a_figure_that_says_so(pipeline: Pipeline, source: str) -> None:
    locator, ledger_deps = pipeline.operator.cursor_locator, pipeline.operator.ledger_deps
    part = source_part(locator.sources[source], ledger_deps.sources[source], locator, locator.restarts)
    well = {metric.name.rpartition(".")[2]: metric.value for metric in part.measure(datetime.now(UTC))}
    in_source(pipeline, source, "DROP TABLE orders")

    sick = {metric.name.rpartition(".")[2]: metric.value for metric in part.measure(datetime.now(UTC))}

    assert (well["readable"], well["restarted"], well["lag"]) == (1, 0, 0)
    assert sick == {"readable": 0}
