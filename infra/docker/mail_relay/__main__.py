"""The program: it asks the emulator that `esteira deploy` noted, and runs until it is stopped."""

import sys
from functools import partial

from infra.docker.mail_relay.handed_over import HandedOver
from infra.docker.mail_relay.relay import relay
from infra.docker.mail_relay.smtp import hand_over
from infra.docker.rounds import forever
from infra.local.environment import Environment
from infra.local.sent_mails import kept_mails
from infra.local.settings import LocalSettings


def main(host: str, port: str) -> None:
    """Does not return. Raises `NothingRunning` if nothing was deployed."""
    home = LocalSettings.from_environment().place
    emulator = Environment.read(home).aws_endpoint_url
    handed_over = HandedOver(home.handed_over_mails)
    send = partial(hand_over, host=host, port=int(port))
    forever("relay", lambda: relay(kept_mails(emulator), handed_over, send))


if __name__ == "__main__":
    main(*sys.argv[1:])
