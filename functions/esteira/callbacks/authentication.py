"""Whether a provider signed a request: with any secret that is in force, by the scheme of that secret."""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from esteira.callbacks.signatures import HEADER, Headers, SignedContent, read_signed, sign
from esteira.callbacks.standard_webhooks import SIGNATURE, read_standard, sign_standard
from esteira.core.errors import BadSignature
from esteira.core.log import logger
from esteira.core.providers import ProviderSecret, SchemeName, standard_key

READERS: Mapping[SchemeName, tuple[str, Callable[[Headers, bytes], SignedContent]]] = {
    "esteira": (HEADER, read_signed),
    "standard-webhooks": (SIGNATURE, read_standard),
}
"""By scheme: the header that holds the signatures, and what reads it."""


@dataclass(frozen=True, kw_only=True)
class SigningSecret:
    """A secret as a key of its scheme, in force from `not_before` on and before `until`."""

    scheme: SchemeName
    key: bytes = field(repr=False)
    not_before: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of(cls, setting: ProviderSecret) -> "SigningSecret":
        """Return the secret of a setting, whose scheme is known."""
        scheme = setting.scheme or "esteira"
        own = setting.secret.get_secret_value().encode()
        return cls(
            scheme=scheme,
            key=own if scheme == "esteira" else standard_key(setting.secret),
            not_before=setting.not_before,
            until=setting.until,
        )

    def in_force(self, now: datetime) -> bool:
        """Return whether it may sign at this time."""
        return (self.not_before is None or self.not_before <= now) and (self.until is None or now < self.until)


@dataclass(frozen=True, kw_only=True)
class CallbackProvider:
    """A provider: the secrets that it may sign with, and the accepted difference between its clock and ours."""

    secrets: Sequence[SigningSecret]
    tolerance: timedelta


def check_signature(provider: CallbackProvider, headers: Headers, body: bytes, now: datetime) -> int:
    """Return the number of the secret that signed a body within the tolerance before or after now; of several the last.

    Secrets are counted from 1 in the order of the settings; only those in force are tried. Of a provider that changes
    its scheme, the headers of both are tried, and the first refusal is told.

    Raises `BadSignature`. Its detail tells an integrator which header is missing, malformed or out of time, none of
    which depends on a secret; of a signature that does not match it says no more.
    """
    secrets = [secret for secret in provider.secrets if secret.in_force(now)]
    if not secrets:
        logger.error("no secret of this provider is in force", action="receive_callback")
    refusals = list[BadSignature]()
    for scheme in _schemes_of(headers, [secret.scheme for secret in secrets or provider.secrets]):
        try:
            signed = _recently_signed(provider, scheme, headers, body, now)
            matching = _matching(signed, [secret for secret in secrets if secret.scheme == scheme])
            return provider.secrets.index(matching[-1]) + 1
        except BadSignature as refusal:
            refusals.append(refusal)
    raise refusals[0]


def signed_headers(provider: CallbackProvider, body: bytes, *, message_id: str, now: datetime) -> Mapping[str, str]:
    """Return the headers with which the provider would send a body now. Raises `BadSignature` without a secret."""
    secret = next((each for each in provider.secrets if each.in_force(now)), None)
    if secret is None:
        raise BadSignature("(no secret of this provider is in force)")
    if secret.scheme == "esteira":
        return {HEADER: sign(body, secret=secret.key.decode(), at=now)}
    return sign_standard(body, key=secret.key, message_id=message_id, at=now)


def _schemes_of(headers: Headers, schemes: Sequence[SchemeName]) -> Sequence[SchemeName]:
    """The provider's schemes whose header is there; without any, its first one, which then names it."""
    there = (scheme for scheme in schemes if headers.get(READERS[scheme][0].lower()) or headers.get(READERS[scheme][0]))
    return list(dict.fromkeys(there)) or schemes[:1]


def _recently_signed(
    provider: CallbackProvider, scheme: SchemeName, headers: Headers, body: bytes, now: datetime
) -> SignedContent:
    signed = READERS[scheme][1](headers, body)
    if abs(now.timestamp() - signed.seconds) > provider.tolerance.total_seconds():
        raise BadSignature(f"(the time in {signed.header} is not within {provider.tolerance.total_seconds():.0f} s)")
    return signed


def _matching(signed: SignedContent, secrets: Iterable[SigningSecret]) -> list[SigningSecret]:
    """The secrets that made one of the signatures. Every pair is compared, each in constant time."""
    expected = [(secret, hmac.digest(secret.key, signed.content, "sha256")) for secret in secrets]
    matching = [
        secret for secret, digest in expected for given in signed.signatures if hmac.compare_digest(digest, given)
    ]
    if not matching:
        raise BadSignature("(no signature matches)")
    return matching
