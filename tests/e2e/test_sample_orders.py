"""Sample orders arrive exactly once: each in one place, each attempt in the log."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, pairwise

from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.producer.simulation import attempts_needed

from tests.e2e.installation import BUSY, RETRY_DELAY_SECONDS, SOURCES, Installation, Sample
from tests.e2e.stores import InstallationStores
from tests.harness.load import Key

STATES = {"not_read", "queued", "in_flight", "retrying", "dead", "rejected", "persisted"}


def test_the_main_job_tells_what_became_of_its_orders(sample: Sample) -> None:
    assert [source for source in SOURCES if source not in sample.report] == []
    assert "verify: ok" in sample.report


def test_the_target_holds_each_order_that_passes_its_check_once_and_no_other(stores: InstallationStores) -> None:
    assert sorted(stores.arrived(*BUSY)) == sorted(stores.good(*BUSY))


def test_the_dead_letters_are_the_orders_that_fail_theirs_each_received_five_times(stores: InstallationStores) -> None:
    letters = {letter.key: letter.receives for letter in stores.letters(stores.orders_dlq)}

    assert letters == dict.fromkeys(stores.false(*SOURCES), MAX_RECEIVES)


def test_the_log_holds_one_document_for_each_attempt(stores: InstallationStores) -> None:
    logged = Counter(_key(document) for document in stores.attempts(*BUSY))

    assert logged == {key: _expected_attempts(key, check=True) for key in stores.good(*BUSY)} | {
        key: _expected_attempts(key, check=False) for key in stores.false(*BUSY)
    }


def test_attempts_of_a_message_are_at_least_the_retry_delay_apart(stores: InstallationStores) -> None:
    documents = sorted(stores.attempts(*BUSY), key=_key)

    moments = [[one["processed_at"] for one in group] for _, group in groupby(documents, key=_key)]

    gaps = [later - earlier for times in moments for earlier, later in pairwise(times)]
    assert gaps
    assert min(gaps) >= timedelta(seconds=RETRY_DELAY_SECONDS)


def test_the_history_of_a_message_reads_in_order(stack: Installation, stores: InstallationStores) -> None:
    key = next(key for key in stores.good(*BUSY) if _expected_attempts(key, check=True) == 3)

    history = stack.esteira("history", str(order_message_id(*key)), "--json").json

    assert [attempt["attempt"] for attempt in history["attempts"]] == [1, 2, 3]
    assert [attempt["status"] for attempt in history["attempts"]] == ["failed", "failed", "succeeded"]


def test_http_tells_the_same_history_as_the_command_line(stack: Installation, stores: InstallationStores) -> None:
    message_id = str(order_message_id(*min(stores.false(*BUSY))))

    by_command = stack.esteira("history", message_id, "--json").json

    assert stack.http.get(f"/messages/{message_id}").json() == by_command
    assert len(by_command["attempts"]) == MAX_RECEIVES


def test_verify_finds_every_order_in_exactly_one_state(stack: Installation, stores: InstallationStores) -> None:
    answer = stack.esteira("verify", "--rows", "--json")

    assert (answer.exit_code, answer.json["ok"], answer.json["residual"]) == (0, True, 0)
    assert set(answer.json["states"]) == STATES
    assert answer.json["states"]["dead"] == len(stores.false(*SOURCES))


def _key(document: dict[str, dict[str, object]]) -> Key:
    return str(document["origin"]["source"]), int(str(document["origin"]["source_id"]))


def _expected_attempts(key: Key, *, check: bool) -> int:
    source, source_id = key
    return min(attempts_needed(source, source_id, security_check=check, simulate=True), MAX_RECEIVES)
