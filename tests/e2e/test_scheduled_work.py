"""What the schedule and expiry do by themselves within a minute. Their inputs were created when the stack started."""

from tests.e2e.installation import QUIET, Installation, Sample
from tests.e2e.stores import InstallationStores
from tests.harness.waiting import wait_for

COMPUTED = "functions.compute_metrics_due.invocations"


def test_the_schedule_publishes_without_a_request(sample: Sample, stores: InstallationStores) -> None:
    def arrived() -> bool:
        return sample.scheduled_order in stores.arrived(QUIET)

    assert wait_for("the scheduled order arrives", arrived)


def test_the_monitor_computes_all_metrics_each_minute(stack: Installation, stores: InstallationStores) -> None:
    def figures() -> dict[str, float]:
        metrics = stack.http.get("/metrics").raise_for_status().json()["metrics"]
        return {name: metric["value"] for name, metric in metrics.items()}

    def history() -> float:
        found = stack.http.get("/metrics/ledger.persisted/history").raise_for_status().json()
        return float(found["points"][-1]["value"])

    def agree() -> bool:
        (arrived,) = stores.query_target("SELECT count(*) FROM orders")[0]
        return bool(figures()["ledger.persisted"] == history() == arrived)

    wait_for("the schedule computes metrics", lambda: figures().get(COMPUTED, 0) > 0, every_seconds=0.5)
    assert wait_for("metrics and their history agree with the target", agree, every_seconds=0.5)


def test_an_expired_attempt_is_removed_from_the_log(stores: InstallationStores, short_lived_attempt: str) -> None:
    def expired() -> bool:
        return stores.count_attempts(short_lived_attempt) == 0

    assert wait_for("the attempt expires", expired, every_seconds=0.5)


def test_a_callback_moves_the_payment_of_its_order(stores: InstallationStores, short_lived_attempt: str) -> None:
    assert stores.query_target("SELECT payment_state FROM orders WHERE payment_state IS NOT NULL") == [("paid",)]
