"""esteira populate"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from esteira.core.announcing.wiring import announce
from esteira.producer.fill_source import DEFAULT_FALSE_SHARE
from esteira.producer.load_orders import BadLines, NotLoaded
from esteira.producer.publish_all import NotPublished, PublishResult
from esteira.producer.wiring import Producer

from infra.cli.load.mix import Mix
from infra.cli.load.report import loaded_json, print_loaded
from infra.cli.load.run import LoadRequest, put_load
from infra.cli.load.schedule import Pattern, Schedule
from infra.cli.orders_csv.csv_format import CsvFormat
from infra.cli.orders_csv.load_file import load_file
from infra.cli.orders_csv.options import Decimal, Delimiter, Encoding, File, Multiline, Strict
from infra.cli.output import AsJson, counted, print_json, results
from infra.cli.populating import fill_all, print_not_filled
from infra.cli.publishing import print_published, publish_with_progress, published_json
from infra.cli.sources import count_and_source
from infra.local.core_settings import producer_settings

CountAndSource = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COUNT] [SOURCE]", help="How many orders to make in each source; and only this source."),
]
OnlySource = Annotated[str | None, typer.Option(metavar="SOURCE", help="Only this source; all, if not given.")]
FalseShare = Annotated[float, typer.Option(min=0, max=1, help="Share of orders that fail their security check.")]
Seed = Annotated[
    int | None, typer.Option(min=0, max=2**31 - 1, help="Seed of the generator: the same orders for the same seed.")
]
Publish = Annotated[bool, typer.Option("--publish", help="Publish the new orders at once.")]
Rate = Annotated[
    float | None,
    typer.Option(min=0.01, max=100_000, help="Instead of COUNT: orders and callbacks per second, in total."),
]
Seconds = Annotated[float, typer.Option(min=0.1, max=86_400, help="With --rate: duration.")]
PatternOption = Annotated[
    Pattern,
    typer.Option("--pattern", help="With --rate: steady, or bursty (2 s in 10 at five times the rate, then nothing)."),
]
MixOption = Annotated[
    str,
    typer.Option(
        "--mix",
        help="With --rate: shares of new orders and of payment callbacks for orders that have arrived,"
        " such as orders=40,payments=60.",
    ),
]


def populate(  # noqa: PLR0913 - one parameter an option
    arguments: CountAndSource = None,
    *,
    csv: File = None,
    source: OnlySource = None,
    false_share: FalseShare = DEFAULT_FALSE_SHARE,
    seed: Seed = None,
    delimiter: Delimiter = None,
    decimal: Decimal = None,
    encoding: Encoding = None,
    multiline: Multiline = False,
    strict: Strict = False,
    publish: Publish = False,
    rate: Rate = None,
    seconds: Seconds = 60,
    pattern: PatternOption = Pattern.STEADY,
    mix: MixOption = "orders=100",
    as_json: AsJson = False,
) -> None:
    """Put orders into the sources: COUNT generated ones in each, those of a CSV file in one, or --rate a second in all.

    Bad lines of a file are named and skipped; the exit code is 1 if no line is valid, or with --strict if any is bad.
    With --rate the exit code is 1 if less was made than requested; Ctrl-C ends the run early, with its report.
    """
    count, source = count_and_source(arguments, source)
    _check(count, csv, rate, source)
    _check_csv(csv, delimiter=delimiter, decimal=decimal, encoding=encoding, multiline=multiline, strict=strict)
    if rate is not None:
        load = LoadRequest(
            schedule=Schedule(rate_per_second=rate, seconds=seconds, pattern=pattern),
            mix=_mix(mix),
            sources=(source,) if source else (),
            false_share=false_share,
            seed=seed,
            publish=publish,
        )
        raise typer.Exit(_put(load, as_json=as_json))
    csv_format = CsvFormat(delimiter=delimiter or ",", decimal=decimal, encoding=encoding, multiline=multiline)
    settings = producer_settings()
    producer = Producer(settings)
    try:
        names = [source] if source else producer.names
        report = (
            _load(producer, names[0], csv, csv_format, strict=strict, as_json=as_json)
            if csv
            else _fill(producer, names, count or 0, false_share, seed)
        )
        outcomes = publish_with_progress([producer.publish_deps(name) for name in names]) if publish else []
    finally:
        producer.close()
        announce("sources", redis_url=settings.redis_url)
    _tell(report, outcomes, as_json=as_json)
    raise typer.Exit(_failed(report, outcomes))


def _failed(report: dict[str, Any], outcomes: Sequence[PublishResult]) -> bool:
    only_bad = bool(report.get("bad_lines")) and not any(report["filled"].values())
    if only_bad or report.get("not_filled"):
        return True
    return any(isinstance(outcome, NotPublished) for outcome in outcomes)


def _check(count: int | None, csv: Path | None, rate: float | None, source: str | None) -> None:
    if sum(given is not None for given in (count, csv, rate)) != 1:
        raise typer.BadParameter("give one of COUNT, --csv FILE and --rate R")
    if csv and source is None:
        raise typer.BadParameter("--csv needs --source NAME")


def _check_csv(csv: Path | None, **options: str | bool | None) -> None:
    if csv is None and (given := [f"--{name}" for name, value in options.items() if value]):
        raise typer.BadParameter(f"only with --csv: {', '.join(given)}")


def _mix(text: str) -> Mix:
    try:
        return Mix.parse(text)
    except ValueError as error:
        raise typer.BadParameter(f"--mix: {error}") from None


def _put(load: LoadRequest, *, as_json: bool) -> int:
    """The exit code."""
    loaded = put_load(load)
    if as_json:
        print_json(loaded_json(loaded))
    else:
        print_loaded(loaded)
    failed = any(isinstance(outcome, NotPublished) for outcome in loaded.outcomes)
    return int(failed or not (loaded.paced.complete or loaded.paced.stopped))


def _fill(producer: Producer, names: Sequence[str], count: int, false_share: float, seed: int | None) -> dict[str, Any]:
    filling = fill_all({name: producer.table(name) for name in names}, count, false_share=false_share, seed=seed)
    return {"filled": filling.filled, "not_filled": filling.faults}


def _load(  # noqa: PLR0913 - the options of the command
    producer: Producer, name: str, path: Path, csv_format: CsvFormat, *, strict: bool, as_json: bool
) -> dict[str, Any]:
    try:
        loaded = load_file(producer.table(name), path, csv_format, strict=strict)
    except NotLoaded as error:
        if as_json:
            print_json({**_loaded_json(name, 0, error.bad), "published": []})
        raise
    return _loaded_json(name, loaded.count, loaded.bad)


def _loaded_json(name: str, count: int, bad: BadLines) -> dict[str, Any]:
    lines = [{"line": line.number, "lines": line.lines, "reason": line.reason} for line in bad.reported]
    return {"filled": {name: count}, "bad_lines": bad.count, "bad": lines}


def _tell(report: dict[str, Any], outcomes: Sequence[PublishResult], *, as_json: bool) -> None:
    if as_json:
        print_json({**report, "published": published_json(outcomes)})
        return
    for name, count in report["filled"].items():
        results.print(f"{name}: {counted(count, 'order')} added")
    print_not_filled(report.get("not_filled", {}))
    if skipped := report.get("bad_lines"):
        results.print(f"[yellow]{counted(skipped, 'line')} skipped[/]")
    print_published(outcomes)
