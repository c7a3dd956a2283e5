"""Mails from templates, in both languages: `letters/<kind>.<language>.txt`, whose first line is the subject.

The HTML is made of the same text, paragraph by paragraph and escaped, so the two cannot say different things.
"""

from functools import cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.exceptions import UndefinedError

from esteira.mail.mail import Letter


class TemplateLetterWriter:
    """The port `LetterWriter`."""

    def write(self, kind: str, language: str, facts: dict[str, str]) -> Letter:
        """See `LetterWriter.write`."""
        try:
            written = self._plain.get_template(f"{kind}.{language}.txt").render(facts)
        except UndefinedError as error:
            raise LookupError(f"{kind}.{language}: {error}") from error
        subject, _, text = written.partition("\n")
        paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
        html = self._html.get_template("letter.html").render(
            subject=subject, language=language, paragraphs=paragraphs, code=facts.get("code")
        )
        return Letter(subject=subject.strip(), text=f"{text.strip()}\n", html=html)

    @cached_property
    def _plain(self) -> Environment:
        # Plain text is not HTML: escaping would show in it.
        return Environment(loader=self._loader, undefined=StrictUndefined, autoescape=False)  # noqa: S701

    @cached_property
    def _html(self) -> Environment:
        return Environment(loader=self._loader, undefined=StrictUndefined, autoescape=True)

    @cached_property
    def _loader(self) -> PackageLoader:
        return PackageLoader("esteira.mail", "letters")
