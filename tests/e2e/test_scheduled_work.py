"""What the schedule and expiry do within two minutes. Their inputs were created when the stack started."""

from tests.e2e.installation import QUIET, Installation, Sample
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

SCHEDULE_SECONDS = 120
COMPUTED = "functions.compute_metrics_due.invocations"
EXPIRY_SECONDS = 130
"""MongoDB removes expired documents once a minute."""


def test_the_schedule_publishes_without_a_request(sample: Sample, stores: InstallationStores) -> None:
    def arrived() -> bool:
        return sample.scheduled_order in stores.arrived(QUIET)

    assert wait_for("the scheduled order arrives", arrived, within_seconds=SCHEDULE_SECONDS)


def test_the_monitor_computes_all_metrics_each_minute(stack: Installation, stores: InstallationStores) -> None:
    def figures() -> dict[str, float]:
        metrics = stack.http.get("/metrics").raise_for_status().json()["metrics"]
        return {name: metric["value"] for name, metric in metrics.items()}

    wait_for("the schedule computes metrics", lambda: figures().get(COMPUTED, 0) > 0, within_seconds=SCHEDULE_SECONDS)
    (arrived,) = stores.query_target("SELECT count(*) FROM orders")[0]
    assert figures()["ledger.persisted"] == arrived
    history = stack.http.get("/metrics/ledger.persisted/history").raise_for_status().json()
    assert history["points"][-1]["value"] == arrived


def test_an_expired_attempt_is_removed_from_the_log(stores: InstallationStores, short_lived_attempt: str) -> None:
    def expired() -> bool:
        return stores.count_attempts(short_lived_attempt) == 0

    assert wait_for("the attempt expires", expired, within_seconds=EXPIRY_SECONDS, every_seconds=0.5)


def test_a_callback_moves_the_payment_of_its_order(stores: InstallationStores, short_lived_attempt: str) -> None:
    assert stores.query_target("SELECT payment_state FROM orders WHERE payment_state IS NOT NULL") == [("paid",)]
