"""The template's parameters, for our own deployment and in a file for SAM's command line."""

import json
import os
import platform

from infra.local.environment import Environment
from infra.local.home import Home
from infra.local.private_files import write_private
from infra.local.stack.bundle import Bundle
from infra.local.stack.outputs import local_api_url
from infra.local.stack.stack import STACK_NAME

COSTLY_REQUESTS_PER_CORE = 5
"""A second, of each route. A core answers about six sign-ins, and all functions share the cores."""

COSTLY_REQUESTS_AT_ONCE_PER_CORE = 3
"""As many processes of the function, of 90 MiB each, may have been started by a burst."""

ARM = frozenset({"aarch64", "arm64"})
"""What machines of this kind call themselves."""


def parameters(environment: Environment, artifact: Bundle) -> dict[str, str]:
    """The template's parameters, from what runs here."""
    sources = {
        name: {"dsn": dsn, "cursor_mode": environment.cursor_modes[name]} for name, dsn in environment.sources.items()
    }
    cores = len(os.sched_getaffinity(0))
    return {
        "Sources": json.dumps(sources),
        "TargetDsn": environment.target_dsn,
        "MongoUrl": environment.mongo_url,
        "RedisUrl": environment.redis_url,
        "Providers": json.dumps({name: one.settings() for name, one in environment.providers.items()}),
        "SecretsKey": environment.secrets_key,
        "CostlyRequestsPerSecond": str(COSTLY_REQUESTS_PER_CORE * cores),
        "CostlyRequestsAtOnce": str(COSTLY_REQUESTS_AT_ONCE_PER_CORE * cores),
        "MailFrom": environment.mail_from,
        # The template gives the API the stack's name as its id, so the address is known before the stack is there.
        "PublicUrl": local_api_url(environment, STACK_NAME),
        "RetryDelaySeconds": f"{environment.retry_delay_seconds:g}",
        "RetryGrowth": f"{environment.retry_growth:g}",
        "LogLifeSeconds": str(environment.log_life_seconds),
        "SimulateTrouble": str(environment.simulate_trouble).lower(),
        "LookupProviders": json.dumps([one.model_dump(mode="json") for one in environment.lookup_providers]),
        "LookupLoopback": json.dumps(environment.lookup_loopback),
        "PythonRuntime": artifact.runtime,
        "Architecture": "arm64" if platform.machine() in ARM else "x86_64",
    }


def write_parameters(home: Home, environment: Environment, artifact: Bundle) -> None:
    """Writes the parameters to the file that `samconfig.toml` names, as JSON, which is YAML (mode 0600: passwords)."""
    write_private(home.sam_parameters, json.dumps(parameters(environment, artifact), indent=2))
