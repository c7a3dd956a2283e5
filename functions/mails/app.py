"""Handlers of mails: reading and unsubscribing, and the schedules that deliver mails and make the digests."""

from typing import Any

from chalice.app import CloudWatchEvent, Rate, Response
from esteira.accounts.wiring import authenticate, record
from esteira.core.announcing.wiring import count
from esteira.core.errors import Forbidden, NotFound, TargetUnavailable
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import query_of
from esteira.core.http.time_left import seconds_left
from esteira.core.reporting.wiring import report
from esteira.lookups.digests.mail_digests import mail_digests
from esteira.lookups.digests.wiring import digests
from esteira.mail import read_mail, unsubscribe, unsubscribe_page
from esteira.mail.deliver_mails import deliver_mails
from esteira.mail.http import MailsJson, ShownMailJson, mails_json, shown_json
from esteira.mail.list_mails import ListMails
from esteira.mail.list_mails import list_mails as list_kept
from esteira.mail.wiring import mails

MIN_REMAINING_SECONDS = 20
"""Longer than SES may take for one mail (see `esteira.mail.ses`)."""

app = GuardedApp("mails", authenticate=authenticate, count=count, report=report, audit=record)


@app.route("/mails", policy=Policy.SIGNED_IN, query=ListMails, answers=MailsJson, errors=(Forbidden, TargetUnavailable))
def list_mails() -> Any:
    """List one's own mails, the newest first, or everybody's for administrators: `?everyone=true&state=failed`."""
    query = query_of(app.request, ListMails)
    return mails_json(list_kept(mails().outbox, app.principal, query), query.limit)


@app.route("/mails/{mail_id}", policy=Policy.SIGNED_IN, answers=ShownMailJson, errors=(TargetUnavailable,))
def show_mail(mail_id: str) -> Any:
    """Show a mail of one's own with its text; administrators see any. Codes are shown to nobody."""
    return shown_json(read_mail.read_mail(mails().read_mail_deps, app.principal, mail_id))


@app.route(
    "/mails/unsubscribe",
    policy=Policy.PUBLIC,
    query=unsubscribe.UnsubscribeLink,
    answers=str,
    media_type="text/html",
    errors=(NotFound, TargetUnavailable),
)
def ask_to_unsubscribe() -> Any:
    """Show the page of a mail's link, with a button: `?token=…`. Changes nothing."""
    link = query_of(app.request, unsubscribe.UnsubscribeLink)
    found = unsubscribe.subscription_of(mails().unsubscribe_deps, link)
    return Response(body=unsubscribe_page.question_page(found), headers={**unsubscribe_page.HEADERS})


@app.route(
    "/mails/unsubscribe",
    methods=["POST"],
    policy=Policy.PUBLIC,
    query=unsubscribe.UnsubscribeLink,
    body=None,
    answers=str,
    media_type="text/html",
    errors=(NotFound, TargetUnavailable),
)
def unsubscribe_by_link() -> Any:
    """Unsubscribe from mails about look-ups and the digest: `?token=…`; any body, as RFC 8058 has it."""
    link = query_of(app.request, unsubscribe.UnsubscribeLink)
    found = unsubscribe.unsubscribe(mails().unsubscribe_deps, link)
    return Response(body=unsubscribe_page.done_page(found), headers={**unsubscribe_page.HEADERS})


@app.schedule(Rate(1, unit=Rate.MINUTES))
def deliver_due(event: CloudWatchEvent) -> Any:
    """Deliver the mails that are due."""
    remaining_seconds = seconds_left(event.context)
    return dict(deliver_mails(mails().mail_deps, should_continue=lambda: remaining_seconds() > MIN_REMAINING_SECONDS))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def mail_due_digests(event: CloudWatchEvent) -> Any:  # noqa: ARG001 - Chalice's signature
    """Put the digests that are due into the outbox."""
    return {"digests": len(mail_digests(digests().digest_deps))}
