"""Language and light or dark: kept by the browser in two cookies, so that the first byte of a page is already right."""

from dataclasses import dataclass
from typing import Literal, Self, get_args

from fastapi import Request

from console.words import LANGUAGES, Language, Words, words_of

Theme = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = get_args(Theme)

LANGUAGE_COOKIE = "esteira_language"
THEME_COOKIE = "esteira_theme"
COOKIE_ATTRIBUTES = "path=/; max-age=31536000; samesite=strict"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """What this browser prefers; what it never said follows its own settings."""

    language: Language
    theme: Theme

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read from the request."""
        return cls(language=_language(request), theme=_theme(request))

    @property
    def words(self) -> Words:
        """The words of the language."""
        return words_of(self.language)

    @property
    def dark(self) -> bool | None:
        """As Quasar has it: None follows the system."""
        return None if self.theme == "auto" else self.theme == "dark"


def _theme(request: Request) -> Theme:
    chosen = request.cookies.get(THEME_COOKIE)
    return next((theme for theme in THEMES if theme == chosen), "auto")


def _language(request: Request) -> Language:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    asked = request.headers.get("accept-language", "").lower()
    return next((language for language in LANGUAGES if language == chosen), "pt" if asked.startswith("pt") else "en")
