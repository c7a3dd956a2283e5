"""esteira redrive"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from esteira.core.announcing.wiring import announce
from esteira.core.names import Lane
from esteira.reconciliation.dead_letters import Pace, Selection
from esteira.reconciliation.redrive.discard_dead_letters import Discarded, discard_dead_letters, preview_discard
from esteira.reconciliation.redrive.redrive_dead_letters import redrive_dead_letters
from esteira.reconciliation.redrive.request import Redrive, RedriveDeps, Redriven
from esteira.reconciliation.redrive.survey_dead_letters import survey_dead_letters
from rich.markup import escape

from infra.cli.auditing import audited
from infra.cli.caller import caller
from infra.cli.flow_control import LANE_HELP, lane_of
from infra.cli.operator import operating
from infra.cli.output import AsJson, messages, print_json, results
from infra.cli.survey_report import print_survey, redriven_json, survey_json
from infra.local.core_settings import core_settings

SEND_ALL = "Send all dead letters of the lane {} back?"
DISCARD_ALL = "Delete all conflicts and unparseable letters of the lane {} for good?"

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Message ids, orders as SOURCE:ID, or SQS ids.")
]
LaneOption = Annotated[str, typer.Option("--lane", help=LANE_HELP)]
All = Annotated[bool, typer.Option("--all", help="All dead letters of the lane.")]
RedriveRate = Annotated[float | None, typer.Option("--rate", min=0.01, help="Messages per second at most.")]
RequestedBy = Annotated[
    str, typer.Option("--by", help="Who requests it; recorded with the redrive.", show_default="user@host")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be sent back.")]
Discard = Annotated[
    bool,
    typer.Option("--discard", help="Delete the selected conflicts and unparseable letters instead of sending them."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]


def redrive(  # noqa: PLR0913 - options
    ids: Ids = None,
    *,
    lane: LaneOption = "orders",
    everything: All = False,
    rate: RedriveRate = None,
    by: RequestedBy = "",
    dry_run: DryRun = False,
    discard: Discard = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send dead letters back to their lane, all or by id. Without --all and ids, show them and their causes.

    With --discard and without --all and ids, show what would be deleted. --discard --all asks, unless --yes is given.
    """
    selection = _selection(ids or [], everything=everything)
    name = lane_of(lane, hint="--lane")
    with operating() as operator:
        redrive_deps = operator.redrive_deps(name)
        if discard and (selection is None or dry_run):
            _print_discarded(preview_discard(redrive_deps, selection or Selection()), name, as_json=as_json, done=False)
            return
        if selection is None or dry_run:
            _survey(redrive_deps, selection or Selection(), as_json=as_json)
            return
        if everything and not (yes or (as_json and not discard)):
            typer.confirm(DISCARD_ALL.format(lane) if discard else SEND_ALL.format(lane), abort=True, err=True)
        request = Redrive(selection=selection, requested_by=by or caller(), pace=Pace(per_second=rate))
        if discard:
            discarded = _discard(redrive_deps, request)
            _print_discarded(discarded, name, as_json=as_json)
            raise typer.Exit(bool(discarded.unknown or (ids and discarded.refused)))
        done = _redrive(redrive_deps, request)
    announce(name, redis_url=core_settings().redis_url)
    _print_result(done, name, as_json=as_json)
    raise typer.Exit(1 if done.unknown else 0)


def _selection(ids: list[str], *, everything: bool) -> Selection | None:
    if ids and everything:
        raise typer.BadParameter("give ids or --all, not both")
    if everything:
        return Selection()
    return Selection(identifiers=frozenset(ids)) if ids else None


def _survey(redrive_deps: RedriveDeps, selection: Selection, *, as_json: bool) -> None:
    survey = survey_dead_letters(redrive_deps, selection)
    if as_json:
        print_json(survey_json(redrive_deps.lane, survey))
    else:
        print_survey(redrive_deps.lane, survey)


def _discard(redrive_deps: RedriveDeps, request: Redrive) -> Discarded:
    with audited("dead_letters.discarded", redrive_deps.lane) as deed:
        discarded = discard_dead_letters(redrive_deps, request)
        deed.after = {"selected": _selected(request), **asdict(discarded)}
        return discarded


def _redrive(redrive_deps: RedriveDeps, request: Redrive) -> Redriven:
    with messages.status("sending back") as status, audited("dead_letters.redriven", redrive_deps.lane) as deed:
        done = redrive_dead_letters(redrive_deps, request, lambda done: status.update(f"sent back: {done.moved}"))
        deed.after = {"selected": _selected(request), **redriven_json(redrive_deps.lane, done)}
        return done


def _selected(request: Redrive) -> Sequence[str] | str:
    return sorted(request.selection.identifiers) if request.selection.identifiers else "all"


def _print_result(done: Redriven, lane: Lane, *, as_json: bool) -> None:
    if as_json:
        print_json(redriven_json(lane, done))
        return
    results.print(f"{lane}: {done.dead_letters} dead letters sent back, {done.unparseable} of them unparseable")
    for count, sentence in (
        (done.resent, "recorded as dead without a letter sent again from the stores"),
        (done.restored, "conflicts and unparseable messages without a letter sent again as they were kept"),
        (done.rejected, "put into the rejects, because no message can carry them any more"),
        (done.skipped, "without a letter skipped; repeat the command when nothing is in motion"),
        (done.copies_kept, "further dead letters of the same messages kept"),
        (done.interrupted_before, "earlier redrives had been interrupted; their records say so now"),
    ):
        if count:
            results.print(f"{count} {sentence}")
    for name, reason in done.unread.items():
        results.print(f"[red]source {name} could not be read:[/] {escape(reason)}", highlight=False)
    for identifier in done.unknown:
        results.print(f"[red]no dead letter matches {escape(identifier)}[/]", highlight=False)


def _print_discarded(counts: Discarded, lane: Lane, *, as_json: bool, done: bool = True) -> None:
    if as_json:
        print_json({"lane": lane, "done": done, **asdict(counts)})
        return
    suffix = "" if done else " by a discard of this selection; nothing was deleted"
    results.print(
        f"{lane}: {counts.letters} dead letters {'deleted' if done else 'would be deleted'}, "
        f"{counts.kept} kept messages forgotten{suffix}"
    )
    if counts.refused:
        results.print(f"{counts.refused} left, since they are neither conflict nor unparseable; send them back instead")
    for identifier in counts.unknown:
        results.print(f"[red]no dead letter matches {escape(identifier)}[/]", highlight=False)
