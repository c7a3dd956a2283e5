"""The workers' log is bounded, whoever writes."""

from pathlib import Path

from bridge.scaler.lane_log import LaneLog


def test_a_long_log_is_truncated_while_it_is_written(tmp_path: Path) -> None:
    log = LaneLog(tmp_path / "logs" / "worker-orders.log", max_bytes=10)
    with log.open() as writer:
        for number in range(5):
            writer.write(b"line %d is long\n" % number)
            writer.flush()
            log.truncate()
        writer.write(b"last\n")

    kept = {path.name: path.read_text() for path in (tmp_path / "logs").iterdir()}
    assert kept == {
        "worker-orders.log": "last\n",
        "worker-orders.log.1": "line 4 is long\n",
        "worker-orders.log.2": "line 3 is long\n",
    }


def test_a_short_log_stays_as_it_is(tmp_path: Path) -> None:
    log = LaneLog(tmp_path / "worker.log", max_bytes=10)
    log.truncate()
    with log.open() as writer:
        writer.write(b"short\n")

    log.truncate()

    assert [path.name for path in tmp_path.iterdir()] == ["worker.log"]
