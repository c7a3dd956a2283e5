"""The links by which recipients unsubscribe without signing in. Each names one, encrypted and authenticated.

They are valid as long as the key that sealed them is among the keys of ESTEIRA_SECRETS_KEY.
"""

from dataclasses import dataclass
from urllib.parse import quote

from pydantic import SecretStr

from esteira.core.errors import NotFound, SealBroken
from esteira.core.sealing import SecretSealer

PURPOSE = "unsubscribe "
"""What is sealed begins with it, so that nothing else that the key has sealed is taken for a link."""


@dataclass(frozen=True, kw_only=True)
class UnsubscribeLinks:
    """Makes and reads links. `public_url`: where the HTTP endpoints are reached from outside, without a slash."""

    sealer: SecretSealer
    public_url: str = ""

    def url(self, recipient_id: str) -> str:
        """Return the link of a recipient."""
        token = self.sealer.seal(SecretStr(PURPOSE + recipient_id)).decode()
        return f"{self.public_url}/mails/unsubscribe?token={quote(token, safe='')}"

    def recipient_id(self, token: str) -> str:
        """Return whose link has this token. Raises `NotFound`."""
        try:
            text = self.sealer.open(token.encode()).get_secret_value()
        except SealBroken:
            raise NotFound("(this link; is it whole?)") from None
        if not text.startswith(PURPOSE):
            raise NotFound("(this link; is it whole?)")
        return text.removeprefix(PURPOSE)
