"""The page of mails, and the page of one with its text."""

from esteira.core.decoding import query_from
from esteira.core.http.policies import Policy
from esteira.mail.list_mails import ListMails, list_mails
from esteira.mail.mail import MailState
from esteira.mail.read_mail import ReadMailDeps, ShownMail, read_mail

from console.elements.facts import Fact, Facts
from console.elements.text import Text
from console.frame.filters import Filters
from console.frame.moment import LiveFeed
from console.frame.paged_table import PagedTable, TablePage
from console.frame.panel import Panel
from console.frame.visit import Visit
from console.pages.mails.rows import columns, facts, row
from console.pages.mails.words import WORDS

PATH = "/mails"
OWN = "own"
ROWS = 50
REFRESH_SECONDS = 5


async def mails_page(visit: Visit, _: LiveFeed, deps: ReadMailDeps) -> None:
    """Build the list: everybody's mails for administrators, who may choose their own; one's own for all others."""
    words = WORDS[visit.preferences.language]
    is_admin = visit.may(Policy.ADMIN)
    filters = Filters(visit, PATH)
    if is_admin:
        filters.choice("whose", words.whose, [(OWN, words.own)], anything=words.everyones)
    states = [(state.value, words.states[state]) for state in MailState]
    filters.choice("state", words.state, states, anything=words.any_state)

    def page(before: str | None) -> TablePage:
        everyone = is_admin and visit.query.get("whose") != OWN
        given = {"state": visit.query.get("state"), "everyone": everyone, "before": before, "limit": ROWS}
        mails = list_mails(deps.outbox, visit.principal, query_from(given, ListMails))
        return TablePage(rows=[row(mail, words) for mail in mails], after=mails[-1].id if len(mails) == ROWS else None)

    panel = PagedTable(visit, words.listed, columns(words), page=page, empty=words.none)
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="mails")


async def mail_page(visit: Visit, _: LiveFeed, deps: ReadMailDeps) -> None:
    """Build the page of one."""
    words = WORDS[visit.preferences.language]

    def show(mail: ShownMail) -> None:
        letter = mail.letter
        shown.show(*facts(mail.kept, words), Fact(words.subject, letter.subject if letter else None))
        text.set_text(letter.text if letter else words.hidden)

    panel = Panel(visit, words.mail, question=lambda: read_mail(deps, visit.principal, visit.path["mail"]), show=show)
    with panel.content:
        shown = Facts(visit.words.locale)
        Text(words.text, tag="h3")
        text = Text(tag="pre")
    await panel.refresh()
    visit.every(REFRESH_SECONDS, panel.refresh, name="mail")
