"""Language and theme, kept in two cookies, so that the server renders the page right the first time."""

from dataclasses import dataclass
from typing import Literal, Self, get_args

from fastapi import Request

from console.words.languages import words_of
from console.words.words import LANGUAGES, Language, Words

Theme = Literal["light", "dark", "auto"]
THEMES: tuple[Theme, ...] = get_args(Theme)

LANGUAGE_COOKIE = "esteira_language"
THEME_COOKIE = "esteira_theme"
COOKIE_ATTRIBUTES = "path=/; max-age=31536000; samesite=strict"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """Preferences of a browser. Without a cookie, its own settings apply."""

    language: Language
    theme: Theme

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read the preferences from the cookies and headers of a request."""
        return cls(language=_language(request), theme=_theme(request))

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


def _language(request: Request) -> Language:
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    asked = request.headers.get("accept-language", "").lower()
    return next((language for language in LANGUAGES if language == chosen), "pt" if asked.startswith("pt") else "en")
