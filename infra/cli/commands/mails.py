"""esteira mails"""

from typing import Annotated

import typer

from infra.cli.output import AsJson, print_json, results
from infra.local.environment import Environment
from infra.local.sent_mails import sent_mails
from infra.local.settings import LocalSettings

To = Annotated[str, typer.Option(help="Only mails to this address.")]
Last = Annotated[int, typer.Option(min=1, help="How many, the newest last.")]


def mails(*, to: To = "", last: Last = 10, as_json: AsJson = False) -> None:
    """Show the mails that were sent here. The emulator keeps them, and sends nothing to anybody."""
    environment = Environment.read(LocalSettings.from_environment().place)
    shown = [mail for mail in sent_mails(environment.aws_endpoint_url) if not to or to in mail.to][-last:]
    if as_json:
        print_json({"mails": [mail.model_dump(mode="json") for mail in shown]})
        return
    if not shown:
        results.print("No mail was sent yet; those that wait are sent within a minute.")
    for mail in shown:
        results.print(f"To:      {', '.join(mail.to)}\nSubject: {mail.subject}\nSent:    {mail.sent_at}\n\n{mail.text}")
