"""Each sample order is persisted or dead exactly once, and each attempt is in the log."""

from collections import Counter
from datetime import timedelta
from itertools import groupby, pairwise

from esteira.core.messages import MAX_RECEIVES, order_message_id
from esteira.producer.simulation import attempts_needed

from tests.e2e.installation import BUSY, RETRY_DELAY_SECONDS, SOURCES, Installation, Sample
from tests.e2e.stores import InstallationStores
from tests.harness.load import Key

STATES = {"not_read", "queued", "in_flight", "retrying", "dead", "conflict", "rejected", "persisted"}


def test_the_run_reports_all_sources_and_a_successful_verification(sample: Sample) -> None:
    assert [source for source in SOURCES if source not in sample.report] == []
    assert "verify: ok" in sample.report


def test_the_target_has_each_accepted_order_once_and_no_other(stores: InstallationStores) -> None:
    assert sorted(stores.arrived(*BUSY)) == sorted(stores.accepted(*BUSY))


def test_each_refused_order_is_one_dead_letter_that_was_received_five_times(stores: InstallationStores) -> None:
    letters = stores.messages(stores.orders_dlq)

    assert Counter(letter.key for letter in letters) == Counter(stores.refused(*SOURCES))
    # Whoever reads the dead-letter queue for the workbench adds receives of its own; the log has exactly five attempts.
    assert min(letter.receives for letter in letters) >= MAX_RECEIVES


def test_the_log_has_one_document_for_each_attempt(stores: InstallationStores) -> None:
    logged = Counter(_key(document) for document in stores.attempts(*BUSY))

    assert logged == {key: _expected_attempts(key, check=True) for key in stores.accepted(*BUSY)} | {
        key: _expected_attempts(key, check=False) for key in stores.refused(*BUSY)
    }


def test_attempts_of_a_message_are_at_least_the_retry_delay_apart(stores: InstallationStores) -> None:
    documents = sorted(stores.attempts(*BUSY), key=_key)

    times_by_order = [[document["processed_at"] for document in group] for _, group in groupby(documents, key=_key)]

    gaps = [later - earlier for times in times_by_order for earlier, later in pairwise(times)]
    assert gaps
    assert min(gaps) >= timedelta(seconds=RETRY_DELAY_SECONDS)


def test_the_history_of_a_message_is_in_order(stack: Installation, stores: InstallationStores) -> None:
    key = next(key for key in stores.accepted(*BUSY) if _expected_attempts(key, check=True) == 3)

    history = stack.esteira("history", str(order_message_id(*key)), "--json").json

    assert [attempt["attempt"] for attempt in history["attempts"]] == [1, 2, 3]
    assert [attempt["status"] for attempt in history["attempts"]] == ["failed", "failed", "succeeded"]


def test_http_and_command_line_return_the_same_history(stack: Installation, stores: InstallationStores) -> None:
    message_id = str(order_message_id(*min(stores.refused(*BUSY))))

    by_command = stack.esteira("history", message_id, "--json").json

    assert stack.http.get(f"/messages/{message_id}").json() == by_command
    assert len(by_command["attempts"]) == MAX_RECEIVES


def test_verify_finds_every_order_in_exactly_one_state(stack: Installation, stores: InstallationStores) -> None:
    result = stack.esteira("verify", "--rows", "--json")

    assert (result.exit_code, result.json["ok"], result.json["residual"]) == (0, True, 0)
    assert set(result.json["states"]) == STATES
    assert result.json["states"]["dead"] == len(stores.refused(*SOURCES))


def _key(document: dict[str, dict[str, object]]) -> Key:
    return str(document["origin"]["source"]), int(str(document["origin"]["source_id"]))


def _expected_attempts(key: Key, *, check: bool) -> int:
    source, source_id = key
    return min(attempts_needed(source, source_id, security_check=check, simulate=True), MAX_RECEIVES)
