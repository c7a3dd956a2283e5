"""Handlers of mails: the list, and the schedule that delivers what no request has delivered."""

from typing import Any

from chalice.app import CloudWatchEvent, Rate
from esteira.accounts.wiring import authenticate
from esteira.core.announcing.wiring import count
from esteira.core.http.app import GuardedApp
from esteira.core.http.policies import Policy
from esteira.core.http.requests import query_of
from esteira.mail.deliver_mails import deliver_mails
from esteira.mail.http import mails_json
from esteira.mail.list_mails import ListMails
from esteira.mail.list_mails import list_mails as list_kept
from esteira.mail.wiring import mails

app = GuardedApp("mails", authenticate=authenticate, count=count)


@app.route("/mails", policy=Policy.SIGNED_IN)
def list_mails() -> Any:
    """List one's own mails, the newest first; administrators see all with `?everyone=true`."""
    query = query_of(app.request, ListMails)
    return mails_json(list_kept(mails().outbox, app.principal, query), query.limit)


@app.schedule(Rate(1, unit=Rate.MINUTES))
def deliver_due(event: CloudWatchEvent) -> Any:  # noqa: ARG001 - Chalice's signature
    """Deliver the mails that are due."""
    return dict(deliver_mails(mails().mail_deps))
