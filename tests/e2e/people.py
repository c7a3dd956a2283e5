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
        shown = self.stack.esteira("mails", "--to", self.email, "--last", "1000", "--json")
        mails: list[dict[str, Any]] = shown.json["mails"]
        return mails

    def mailed(self, subject: str, *, known: int = 0) -> str:
        """Wait for a mail beyond the first `known` of this subject, and return the text of the newest."""

        def found() -> str | None:
            texts = self.texts_of(subject)
            return texts[-1] if len(texts) > known else None

        return wait_for(f"a mail about {subject}", found, every_seconds=0.5) or ""

    def texts_of(self, subject: str) -> list[str]:
        """Return the texts of the mails of a subject, the oldest first."""
        return [mail["text"] for mail in self.mails() if subject in mail["subject"]]

    def sign_up(self) -> None:
        """Make an account, and confirm it with the code that was mailed for it, not one of an earlier sign-up."""
        known = len(self.texts_of("Your code"))
        self.post("/accounts", email=self.email, password=PASSWORD, name="Maria", language="en").raise_for_status()
        code = re.search(r"\b[0-9]{8}\b", self.mailed("Your code", known=known))
        assert code
        confirmed = self.post("/accounts/confirm", email=self.email, code=code[0])
        assert confirmed.is_success, confirmed.text

    def sign_in(self, password: str = PASSWORD) -> Any:
        """Sign in, and use the access token from now on. Returns the answer."""
        answer = self.post("/sessions", email=self.email, password=password).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {answer['access_token']}"
        return answer
