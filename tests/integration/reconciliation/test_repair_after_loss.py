"""The repair after LocalStack has lost its queues, from the positions noted while there were none."""

from pathlib import Path

from infra.local.environment import Environment, LaneQueues
from infra.local.home import Home
from infra.local.stack.repair import note_what_is_lost, repair
from tests.harness.pipeline import Pipeline
from tests.unit.infra.local.environments import environment


def running(home: Path, pipeline: Pipeline, *sources: str) -> Environment:
    """The environment of an installation with these sources."""
    addresses = pipeline.addresses
    lane = LaneQueues(url=addresses.lane.queue_url, dlq_url=addresses.lane.dlq_url)
    return environment(
        home,
        sources={name: addresses.source_dsns[name] for name in sources},
        cursor_modes=dict.fromkeys(sources, "xid"),
        target_dsn=addresses.target_dsn,
        redis_url=addresses.redis_url,
        mongo_url=addresses.mongo_url,
        aws_endpoint_url=addresses.sqs_endpoint,
        queues={"orders": lane},
    )


def test_a_source_that_was_taken_out_since_does_not_stop_the_repair_of_the_others(
    pipeline: Pipeline, source: str, tmp_path: Path
) -> None:
    taken_out, said = f"{source}b", list[str]()
    for name in (source, taken_out):
        pipeline.fill(name, True)
    pipeline.publish()
    pipeline.forget_lane()
    note_what_is_lost(running(tmp_path, pipeline, source, taken_out))

    repair(running(tmp_path, pipeline, source), said.append)

    assert said == ["ledger repaired: 1 orders published again, 0 rejected, 0 dead letters recorded"]
    assert not Home(root=tmp_path).lost.exists()
