"""The pages behind the links by which recipients unsubscribe: a question with a button, and what was done."""

from dataclasses import dataclass

from esteira.mail.letter_writer import html_template
from esteira.mail.mail import Subscription

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, kw_only=True)
class _Words:
    title: str
    question: str
    button: str
    done: str


WORDS = {
    "pt": _Words(
        title="E-mails da Esteira",
        question="Parar de receber e-mails sobre consultas e o resumo diário no endereço {email}?",
        button="Parar de receber",
        done="Pronto. O endereço {email} não recebe mais e-mails sobre consultas, nem o resumo diário. "
        "E-mails sobre a própria conta continuam. No seu perfil você pode voltar a recebê-los.",
    ),
    "en": _Words(
        title="Mails of Esteira",
        question="Stop mails about look-ups and the daily digest to {email}?",
        button="Unsubscribe",
        done="Done. {email} gets no more mails about look-ups and no daily digest. Mails about the account itself "
        "still arrive. You can switch the others on again in your profile.",
    ),
}


def question_page(subscription: Subscription) -> str:
    """Return the page that asks. Its button sends the POST of the same link."""
    words, email = _words(subscription)
    return _page(subscription, words.question.format(email=email), button=words.button)


def done_page(subscription: Subscription) -> str:
    """Return the page that says what was done."""
    words, email = _words(subscription)
    return _page(subscription, words.done.format(email=email))


def _words(subscription: Subscription) -> tuple[_Words, str]:
    return WORDS[subscription.recipient.language], subscription.recipient.email


def _page(subscription: Subscription, text: str, *, button: str = "") -> str:
    language = subscription.recipient.language
    return html_template("page.html").render(language=language, title=WORDS[language].title, text=text, button=button)
