"""Language, theme and time range, kept in cookies, so that the server renders the page right the first time."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal, Self, get_args

from fastapi import Request

from console.words.languages import words_of
from console.words.words import LANGUAGES, Language, Words

Theme = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = get_args(Theme)

LANGUAGE_COOKIE = "esteira_language"
THEME_COOKIE = "esteira_theme"
RANGE_COOKIE = "esteira_range"
COOKIE_ATTRIBUTES = "path=/; max-age=31536000; samesite=strict"


class TimeRange(StrEnum):
    """How far back pages look. The choice counts for all of them."""

    QUARTER = "15m"
    HOUR = "1h"
    SIX_HOURS = "6h"
    DAY = "24h"
    WEEK = "7d"
    ALL = "all"

    @property
    def span(self) -> timedelta | None:
        """Its length; None for all time."""
        return _SPANS[self]


_SPANS: dict[TimeRange, timedelta | None] = {
    TimeRange.QUARTER: timedelta(minutes=15),
    TimeRange.HOUR: timedelta(hours=1),
    TimeRange.SIX_HOURS: timedelta(hours=6),
    TimeRange.DAY: timedelta(days=1),
    TimeRange.WEEK: timedelta(days=7),
    TimeRange.ALL: None,
}


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Preferences of a browser. Without a cookie, its own settings apply."""

    language: Language
    theme: Theme
    time_range: TimeRange = TimeRange.DAY

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read the preferences from the cookies and headers of a request."""
        return cls(language=_language(request), theme=_theme(request), time_range=_time_range(request))

    @property
    def words(self) -> Words:
        """The texts of the language."""
        return words_of(self.language)

    @property
    def dark(self) -> bool | None:
        """The value for Quasar: None follows the system."""
        return None if self.theme == "auto" else self.theme == "dark"


def _theme(request: Request) -> Theme:
    chosen = request.cookies.get(THEME_COOKIE)
    return next((theme for theme in THEMES if theme == chosen), "auto")


def _time_range(request: Request) -> TimeRange:
    chosen = request.cookies.get(RANGE_COOKIE)
    return next((each for each in TimeRange if each == chosen), TimeRange.DAY)


def _language(request: Request) -> Language:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    asked = request.headers.get("accept-language", "").lower()
    return next((language for language in LANGUAGES if language == chosen), "pt" if asked.startswith("pt") else "en")
