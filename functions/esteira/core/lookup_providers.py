"""Settings of the providers that answer questions about companies."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from esteira.core.names import SourceName
from esteira.core.numbers import Real, Whole

ProviderKind = Literal["brasilapi", "cnpjws", "receita-page"]
"""The shape of a provider's answers: JSON of BrasilAPI and minha-receita, of cnpj.ws, or the page of the Receita."""


def _base_url(url: str) -> str:
    """Return a URL without a slash at its end. What it resolves to is checked at each question."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not a URL such as https://brasilapi.com.br/api/cnpj/v1")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("must not hold a user name, a query or a fragment")
    return url.rstrip("/")


LoopbackPlace = Annotated[str, StringConstraints(pattern=r"^(127\.0\.0\.1|localhost|\[::1\]):[1-9][0-9]{0,4}$")]
"""A host and port of this machine, such as `127.0.0.1:8092`."""

UserAgent = Annotated[str, StringConstraints(pattern=r"^[!-~][ -~]{0,199}$")]


class LookupProvider(BaseModel, frozen=True, extra="forbid"):
    """A provider. The CNPJ is appended to `base_url` after a slash.

    It is asked at most `rate_per_second` times a second, of which `burst` may come at once, by all processes together.
    `connect_seconds` limits the connection, `total_seconds` the whole question. One of the `own_network` has a private
    address instead of a public one, and any port.
    """

    name: SourceName
    kind: ProviderKind
    base_url: Annotated[str, AfterValidator(_base_url)]
    rate_per_second: Real = Field(gt=0, le=1000)
    burst: Whole = Field(default=1, ge=1, le=1000)
    connect_seconds: Real = Field(default=3, gt=0, le=10)
    total_seconds: Real = Field(default=10, gt=0, le=10)
    own_network: bool = False


def distinct(providers: tuple[LookupProvider, ...]) -> tuple[LookupProvider, ...]:
    """Return providers whose names differ. Raises `ValueError`."""
    if len({provider.name for provider in providers}) < len(providers):
        raise ValueError("two providers have the same name")
    return providers


LookupProviders = Annotated[tuple[LookupProvider, ...], Field(min_length=1, max_length=10), AfterValidator(distinct)]
"""Providers in the order in which they are asked."""

PUBLIC_PROVIDERS = (
    LookupProvider(
        name="brasilapi", kind="brasilapi", base_url="https://brasilapi.com.br/api/cnpj/v1", rate_per_second=1
    ),
    LookupProvider(name="minhareceita", kind="brasilapi", base_url="https://minhareceita.org", rate_per_second=1),
    # Its limit is three a minute.
    LookupProvider(name="cnpjws", kind="cnpjws", base_url="https://publica.cnpj.ws/cnpj", rate_per_second=0.05),
)
"""Public ones that need no account, at a pace that leaves them to others too."""
