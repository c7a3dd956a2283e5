"""What the overview and the pages of queues and sources have to show."""

from collections.abc import Mapping
from typing import Any

from tests.browser.figures.reads import Reads
from tests.browser.figures.shown import Expected, OnlyOf, Since

Pages = Mapping[str, Mapping[str, Expected]]
"""What is to be seen at some addresses: panels by their titles."""

LANE_NAMES = {"orders": "orders", "payments": "payments", "lookups": "look-ups"}
RULES = {"need": "the backlog", "minimum": "its minimum", "maximum": "its maximum", "paused": "lane paused"}


def queues(reads: Reads) -> Pages:
    """A row a lane."""
    rows = []
    for lane, row in _lanes(reads).items():
        waiting = Since(row["waiting"], reads.began) if row["waiting"] else 0.0
        rows.append(
            {
                "lane": LANE_NAMES[lane],
                "state": row["state"],
                **row["depth"],
                "dead": row["dead_letters"],
                "oldest": waiting,
                "backlog": OnlyOf(row["depth"]["visible"]),
                "workers": row["workers"],
                "utilisation": 100.0 if row["workers"] else None,
                "why": row["rule"],
                "stale": False,
            }
        )
    return {"/queues": {"Queues": Expected(rows=rows)}}


def lanes(reads: Reads) -> Pages:
    """The page of each lane. The emulator cannot be looked into: it only says how many messages there are."""
    return {f"/queues/{lane}": _lane(reads, lane, row) for lane, row in _lanes(reads).items()}


def _lane(reads: Reads, lane: str, row: Mapping[str, Any]) -> Mapping[str, Expected]:
    facts: list[tuple[str, Any]] = [("State", row["state"])]
    labels = {"visible": "Visible", "in_flight": "In flight", "delayed": "Delayed"}
    facts += [(label, row["depth"][name]) for name, label in labels.items()]
    facts += [
        ("Dead", row["dead_letters"]),
        ("Oldest", Since(row["waiting"], reads.began) if row["waiting"] else "0 s"),
        ("Oldest dead", Since(row["dead"], reads.began) if row["dead"] else "0 s"),
        ("Workers", row["workers"]),
        ("Utilisation, %", "100" if row["workers"] else "–"),
        (
            "Why so many workers",
            f"{row['planned']} · {row['rule']}" if row["rule"] else "The manager has made no plan yet.",
        ),
        *([("Decided", row["decided"])] if row["rule"] else []),
    ]
    count = sum(row["depth"].values())
    return {
        LANE_NAMES[lane]: Expected(facts=facts),
        "Messages in the queue": Expected(says=[f"its {count} messages can only be received" if count else ""]),
    }


def _lanes(reads: Reads) -> Mapping[str, Mapping[str, Any]]:
    oldest = {row["lane"]: row for row in reads.rows("oldest")}
    plan, beats = reads.plan(), reads.beats()
    [paused] = reads.rows("paused_lanes")
    [decided] = reads.rows("decided")
    return {
        lane: {
            **oldest[lane],
            "depth": reads.depth(queues.queue_url),
            "dead_letters": sum(reads.depth(queues.dlq_url).values()),
            "state": "paused" if paused[lane] else "receiving",
            "workers": sum(beat["lane"] == lane and beat["state"] == "busy" for beat in beats),
            "planned": plan[lane]["workers"] if lane in plan else None,
            "rule": RULES[plan[lane]["rule"]] if lane in plan else None,
            "decided": decided["at"],
        }
        for lane, queues in reads.lanes.items()
    }


def sources(reads: Reads) -> Pages:
    """The only source."""
    row = _source(reads)
    return {"/sources": {"Sources": Expected(rows=[{"source": "source1", **row, "horizon": 0.0, "holder": "nobody"}])}}


def source(reads: Reads) -> Pages:
    """Its page. Nobody holds the horizon."""
    row, cursor = _source(reads), _cursor(reads)
    facts = [
        ("State", row["state"]),
        ("Rows", row["rows"]),
        ("Not read yet", row["lag"]),
        ("Cursor", cursor),
        ("Checkpoint", reads.rows("checkpoint")[0]["position"]),
        ("Cursor mode", "xid"),
        ("Horizon held for", "0 s"),
    ]
    return {"/sources/source1": {"source1": Expected(facts=facts)}}


def _source(reads: Reads) -> Mapping[str, Any]:
    cursor = _cursor(reads)
    lag = reads.source_rows(f"id > {cursor.partition(':')[2]}")
    state = "rows wait" if lag else "up to date"
    return {"state": state, "rows": reads.source_rows(), "lag": lag, "cursor": cursor, "mode": "xid"}


def _cursor(reads: Reads) -> str:
    with reads.redis() as client:
        stored = client.hgetall("esteira:cursor:{source1}")
    return ":".join(str(stored[name]) for name in ("x", "id"))


def overview(reads: Reads) -> Pages:
    """The figures of the overview, by their names. Nothing is published or consumed, so that all rates are 0."""
    [orders] = reads.rows("orders_by_state")
    row, depth, plan = _source(reads), reads.depth(reads.stores.orders.queue_url), reads.plan()
    ledger = {
        **orders,
        "not_read": row["lag"],
        # A message of an order that failed counts there, not as one that is under way.
        "in_flight": max(0, depth["in_flight"] - orders["retrying"]),
        "queued": depth["visible"] - max(0, orders["retrying"] - depth["in_flight"]),
    }
    [callbacks] = reads.rows("unprocessed_callbacks")
    facts = {
        "callbacks.unprocessed": f"{callbacks['count']:,}",
        "callbacks.band": "Slow",
        "ledger.residual": "Residual 0",
        "flow.plan_age_seconds": "0 s",
        "source.source1.lag": f"{row['lag']:,}",
        "source.source1.horizon_age_seconds": "0 s",
        "source.source1.readable": "yes",
        "source.source1.restarted": "no",
        **{f"ledger.{state}": f"{count:,}" for state, count in ledger.items()},
    }
    for lane, each in _lanes(reads).items():
        beats = [beat for beat in reads.beats() if beat["lane"] == lane and beat["state"] == "busy"]
        wanted = plan[lane]["workers"] if lane in plan else None
        facts |= {f"queue.{lane}.{name}": f"{count:,}" for name, count in each["depth"].items()}
        facts |= {
            f"queue.{lane}.dead": f"{each['dead_letters']:,}",
            f"throughput.{lane}": "0/s",
            f"throughput.{lane}.errors": "0/s",
            f"workers.{lane}.alive": str(len(beats)),
            f"workers.{lane}.in_hand": f"{sum(beat['in_hand'] for beat in beats):,}",
            f"workers.{lane}.wanted": "–" if wanted is None else str(wanted),
            f"workers.{lane}.missing": "–" if wanted is None else str(max(0, wanted - len(beats))),
            f"flow.{lane}.rule": each["rule"] or "–",
        }
    return {"/": {"metrics": Expected(facts=sorted(facts.items()))}}
