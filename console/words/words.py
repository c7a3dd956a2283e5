"""Texts of the pages in each language. One dataclass holds them, so that mypy rejects a language that lacks a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

Plural = tuple[str, str]
"""A text for exactly one thing, and one for any other number of things."""

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
    sign_in_hint: str

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
    connection_lost: str
    ago: tuple[str, str, str]
    nothing_measured: str

    alerts_label: str
    alert_number: Plural
    all_is_well: str
    alerts: dict[str, Plural]
    reasons: dict[str, str]
    """English sentences of errors, and what they are in this language."""

    callbacks: str
    bands: dict[str, str]
    band_from: str
    oldest: str

    ledger: str
    ledger_states: dict[str, str]
    ledger_faults: dict[str, str]
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
    token_counts: dict[str, Plural]
    """In the order of urgency."""
    more_tokens: Plural
    day: str
    lifetime: str

    depth: str
    depth_label: str
    lane_names: dict[str, str]
    throughput: str
    throughput_label: str
    done_rate: str
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

    workers: str
    wanted: str
    running: str
    missing: str
    in_hand: str
    rule: str
    rules: dict[str, str]
    plan_age: str
    nobody_plans: str
    no_plan: str

    lanes: str
    lane: str
    waiting: str
    in_flight: str
    delayed: str
    dead: str
    no_lanes: str
    open_dead_letters: str

    @property
    def card_names(self) -> dict[str, str]:
        """The titles of the cards by their CSS class."""
        return {
            "callbacks": self.callbacks,
            "ledger": self.ledger,
            "tokens": self.tokens,
            "throughput": self.throughput,
            "lanes": self.lanes,
            "workers": self.workers,
            "sources": self.sources,
        }

    def plural(self, texts: Plural, count: int) -> str:
        """Return the text for this number of things, with the number in its place."""
        return texts[count != 1].format(count=self.count(count))

    def alert(self, kind: str, count: int, *, subject: str, seconds: float) -> str:
        """Return the text of an alert with its number, the name of its subject, and its age."""
        text = self.alerts[kind][count != 1]
        return text.format(count=self.count(count), subject=subject, age=self.duration(seconds))

    def reason(self, sentences: str) -> str:
        """Return the sentences of an error in this language; those it does not know stay English."""
        for english, translated in self.reasons.items():
            sentences = sentences.replace(english, translated)
        return sentences

    def token_summary(self, states: Sequence[str]) -> str:
        """Return how many tokens are in each state: `1 expired, 9 valid`; empty without tokens."""
        counts = ((texts, states.count(state)) for state, texts in self.token_counts.items())
        return ", ".join(self.plural(texts, count) for texts, count in counts if count)

    def count(self, number: float | None) -> str:
        """Format a whole number with the grouping of the language; a dash for None."""
        return "–" if number is None else f"{number:,.0f}".replace(",", self.thousands)

    def exact(self, value: Decimal | None) -> str | None:
        """Format an amount or a price with all its digits; None stays None."""
        if value is None:
            return None
        return f"{value:,f}".translate({ord(","): self.thousands, ord("."): self.decimal})

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
