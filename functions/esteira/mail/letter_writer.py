"""Mails from templates, in both languages: `letters/<kind>.<language>.txt`, whose first line is the subject.

The HTML is made of the same text, paragraph by paragraph and escaped, so the two cannot say different things.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.exceptions import UndefinedError

from esteira.mail.mail import Letter

FOOTERS = {
    "pt": "Parar de receber e-mails sobre consultas",
    "en": "Unsubscribe from mails about look-ups",
}


class TemplateLetterWriter:
    """The port `LetterWriter`. The facts `code` and `unsubscribe_url` have a look of their own in the HTML."""

    def write(self, kind: str, language: str, facts: dict[str, str]) -> Letter:
        """See `LetterWriter.write`."""
        try:
            written = _plain().get_template(f"{kind}.{language}.txt").render(facts)
        except UndefinedError as error:
            raise LookupError(f"{kind}.{language}: {error}") from error
        subject, _, text = written.partition("\n")
        paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
        return _letter(subject.strip(), language, paragraphs, facts)


def html_template(name: str) -> Template:
    """Return a template of HTML, in which whatever is filled in is escaped."""
    return _html().get_template(name)


def _letter(subject: str, language: str, paragraphs: list[str], facts: dict[str, str]) -> Letter:
    url, footer = facts.get("unsubscribe_url", ""), FOOTERS[language]
    html = html_template("letter.html").render(
        subject=subject, language=language, paragraphs=paragraphs, code=facts.get("code"), url=url, footer=footer
    )
    parts = [*paragraphs, f"--\n{footer}:\n{url}"] if url else paragraphs
    return Letter(subject=subject, text="\n\n".join(parts) + "\n", html=html, unsubscribe_url=url)


@cache
def _plain() -> Environment:
    # Plain text is not HTML: escaping would show in it.
    environment = Environment(loader=_loader(), undefined=StrictUndefined, autoescape=False)  # noqa: S701
    return environment.overlay(trim_blocks=True, lstrip_blocks=True)


@cache
def _html() -> Environment:
    return Environment(loader=_loader(), undefined=StrictUndefined, autoescape=True)


def _loader() -> PackageLoader:
    return PackageLoader("esteira.mail", "letters")
