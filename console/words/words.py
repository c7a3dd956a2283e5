"""Texts of the pages in each language. One dataclass holds them, so that mypy rejects a language that lacks a text."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "pt"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Locale = Literal["en-GB", "pt-BR"]


@dataclass(frozen=True, kw_only=True)
class Words:
    """The texts of one language. `{}` stands for a number or a name."""

    language: Language
    locale: Locale
    thousands: str
    decimal: str

    overview: str
    skip_to_content: str
    language_label: str
    switch_theme: str
    sign_out: str

    sign_in: str
    operator_label: str
    sign_in_hint: str
    refused: str

    error_titles: dict[int, str]
    error_hints: dict[int, str]
    back: str
    no_script_title: str
    no_script: str
    no_script_metrics: str
    no_script_commands: str

    starting: str
    live: str
    partial: str
    stalled: str
    ago: tuple[str, str, str]
    nothing_measured: str

    callbacks: str
    bands: dict[str, str]
    band_from: str
    oldest: str

    ledger: str
    ledger_states: dict[str, str]
    residual: str
    balanced: str
    moving: str
    unbalanced: str
    conflicts: str
    untried: str
    unread: str
    contradictory: str

    tokens: str
    no_tokens: str
    token_states: dict[str, str]
    day: str
    expired: str
    lifetime: str

    depth: str
    depth_label: str
    lane_names: dict[str, str]
    throughput: str
    throughput_label: str
    orders_rate: str
    attempts_rate: str
    errors_rate: str
    per_second: str
    chart_figures: str
    chart_empty: str
    chart_table: str
    chart_time: str

    sources: str
    source: str
    lag: str
    horizon: str
    readable: str
    began_anew: str
    yes: str
    no: str
    no_sources: str
    source_hint: str

    lanes: str
    lane: str
    waiting: str
    in_flight: str
    delayed: str
    dead: str
    no_lanes: str
    dead_hint: str

    def count(self, number: float | None) -> str:
        """Format a whole number with the grouping of the language; a dash for None."""
        return "–" if number is None else f"{number:,.0f}".replace(",", self.thousands)

    def yes_or_no(self, value: float | None) -> str:
        """Return the word for a metric that is 1 or 0; a dash for None."""
        return "–" if value is None else self.yes if value else self.no

    def rate(self, per_second: float | None) -> str:
        """Format a rate per second, with one decimal below 100."""
        if per_second is None or per_second == 0 or per_second >= 100:
            return f"{self.count(per_second)}/s"
        return f"{per_second:.1f}/s".replace(".", self.decimal)

    def duration(self, seconds: float | None) -> str:
        """Format a duration in its largest unit of which there are at least two: `0 s`, `4 min`, `3 h`."""
        if seconds is None:
            return "–"
        for size, unit in ((86400, self.day), (3600, "h"), (60, "min")):
            if seconds >= 2 * size:
                return f"{seconds // size:.0f} {unit}"
        return f"{seconds:.0f} s"
