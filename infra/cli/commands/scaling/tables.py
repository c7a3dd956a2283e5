"""A what-if as a table: three rows a lane, and three for all of them."""

from collections.abc import Iterator

from esteira.scaling.what_if.compare import WhatIf
from esteira.scaling.what_if.outcome import LaneOutcome, Outcome

from infra.cli.tables import WholeTable

COLUMNS = ("received", "wait, mean", "half", "95 %", "longest", "worker min", "changes", "left", "rule most often")


def comparison_table(compared: WhatIf) -> WholeTable:
    """Return what happened, the replay of the present configuration, and that of the proposed one."""
    table = WholeTable("lane", "")
    for column in COLUMNS[:-1]:
        table.add_column(column, justify="right")
    table.add_column(COLUMNS[-1])
    for lane in compared.proposed.lanes:
        for number, (name, outcome) in enumerate(_named(compared)):
            if lane in outcome.lanes:
                table.add_row("" if number else lane, name, *_cells(outcome.lanes[lane]))
    for number, (name, outcome) in enumerate(_named(compared)):
        table.add_row("" if number else "all", name, *_cells(outcome), style="bold")
    recorded = compared.recorded
    since, until = recorded.since.astimezone(), recorded.until.astimezone()
    table.caption = f"{since:%Y-%m-%d %H:%M:%S} to {until:%H:%M:%S %Z}; waiting in seconds"
    return table


def lines(compared: WhatIf) -> Iterator[str]:
    """Yield how near the replay is to what happened, what the proposal changes, and which rule bound it."""
    error = compared.error_percent
    if error is not None:
        yield (
            f"the replay of the present configuration is off by {error.waiting:+.0f} % in mean waiting and"
            f" {error.worker_minutes:+.0f} % in worker minutes of what happened"
        )
    before, after = compared.present, compared.proposed
    yield (
        f"proposed against present: mean waiting {after.waiting.mean - before.waiting.mean:+.1f} s,"
        f" worker minutes {after.worker_minutes - before.worker_minutes:+.1f}"
    )
    if rule := after.binding_rule:
        yield f"the rule that decided most often under the proposal: {rule.replace('_', ' ')}"


def _named(compared: WhatIf) -> tuple[tuple[str, Outcome], ...]:
    return ("happened", compared.recorded.happened), ("present", compared.present), ("proposed", compared.proposed)


def _cells(outcome: LaneOutcome | Outcome) -> tuple[str, ...]:
    waiting, rule = outcome.waiting, outcome.binding_rule
    return (
        f"{waiting.messages:,}",
        *(f"{seconds:.1f}" for seconds in (waiting.mean, waiting.p50, waiting.p95, waiting.longest)),
        f"{outcome.worker_minutes:.1f}",
        str(outcome.changes),
        f"{outcome.left:,}",
        rule.replace("_", " ") if rule else "-",
    )
