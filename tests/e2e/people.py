"""People who have nothing but HTTP and a mailbox."""

import re
from typing import Any

import httpx

from tests.e2e.installation import Installation
from tests.harness.waiting import wait_for

PASSWORD = "uma senha muito boa"


class Person:
    """Somebody with an address."""

    def __init__(self, stack: Installation, email: str) -> None:
        self.stack = stack
        self.email = email
        self.http = httpx.Client(base_url=stack.environment["api_url"], timeout=60)

    def post(self, path: str, **body: Any) -> httpx.Response:
        """Send a JSON body."""
        return self.http.post(path, json=body)

    def mails(self) -> list[dict[str, Any]]:
        """Return the mails in the mailbox, the oldest first."""
        mails: list[dict[str, Any]] = self.stack.esteira("mails", "--to", self.email, "--json").json["mails"]
        return mails

    def mailed(self, subject: str) -> str:
        """Wait for a mail, and return its text."""

        def found() -> str | None:
            return next((mail["text"] for mail in reversed(self.mails()) if subject in mail["subject"]), None)

        return wait_for(f"a mail about {subject}", found, every_seconds=0.5) or ""

    def sign_up(self) -> None:
        """Make an account, and confirm it with the code that was mailed."""
        self.post("/accounts", email=self.email, password=PASSWORD, name="Maria", language="en").raise_for_status()
        code = re.search(r"\b[0-9]{8}\b", self.mailed("Your code"))
        assert code
        confirmed = self.post("/accounts/confirm", email=self.email, code=code[0])
        assert confirmed.is_success, confirmed.text

    def sign_in(self, password: str = PASSWORD) -> Any:
        """Sign in, and use the access token from now on. Returns the answer."""
        answer = self.post("/sessions", email=self.email, password=password).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {answer['access_token']}"
        return answer
