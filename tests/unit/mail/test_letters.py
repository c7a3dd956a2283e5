"""What mails say, and that nobody's name can change whom they reach (T34 f)."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from esteira.mail.letter_writer import TemplateLetterWriter
from esteira.mail.mail import ClaimedMail, Letter
from esteira.mail.mail_kind import MailKind
from esteira.mail.ses import composed

from tests.fixtures.clock import READ_AT
from tests.fixtures.mails import CODE, MARIA

FACTS = {"name": "Maria", "code": CODE, "agent": "a browser"}
LOOKUP = {
    "cnpj": "12.ABC.345/01DE-35",
    "company": "EMPRESA",
    "status": "ATIVA",
    "provider": "brasilapi",
    "asked_at": "01/07/2026 09:00",
    "as_of": "01/06/2026",
    "reason": "not_found",
    "detail": "a sentence",
}
DIGEST = dict.fromkeys(("day", "since", "until", "total"), "1") | {
    f"{outcome}{part}": "1"
    for outcome in ("succeeded", "not_found", "failed", "open")
    for part in ("", "_list", "_more")
}
LETTER = Letter(subject="Hello", text="text\n", html="<p>text</p>")


def mail_to(name: str) -> ClaimedMail:
    return ClaimedMail(
        id="00000000-0000-0000-0000-000000000001",
        kind=MailKind.CONFIRM_ACCOUNT,
        recipient=replace(MARIA, name=name),
        sealed_facts=b"",
        created_at=READ_AT,
        tries=1,
    )


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("kind", list(MailKind), ids=[kind.value for kind in MailKind])
def test_every_kind_is_written_in_both_languages_as_text_and_html(kind: MailKind, language: str) -> None:
    letter = TemplateLetterWriter().write(kind, language, FACTS | LOOKUP | DIGEST)

    assert letter.subject
    assert "Maria" in letter.text
    assert f'lang="{language}"' in letter.html
    assert "{" not in letter.text + letter.subject


def test_a_missing_fact_is_named_and_nothing_is_written() -> None:
    with pytest.raises(LookupError, match=r"confirm_account\.en.*code"):
        TemplateLetterWriter().write(MailKind.CONFIRM_ACCOUNT, "en", {"name": "Maria"})


def test_html_in_a_name_is_shown_and_not_run() -> None:
    letter = TemplateLetterWriter().write(MailKind.CONFIRM_ACCOUNT, "en", FACTS | {"name": "<script>x</script>"})

    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("kind", [MailKind.LOOKUP_SUCCEEDED, MailKind.DIGEST])
def test_html_in_what_others_wrote_of_a_company_is_shown_and_not_run(kind: MailKind, language: str) -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7 * 7 }}"
    facts = FACTS | LOOKUP | DIGEST | {"company": hostile, "succeeded_list": hostile}

    letter = TemplateLetterWriter().write(kind, language, facts)

    assert "<img" not in letter.html
    assert "&lt;img src=x onerror=alert(1)&gt;{{ 7 * 7 }}" in letter.html
    assert "49" not in letter.html + letter.text


def test_a_mail_that_can_be_unsubscribed_says_so_to_mail_programs_and_readers() -> None:
    url = f"https://api.example.com/mails/unsubscribe?token={'x' * 300}"
    letter = TemplateLetterWriter().write(MailKind.LOOKUP_STARTED, "en", FACTS | LOOKUP | {"unsubscribe_url": url})

    raw = composed(mail_to("Maria"), letter, "esteira@example.com").as_bytes()

    assert f"\nList-Unsubscribe: <{url}>\n".encode() in raw
    assert b"\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in raw
    assert url in letter.text
    assert f'href="{url}"' in letter.html


def test_a_mail_about_the_account_offers_no_unsubscription() -> None:
    letter = TemplateLetterWriter().write(MailKind.CONFIRM_ACCOUNT, "en", FACTS)

    assert b"List-Unsubscribe" not in composed(mail_to("Maria"), letter, "esteira@example.com").as_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "Maria\r\nBcc: all@example.com",
        "Maria\nTo: all@example.com",
        "Maria\u2028Bcc: all@example.com",
        '"Maria" <all@example.com>, x',
        "all@example.com, maria",
        "x" * 1_000_000,
        "=?utf-8?q?Maria?=",
        "",
    ],
    ids=range(8),
)
def test_whatever_the_name_is_a_mail_has_one_recipient(name: str) -> None:
    raw = composed(mail_to(name), replace(LETTER, subject=f"Hello {name}"), "esteira@example.com").as_bytes()

    read = message_from_bytes(raw, policy=policy.default)
    assert [address.addr_spec for address in read["To"].addresses] == [MARIA.email]
    assert (read["Bcc"], read["Cc"]) == (None, None)


def test_a_repeated_mail_has_the_same_message_id() -> None:
    ids = {composed(mail_to("Maria"), LETTER, "esteira@example.com")["Message-ID"] for _ in range(2)}

    assert ids == {"<00000000-0000-0000-0000-000000000001@example.com>"}
