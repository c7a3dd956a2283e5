"""verify, history and redrive as commands: exit codes, JSON, and recovery after a kill between two effects."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from esteira.core.messages import order_message_id
from esteira.reconciliation.repair_ledger import repair_ledger

from infra.local.home import Home
from tests.harness.pipeline import Pipeline


def esteira(pipeline: Pipeline, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.cli.main", *arguments],
        env={**os.environ, **pipeline.variables, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("failpoint", "copies"), [("redrive.after_mark", 0), ("redrive.after_send", 2)], ids=["marked", "sent"]
)
def test_a_redrive_killed_between_two_effects_is_completed_by_the_next(
    pipeline: Pipeline, source: str, failpoint: str, copies: int
) -> None:
    ids = pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.kill(source, ids)

    with pipeline.letters_hidden_for(seconds=4):
        killed = esteira(pipeline, "redrive", "--all", "--yes", ESTEIRA_FAILPOINT=f"{failpoint}:kill")
    on_lane = pipeline.operator.ledger_deps.lane.read().total
    pipeline.await_letters(2)
    again = esteira(pipeline, "redrive", "--all", "--yes", "--json")
    pipeline.consume()

    assert (killed.returncode, on_lane) == (-signal.SIGKILL, copies)
    answer = json.loads(again.stdout)
    assert (answer["letters"], answer["interrupted_before"]) == (2, 1)
    endings = pipeline.in_target("SELECT ending, finished_at IS NOT NULL FROM redrives ORDER BY id")
    assert endings == [("interrupted", True), ("finished", True)]
    verified = esteira(pipeline, "verify", "--rows", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["states"]["persisted"]) == (0, 2)
    assert pipeline.dead_letters() == []


def test_verify_exits_with_zero_only_when_all_is_accounted_for(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.forget_lane()

    lost = esteira(pipeline, "verify", "--json")
    unreadable = esteira(pipeline, "verify", ESTEIRA_REDIS_URL="redis://:hush@127.0.0.1:1/0")

    answer = json.loads(lost.stdout)
    assert (lost.returncode, answer["ok"], answer["residual"], answer["lost"]) == (1, False, 1, 1)
    assert (unreadable.returncode, "ESTEIRA_REDIS_URL" in unreadable.stderr) == (2, True)
    assert "hush" not in unreadable.stderr + unreadable.stdout


def test_a_target_that_is_away_is_told_in_one_sentence(pipeline: Pipeline) -> None:
    away = esteira(pipeline, "verify", ESTEIRA_TARGET_DSN="postgresql://postgres@127.0.0.1:1/postgres")

    (line,) = away.stderr.splitlines()
    assert (away.returncode, line.startswith("error: The target database is not available")) == (2, True)


def test_wait_fails_and_names_the_repair_when_orders_are_lost(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True, True)
    pipeline.publish()
    pipeline.forget_lane()

    told, as_json = esteira(pipeline, "wait"), esteira(pipeline, "wait", "--json")

    answer = json.loads(as_json.stdout)
    assert (told.returncode, as_json.returncode, answer["settled"], answer["lost"]) == (1, 1, True, 2)
    assert "2 orders are lost" in told.stdout
    assert "`esteira verify --repair`" in told.stdout


def test_wait_names_the_lane_that_is_paused(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    esteira(pipeline, "pause", "orders")

    told = esteira(pipeline, "wait", "--timeout", "1")
    esteira(pipeline, "resume", "orders")

    assert (told.returncode, "still in motion" in told.stdout) == (1, True)
    assert "`esteira resume orders`" in told.stdout
    assert "`esteira resume orders`" in told.stderr


def test_verify_says_what_it_waits_for_before_it_waits(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()

    with subprocess.Popen(
        [sys.executable, "-m", "infra.cli.main", "verify"],
        env={**os.environ, **pipeline.variables},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as waiting:
        assert waiting.stderr
        line = waiting.stderr.readline()
        waiting.terminate()

    assert line.startswith("waiting up to 30 s for 1 orders in motion")


def test_verify_waits_for_the_repair_after_localstack_has_lost_its_queues(
    pipeline: Pipeline, source: str, tmp_path: Path
) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.forget_lane()
    Home(root=tmp_path).lost.write_text("{}")

    with subprocess.Popen(
        [sys.executable, "-m", "infra.cli.main", "verify"],
        env={**os.environ, **pipeline.variables, "ESTEIRA_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as waiting:
        assert waiting.stderr
        line = waiting.stderr.readline()
        repair_ledger(pipeline.operator.repair_deps)
        pipeline.consume()
        ended = waiting.wait(timeout=60)

    assert "1 orders that are just being published again" in line
    assert ended == 0


def test_the_history_of_an_order_that_only_a_sick_source_knows_names_the_source(
    pipeline: Pipeline, source: str
) -> None:
    pipeline.fill(source, True)
    with psycopg.connect(pipeline.addresses.source_dsns[source]) as connection:
        connection.execute("ALTER TABLE orders RENAME TO gone")

    shown = esteira(pipeline, "history", f"{source}:1")

    assert shown.returncode == 1
    assert f"({source}: it has no table orders" in " ".join(shown.stderr.split())


def test_more_wrong_orders_than_are_listed_are_counted(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, *[True] * 25)
    pipeline.publish()
    pipeline.forget_lane()

    told = esteira(pipeline, "verify", "--rows")

    assert f"{source}:20 (20 of 25)" in told.stdout


def test_a_dry_run_says_what_a_redrive_would_send(pipeline: Pipeline, source: str) -> None:
    pipeline.in_target(
        "INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at, attempt, error)"
        f" VALUES ('pix', 'e8', '{source}', 1, 'paid', 1, now(), 5, 'no luck')"
    )

    dry = json.loads(esteira(pipeline, "redrive", "--lane", "payments", "--dry-run", "--json").stdout)
    told = esteira(pipeline, "redrive", "--lane", "payments", "--dry-run").stdout
    sent = json.loads(esteira(pipeline, "redrive", "--lane", "payments", "--all", "--json").stdout)

    assert (dry["would_send"], sent["moved"]) == (1, 1)
    assert [(group["error"], group["example"]) for group in dry["groups"]] == [("no luck", "pix:e8")]
    assert "would send 1: 0 dead letters, 1 without a letter" in told


@pytest.mark.parametrize(
    ("arguments", "exit_code", "answer"),
    [
        ((), 0, "1 dead letters would be deleted, 1 kept messages forgotten"),
        (("--all", "--dry-run"), 0, "1 dead letters would be deleted"),
        (("--all",), 1, "for good?"),
        (("--all", "--json"), 1, "for good?"),
        (("nothing:7",), 1, "no dead letter matches nothing:7"),
    ],
)
def test_nothing_is_discarded_by_mistake(
    pipeline: Pipeline, source: str, arguments: tuple[str, ...], exit_code: int, answer: str
) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    pipeline.conflict(source, row_id)

    done = esteira(pipeline, "redrive", "--discard", *arguments)

    assert (done.returncode, answer in " ".join((done.stdout + done.stderr).split())) == (exit_code, True)
    assert len(pipeline.dead_letters()) == 1


def test_a_repair_sends_lost_orders_and_reports_their_number(pipeline: Pipeline, source: str) -> None:
    pipeline.fill(source, True)
    pipeline.publish()
    pipeline.forget_lane()

    with pipeline.consuming():
        repaired = esteira(pipeline, "verify", "--repair")

    assert (repaired.returncode, "1 orders sent again" in repaired.stderr) == (0, True)
    assert repaired.stdout.rstrip().endswith("verify: ok")


def test_a_history_is_found_by_message_and_by_order(pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.consume()
    message_id = str(order_message_id(source, row_id))

    by_message = json.loads(esteira(pipeline, "history", message_id, "--json").stdout)
    by_order = json.loads(esteira(pipeline, "history", f"{source}:{row_id}", "--json").stdout)
    unknown = esteira(pipeline, "history", f"{source}:99")
    invalid = esteira(pipeline, "history", "foo")

    assert by_message == by_order
    assert (by_message["message_id"], by_message["order"], by_message["state"]) == (
        message_id,
        f"{source}:{row_id}",
        "persisted",
    )
    assert [(attempt["attempt"], attempt["status"]) for attempt in by_message["attempts"]] == [(1, "succeeded")]
    assert by_message["attempts"][0]["origin"]["source_id"] == str(row_id)
    assert (unknown.returncode, f"{source}:99" in unknown.stderr) == (1, True)
    assert (invalid.returncode, "SOURCE:ID" in invalid.stderr, "SQS id" in invalid.stderr) == (2, True, True)


LARGE = 1970670598291982290


def test_the_history_of_an_order_without_attempts_says_why(pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, 0, -5, LARGE)
    unpublished = esteira(pipeline, "history", f"{source}:{LARGE}")
    pipeline.publish()

    rejected = esteira(pipeline, "history", f"{source}:0")
    untried = esteira(pipeline, "history", f"{source}:{LARGE}")
    away = esteira(pipeline, "history", f"{source}:-5", ESTEIRA_MONGO_URL="mongodb://127.0.0.1:1/esteira")

    assert (unpublished.returncode, "not published yet" in unpublished.stdout) == (0, True)
    assert "rejected" in rejected.stdout
    assert "greater than or equal to 1" in rejected.stdout
    assert "never became a message" in rejected.stdout
    assert "not been tried yet" in untried.stdout
    assert (away.returncode, "MongoDB" in away.stdout, "rejected" in away.stdout) == (1, True, True)


def test_an_order_is_not_lost_to_repair_and_history_by_its_date(pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, 1, 2, created_at="infinity")
    pipeline.publish()
    pipeline.forget_lane()

    shown = esteira(pipeline, "history", f"{source}:1")
    with pipeline.consuming():
        repaired = esteira(pipeline, "verify", "--repair", "--rows", "--json")

    assert (shown.returncode, "not been tried yet" in shown.stdout) == (0, True)
    assert (repaired.returncode, json.loads(repaired.stdout)["states"]["persisted"]) == (0, 2)


def test_a_dead_order_can_be_found_by_every_id_that_redrive_prints(pipeline: Pipeline, source: str) -> None:
    pipeline.insert(source, LARGE)
    pipeline.publish()
    pipeline.kill(source, [LARGE])
    pipeline.mark_dead('{"broken": 1}')

    shown = esteira(pipeline, "redrive", COLUMNS="40")
    survey = json.loads(esteira(pipeline, "redrive", "--json").stdout)
    history = esteira(pipeline, "history", survey["groups"][0]["example"])

    assert f"{source}:{LARGE}" in shown.stdout
    assert survey["foreign_ids"][0] in shown.stdout
    assert (history.returncode, "dead" in history.stdout) == (0, True)


def test_redrive_without_a_selection_shows_dead_orders_and_sends_nothing(pipeline: Pipeline, source: str) -> None:
    ids = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, ids)

    shown = esteira(pipeline, "redrive")

    assert (shown.returncode, "no luck" in shown.stdout, "--all" in shown.stdout) == (0, True, True)
    assert len(pipeline.dead_letters()) == 1


def test_dead_letters_that_nobody_tried_are_counted_and_have_a_history(pipeline: Pipeline, source: str) -> None:
    (row_id,) = pipeline.fill(source, True)
    pipeline.publish()
    pipeline.kill(source, [row_id], on_record=False)

    survey = json.loads(esteira(pipeline, "redrive", "--json").stdout)
    history = json.loads(esteira(pipeline, "history", f"{source}:{row_id}", "--json").stdout)

    assert (survey["letters"], survey["unattempted"]) == (1, 1)
    assert [attempt["error"]["kind"] for attempt in history["attempts"]] == ["no attempt recorded"]
    assert "without a recorded attempt" in esteira(pipeline, "redrive").stdout


@pytest.mark.parametrize("arguments", [("--all", "an-id"), ("--lane", "unknown"), ("--all", "--rate", "0")])
def test_invalid_arguments_of_a_redrive_are_refused(pipeline: Pipeline, arguments: tuple[str, ...]) -> None:
    assert esteira(pipeline, "redrive", *arguments).returncode == 2
