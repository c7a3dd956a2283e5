"""Sources, and who holds them up, as rows of tables."""

from esteira.producer.cursor import Cursor
from esteira.producer.horizon import Horizon, HorizonHolder

from console.elements.data_table import Column, Row
from console.pages.sources.looks import SourceLook
from console.pages.sources.words import SourcesWords


def source_columns(words: SourcesWords) -> list[Column]:
    """Return the columns of sources."""
    return [
        Column(key="source", label=words.source, kind="link"),
        Column(key="state", label=words.state, kind="state"),
        Column(key="rows", label=words.rows, kind="number"),
        Column(key="lag", label=words.lag, kind="number"),
        Column(key="cursor", label=words.cursor),
        Column(key="mode", label=words.mode),
        Column(key="horizon", label=words.horizon, kind="duration"),
        Column(key="holder", label=words.held_by, wide=True),
    ]


def source_row(look: SourceLook, words: SourcesWords) -> Row:
    """Return a source, whose name leads to the page of its own."""
    row = {
        "key": look.name,
        "source": {"text": look.name, "href": f"/sources/{look.name}"},
        "state": state(look, words),
    }
    status = look.status
    if status is None:
        return {**row, "holder": look.fault}
    return {
        **row,
        "rows": status.total_rows,
        "lag": status.lag_rows,
        "cursor": position_text(status.resumes_at),
        "mode": status.mode,
        "horizon": status.horizon_age_seconds,
        "holder": holder_text(look.horizon, words),
    }


def state(look: SourceLook, words: SourcesWords) -> dict[str, str]:
    """Return the state of a source, as a cell."""
    if look.status is None:
        return {"text": words.away, "tone": "alert"}
    if look.status.restart:
        return {"text": words.began_anew, "tone": "alert"}
    if look.status.lag_rows:
        return {"text": words.behind, "tone": "slow"}
    return {"text": words.well, "tone": "normal"}


def position_text(cursor: Cursor | None) -> str | None:
    """Return a position: the id, with the transaction before it where there is one. None before the first row."""
    if cursor is None or cursor.position.id == -(2**63):
        return None
    position = cursor.position
    return f"{position.x}:{position.id}" if position.x else str(position.id)


def holder_text(horizon: Horizon | None, words: SourcesWords) -> str:
    """Return who has held up the horizon longest."""
    if horizon is None or not horizon.holders:
        return words.nobody
    first = horizon.holders[0]
    name = first.application or words.transactions.get(first.state, first.state)
    return f"{name} ({first.pid})" if first.pid else name


def holder_columns(words: SourcesWords) -> list[Column]:
    """Return the columns of holders."""
    return [
        Column(key="pid", label=words.pid),
        Column(key="application", label=words.application),
        Column(key="since", label=words.since, kind="time"),
        Column(key="state", label=words.transaction),
        Column(key="database", label=words.database),
        Column(key="query", label=words.statement, kind="code", wide=True),
    ]


def holder_row(number: int, holder: HorizonHolder, words: SourcesWords) -> Row:
    """Return a holder."""
    return {
        "key": str(holder.pid or f"prepared-{number}"),
        "pid": str(holder.pid) if holder.pid else None,
        "application": holder.application,
        "since": holder.since,
        "state": words.transactions.get(holder.state, holder.state),
        "database": holder.database,
        "query": holder.query or (words.hidden if holder.pid else None),
    }
