"""docs/reference/metrics.md, from the catalogue of metrics."""

from esteira.metrics.catalogue import CATALOGUE, MetricKind
from esteira.metrics.debounce import LONGEST_PAUSE_SECONDS, RESTING_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS
from esteira.metrics.metric import STALE_AFTER_SECONDS
from esteira.metrics.prometheus import sample_name
from esteira.metrics.ring_buffer import RINGS

TEXT = """\
# Metrics

Made by `python -m infra.reference --write` from `functions/esteira/metrics/catalogue.py`; change it there.

`GET /metrics` returns all current values: `value`, `unit`, `topic`, `labels`, `note` (the meaning of a coded value),
`at` (when it was measured), `age_seconds` and `stale`. A value is stale after {stale:g} s: it was not computed, or its
store was not reachable. `since` is the time of the first measurement since Redis last lost its data.

`GET /metrics/{{name}}/history?from=…&to=…&step=…` returns points. Times are ISO 8601 with a zone, or seconds since
1970. Steps, and how far back they reach: {rings}. Without `step` the finest
that reaches back to `from` is used; without `from` the history begins as far back as the step reaches. A step without a
value has no point.

The monitor computes metrics each minute, and the console after an announced change: at most every {shortest:g} s, at
least every {longest:g} s while messages are in motion and every {resting:g} s at rest, and never for more than a third
of the time.

*Keep* is how a step longer than a second combines its values. Prometheus reads the same metrics from the console's
`/metrics`, where `esteira_computed_timestamp_seconds{{topic="…"}}` is the time at which the oldest value of a topic was
computed.

| name | unit | topic | keep | Prometheus | meaning |
|---|---|---|---|---|---|
{rows}
"""


def page() -> str:
    """Return the text of the page."""
    return TEXT.format(
        stale=STALE_AFTER_SECONDS,
        rings="; ".join(f"`{ring.step_seconds}`, {ring.reach_seconds} s" for ring in RINGS),
        shortest=SHORTEST_PAUSE_SECONDS,
        longest=LONGEST_PAUSE_SECONDS,
        resting=RESTING_PAUSE_SECONDS,
        rows="\n".join(_row(kind) for kind in CATALOGUE),
    )


def _row(kind: MetricKind) -> str:
    topic = kind.topic or "the lane"
    return f"| `{kind.pattern}` | {kind.unit} | {topic} | {kind.keep} | `{sample_name(kind)}` | {kind.meaning} |"
