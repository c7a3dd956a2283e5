"""The languages that the pages are written in."""

from console.words.english import ENGLISH
from console.words.portuguese import PORTUGUESE
from console.words.words import Language, Words


def words_of(language: Language) -> Words:
    """Return the texts of a language."""
    return PORTUGUESE if language == "pt" else ENGLISH
