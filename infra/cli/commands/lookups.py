"""esteira lookups"""

import typer
from esteira.lookups.lookup_task import TaskState
from esteira.reconciliation.task_ledger import TaskLedger, read_task_ledger

from infra.cli.operator import operating
from infra.cli.output import AsJson, print_json, results
from infra.cli.tables import WholeTable


def lookups(*, as_json: AsJson = False) -> None:
    """Show the tasks of all look-ups by state, and prove that none is lost. Exit code 1 if one is."""
    with operating() as operator:
        ledger = read_task_ledger(operator.task_ledger_deps)
    if as_json:
        print_json(_json(ledger))
    else:
        _show(ledger)
    raise typer.Exit(1 if ledger.lost else 0)


def _json(ledger: TaskLedger) -> dict[str, int | bool]:
    return {
        **{state.value: number for state, number in ledger.states.items()},
        "unsent": ledger.unsent,
        "messages": ledger.messages,
        "dead_letters": ledger.dead_letters,
        "lost": ledger.lost,
        "ok": not ledger.lost,
    }


def _show(ledger: TaskLedger) -> None:
    states = list(TaskState)
    table = WholeTable(*(state.value.replace("_", " ") for state in states), "messages", "dead letters")
    table.add_row(*(str(ledger.states[state]) for state in states), str(ledger.messages), str(ledger.dead_letters))
    results.print(table)
    if ledger.unsent:
        results.print(f"{ledger.unsent} queued ones are not sent yet; the schedule sends them within a minute.")
    if ledger.lost:
        results.print(f"look-ups: [red]{ledger.lost} have lost their message; the schedule queues them anew[/]")
    elif ledger.in_motion:
        results.print(f"look-ups: {ledger.in_motion} in motion, none lost")
    else:
        results.print("look-ups: [green]ok[/]")
