"""Report of a run of load: what was requested, and what was made."""

from collections.abc import Mapping
from typing import Any

from rich.markup import escape

from infra.cli.load.mix import Kind
from infra.cli.load.pace import Paced
from infra.cli.load.run import LoadResult
from infra.cli.output import results
from infra.cli.publishing import print_published, published_json


def loaded_json(loaded: LoadResult) -> dict[str, Any]:
    """The report as JSON. Rates count orders and callbacks together."""
    schedule, paced = loaded.load.schedule, loaded.paced
    return {
        "pattern": schedule.pattern.value,
        "asked": {"rate_per_second": schedule.rate_per_second, "seconds": schedule.seconds, **paced.asked},
        "reached": {
            "rate_per_second": round(paced.rate_per_second, 1),
            "seconds": round(paced.seconds, 3),
            **paced.made,
        },
        "complete": paced.complete,
        "stopped": paced.stopped,
        "setbacks": paced.setbacks,
        "last_setback": paced.last_setback,
        "filled": loaded.filled,
        "handed_over": loaded.handed_over,
        "published": published_json(loaded.outcomes),
    }


def print_loaded(loaded: LoadResult) -> None:
    """The report as text."""
    schedule, paced = loaded.load.schedule, loaded.paced
    asked = f"{schedule.rate_per_second:g}/s for {schedule.seconds:g} s, {schedule.pattern}"
    results.print(f"asked    {asked}: {_amounts(paced.asked)}", highlight=False)
    results.print(
        f"reached  {paced.rate_per_second:.1f}/s for {paced.seconds:.1f} s: {_amounts(paced.made)}", highlight=False
    )
    results.print(_ending(paced), highlight=False)
    for source, count in loaded.handed_over.items():
        results.print(f"{source}: {count} published during the run")
    print_published(loaded.outcomes)


def _amounts(counts: Mapping[Kind, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "nothing"


def _ending(paced: Paced) -> str:
    errors = f"; {paced.setbacks} errors, the last: {escape(paced.last_setback)}" if paced.setbacks else ""
    if paced.complete:
        return f"[green]complete[/]{errors}"
    return f"[yellow]{'stopped' if paced.stopped else 'fell short'}[/]{errors}"
