"""A link unsubscribes its recipient, without an account and by one click; nothing else does."""

from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.fernet import Fernet
from esteira.core.errors import NotFound
from esteira.core.sealing import FernetSealer
from esteira.mail.memory import MemoryOutbox, MemoryRecipientBook
from esteira.mail.unsubscribe import UnsubscribeDeps, UnsubscribeLink, subscription_of, unsubscribe
from esteira.mail.unsubscribe_links import UnsubscribeLinks
from esteira.mail.unsubscribe_page import done_page, question_page
from pydantic import SecretStr

from tests.fixtures.clock import HandClock
from tests.fixtures.mails import MARIA

KEY = Fernet.generate_key().decode()


@pytest.fixture
def deps() -> UnsubscribeDeps:
    book = MemoryRecipientBook(MemoryOutbox())
    book.keep(MARIA)
    links = UnsubscribeLinks(sealer=FernetSealer(SecretStr(KEY)), public_url="https://api.example.com")
    return UnsubscribeDeps(recipient_book=book, links=links, clock=HandClock())


def link(deps: UnsubscribeDeps, recipient_id: str = MARIA.id) -> UnsubscribeLink:
    (token,) = parse_qs(urlsplit(deps.links.url(recipient_id)).query)["token"]
    return UnsubscribeLink(token=token)


def test_a_link_unsubscribes_its_recipient_however_often_it_is_used(deps: UnsubscribeDeps) -> None:
    before = subscription_of(deps, link(deps)).subscribed

    for _ in range(2):
        unsubscribe(deps, link(deps))

    assert (before, subscription_of(deps, link(deps)).subscribed) == (True, False)


def test_a_link_does_not_show_whose_it_is(deps: UnsubscribeDeps) -> None:
    assert MARIA.id not in deps.links.url(MARIA.id)


def test_a_link_of_an_older_key_is_valid_while_the_key_is_known(deps: UnsubscribeDeps) -> None:
    newer = FernetSealer(SecretStr(f"{Fernet.generate_key().decode()},{KEY}"))

    assert UnsubscribeLinks(sealer=newer).recipient_id(link(deps).token) == MARIA.id


@pytest.mark.parametrize("change", [lambda token: token[:-4], lambda token: token[::-1], lambda _: "é"], ids=range(3))
def test_a_link_that_was_changed_is_refused(deps: UnsubscribeDeps, change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotFound):
        unsubscribe(deps, UnsubscribeLink(token=change(link(deps).token)))


def test_nothing_else_that_the_key_has_sealed_is_a_link(deps: UnsubscribeDeps) -> None:
    other = FernetSealer(SecretStr(KEY)).seal(SecretStr(MARIA.id)).decode()

    with pytest.raises(NotFound):
        unsubscribe(deps, UnsubscribeLink(token=other))


def test_the_link_of_somebody_unknown_is_refused(deps: UnsubscribeDeps) -> None:
    with pytest.raises(NotFound):
        subscription_of(deps, link(deps, "user:2"))


def test_the_page_asks_with_a_button_and_says_what_was_done(deps: UnsubscribeDeps) -> None:
    found = subscription_of(deps, link(deps))

    assert '<form method="post"><button' in question_page(found)
    assert "<form" not in done_page(found)
    assert MARIA.email in done_page(found)
    assert '<html lang="pt">' in question_page(found)
