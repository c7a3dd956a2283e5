"""The local provider of company data as a supervised program, and how look-ups ask it."""

import sys
from collections.abc import Mapping

from esteira.core.lookup_providers import LookupProvider, LookupProviders, ProviderKind

from infra.local.home import REPOSITORY
from infra.local.processes.service import Service
from infra.local.settings import LocalSettings

NAME = "provider"
RATE_PER_SECOND = 50.0
BURST = 10
SHAPES: Mapping[str, ProviderKind] = {"brasilapi": "brasilapi", "cnpjws": "cnpjws", "receita": "receita-page"}
"""The local provider is asked in each of its shapes, under a name of its own."""


def provider_url(settings: LocalSettings) -> str:
    """The URL of the local provider."""
    return f"http://{provider_place(settings)}"


def provider_place(settings: LocalSettings) -> str:
    """Its host and port, as ESTEIRA_LOOKUP_LOOPBACK names them."""
    return f"127.0.0.1:{settings.provider_port}"


def lookup_providers(settings: LocalSettings) -> LookupProviders:
    """The providers of the settings, else the local one in each of its shapes."""
    return settings.lookup_providers or tuple(
        LookupProvider(
            name=name,
            kind=kind,
            base_url=f"{provider_url(settings)}/{kind}",
            rate_per_second=RATE_PER_SECOND,
            burst=BURST,
        )
        for name, kind in SHAPES.items()
    )


def service(settings: LocalSettings) -> Service:
    """The program of the local provider. It needs nothing else."""
    return Service(
        name=NAME,
        command=(
            sys.executable,
            "-m",
            "infra.local.provider_server",
            str(settings.provider_port),
            settings.provider_mode,
        ),
        directory=REPOSITORY,
        port=settings.provider_port,
        port_setting="ESTEIRA_PROVIDER_PORT",
        rank=25,
    )
