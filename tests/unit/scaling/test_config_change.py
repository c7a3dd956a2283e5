"""A change names what it changes: the rest stays, the weights add up, and every fault is found at once."""

from itertools import pairwise
from typing import Any

import pytest
from esteira.core.errors import ImpossibleFlow
from esteira.core.names import LANES, Lane
from esteira.scaling.config import LaneConfig, ScalingConfig
from esteira.scaling.config_change import apply_change, lane_document
from hypothesis import given
from hypothesis import strategies as st

DEFAULT = ScalingConfig()


@st.composite
def configurations(draw: st.DrawFn) -> ScalingConfig:
    """Possible ones."""
    cuts = sorted(draw(st.integers(0, 100)) for _ in LANES[1:])
    flows = [_lane(draw, upper - lower) for lower, upper in pairwise([0, *cuts, 100])]
    minima = sum(flow.min_workers for flow in flows)
    return ScalingConfig(lanes=dict(zip(LANES, flows, strict=True)), max_total_workers=draw(st.integers(minima, 256)))


def _lane(draw: st.DrawFn, weight: int) -> LaneConfig:
    least = draw(st.integers(0, 64))
    return LaneConfig(
        weight=weight,
        min_workers=least,
        max_workers=draw(st.integers(least, 64)),
        retry_delay_seconds=draw(st.none() | st.floats(1, 900)),
        paused=draw(st.booleans()),
    )


def faults(document: dict[str, Any], current: ScalingConfig = DEFAULT) -> dict[str, str]:
    with pytest.raises(ImpossibleFlow) as refused:
        apply_change(current, {"version": 0, **document})
    return dict(refused.value.faults)


@given(current=configurations())
def test_a_change_that_names_nothing_changes_nothing(current: ScalingConfig) -> None:
    assert apply_change(current, {"version": 0}).configuration == current


@given(current=configurations(), wanted=configurations())
def test_a_change_that_names_everything_changes_everything(current: ScalingConfig, wanted: ScalingConfig) -> None:
    assert apply_change(current, {"version": 0, **wanted.model_dump(mode="json")}).configuration == wanted


def test_a_memory_limit_that_a_worker_exceeds_before_it_has_done_anything_is_refused() -> None:
    assert faults({"worker": {"max_memory_mib": 200}}).keys() == {"worker.max_memory_mib"}


@given(current=configurations(), lane=st.sampled_from(LANES), weight=st.integers(0, 100))
def test_a_lanes_new_weight_leaves_the_rest_to_the_others_and_all_else_alone(
    current: ScalingConfig, lane: Lane, weight: int
) -> None:
    after = apply_change(current, lane_document(current, lane, {"version": 0, "weight": weight})).configuration

    assert after.lanes[lane].weight == weight
    assert sum(flow.weight for flow in after.lanes.values()) == 100
    assert [flow.model_copy(update={"weight": 0}) for flow in after.lanes.values()] == [
        flow.model_copy(update={"weight": 0}) for flow in current.lanes.values()
    ]


def test_a_deployed_retry_delay_is_asked_for_by_naming_none() -> None:
    slow = DEFAULT.model_copy(
        update={"lanes": {**DEFAULT.lanes, "orders": LaneConfig(weight=30, retry_delay_seconds=9)}}
    )

    kept = apply_change(slow, {"version": 0, "lanes": {"orders": {"paused": True}}})
    reset = apply_change(slow, {"version": 0, "lanes": {"orders": {"retry_delay_seconds": None}}})

    assert [one.lanes["orders"].retry_delay_seconds for one in (kept, reset)] == [9, None]


def test_faults_of_fields_and_faults_between_them_are_found_together() -> None:
    document = {
        "by": "\n",
        "host": {"max_cpu_percent": 0},
        "lanes": {
            "orders": {"weight": 50, "min_workers": 9, "max_concurrency": 1},
            "payments": {"target_seconds": "soon", "retry_delay_seconds": 1000},
            "returns": {},
        },
        "max_total_workers": 5,
        "speed": 1,
    }

    assert set(faults(document)) == {
        "by",
        "host.max_cpu_percent",
        "lanes",
        "lanes.orders.max_concurrency",
        "lanes.orders.min_workers",
        "lanes.payments.retry_delay_seconds",
        "lanes.payments.target_seconds",
        "lanes.returns",
        "lanes.returns.weight",
        "max_total_workers",
        "speed",
    }


@pytest.mark.parametrize(
    ("document", "field", "said"),
    [
        ({"lanes": {"orders": {"weight": 31}}}, "lanes", "add up to 101"),
        ({"lanes": {"orders": {"min_workers": 5}}}, "lanes.orders.min_workers", "5 is more than max_workers, 4"),
        ({"max_total_workers": 1}, "max_total_workers", "1 is less than all min_workers together, 2"),
        ({"cool_down_seconds": float("nan")}, "cool_down_seconds", "3600"),
        ({"lanes": {"orders": {"paused": 1}}}, "lanes.orders.paused", "boolean"),
        ({"lanes": {"orders": None}}, "lanes.orders", "object"),
        ({"lanes": []}, "lanes", "object"),
        ({"version": None}, "version", "integer"),
    ],
)
def test_each_fault_is_said_under_its_field(document: dict[str, Any], field: str, said: str) -> None:
    found = faults(document)

    assert list(found) == [field]
    assert said in found[field]


def test_what_is_wrong_by_itself_is_not_blamed_on_the_others_too() -> None:
    assert set(faults({"lanes": {"orders": {"weight": 101, "min_workers": -1}}})) == {
        "lanes.orders.weight",
        "lanes.orders.min_workers",
    }
