"""Results as Markdown tables, for the terminal and for the documents."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Results = Mapping[str, Any]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others to the right, padded to be read as text too."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_row(cells, widths) for cells in (head, rule, *rows))


def tables(results: Results) -> str:
    """Return a heading and a table for each section that was run."""
    parts = [f"## {TITLES[name]}\n\n{render(results[name])}" for name, render in TABLES.items() if name in results]
    return "\n\n".join(parts)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cells[0].ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)),
    ]
    return f"| {' | '.join(padded)} |"


def _end_to_end(section: Results) -> str:
    rates = table(
        ("what", "orders/s", "lowest to highest", "cores busy", "CPU ms an order", "peak MiB"),
        [
            (
                each["name"],
                f"{each['per_second']:,.0f}",
                f"{each['slowest_per_second']:,.0f} to {each['fastest_per_second']:,.0f}",
                f"{each['cores']:.2f}",
                f"{each['milliseconds_an_order']:.2f}",
                f"{sum(each['peak_mib'].values()):,.0f}",
            )
            for each in section["contenders"]
        ],
    )
    programs = "\n\n".join(_programs(each) for each in section["contenders"])
    return f"{rates}\n\nBy program:\n\n{programs}"


def _programs(contender: Results) -> str:
    """Return the programs that cost most first."""
    spent, peaks = contender["milliseconds_by_program"], contender["peak_mib"]
    names = sorted(spent, key=lambda name: -spent[name])
    return table(
        (contender["name"], "CPU ms an order", "peak MiB"),
        [(name, f"{spent[name]:.3f}", f"{peaks.get(name, 0):,.0f}") for name in names],
    )


def _core(section: Results) -> str:
    return table(
        ("core", "orders/s", "CPU ms an order (own process)"),
        [
            (each["name"], f"{each['per_second']:,.0f}", f"{each['processor_ms_an_order']:.3f}")
            for each in section["lines"]
        ],
    )


def _growth(section: Results) -> str:
    return table(
        ("varied", "rows", "sources", "workers", "orders/s", "CPU ms an order", "peak MiB"),
        [
            (
                each["varied"],
                f"{each['orders']:,}",
                str(each["sources"]),
                str(each["workers"]),
                f"{each['per_second']:,.0f}",
                f"{each['milliseconds_an_order']:.2f}",
                f"{sum(each['peak_mib'].values()):,.0f}",
            )
            for each in section["lines"]
        ],
    )


def _latency(section: Results) -> str:
    return table(
        ("arrivals", "orders", "p50 s", "p99 s"),
        [(each["name"], str(each["orders"]), f"{each['p50']:.2f}", f"{each['p99']:.2f}") for each in section["lines"]],
    )


def _start(section: Results) -> str:
    starts = [
        table(
            (f"{each['name']} run", "begun at", "seconds"),
            [
                *(
                    (phase["name"], f"{phase['begun_after_seconds']:.1f}", f"{phase['seconds']:.1f}")
                    for phase in each["phases"]
                ),
                ("in all", "", f"{each['seconds']:.1f}"),
            ],
        )
        for each in section["starts"]
    ]
    idle = sorted(section["idle"].items(), key=lambda item: -item[1])
    shares = [*idle, ("in all", sum(section["idle"].values()))]
    return "\n\n".join([*starts, table(("idle", "of a core"), [(name, f"{share:.1%}") for name, share in shares])])


TABLES: Mapping[str, Callable[[Results], str]] = {
    "end-to-end": _end_to_end,
    "core": _core,
    "growth": _growth,
    "latency": _latency,
    "start": _start,
}
TITLES: Mapping[str, str] = {
    "end-to-end": "End to end",
    "core": "Cores",
    "growth": "Growth",
    "latency": "Latency",
    "start": "Start",
}
