"""`esteira deploy`: the stack of `template.yaml` on the emulator, made anew only when something in it changed."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError, HTTPClientError

from infra.errors import EmulatorUnreachable
from infra.local.artifact import code_uri
from infra.local.aws import aws_client
from infra.local.bundle import Bundle
from infra.local.environment import Environment, Queue
from infra.local.home import Home
from infra.local.lock import only_one
from infra.local.private_files import write_private
from infra.local.progress import Say
from infra.local.repair import note_what_is_lost
from infra.local.settings import LocalSettings
from infra.local.stack import STACK_NAME, Stack
from infra.local.surroundings import own_endpoint
from infra.local.template import read_template, with_code


def deploy(settings: LocalSettings, environment: Environment, artifact: Bundle, say: Say) -> Environment:
    """The environment with API and queues filled in. Raises `StackFailed` or `EmulatorUnreachable`.

    A change means a new stack, and with it new, empty queues: what was in motion is noted before the first new message
    can be sent, and published again by the repair that follows.
    """
    endpoint = environment.aws_endpoint_url
    in_place = endpoint == own_endpoint(settings)
    with only_one(settings.place, "deploy"), _reaching(endpoint):
        body = json.dumps(with_code(read_template(), code_uri(artifact, endpoint, in_place=in_place)))
        values = parameters(environment, artifact)
        fingerprint = hashlib.sha256(json.dumps([body, values]).encode()).hexdigest()
        stack = Stack(aws_client("cloudformation", endpoint), STACK_NAME)
        if stack.fingerprint() != fingerprint:
            stack.delete()
            note_what_is_lost(environment)
            stack.create(body, values, fingerprint)
            say(f"stack {STACK_NAME} is deployed")
        return with_stack(environment, stack)


@contextmanager
def _reaching(endpoint: str) -> Iterator[None]:
    try:
        yield
    except (HTTPClientError, ClientError) as error:
        raise EmulatorUnreachable(f"({endpoint}: {error})") from error


def parameters(environment: Environment, artifact: Bundle) -> dict[str, str]:
    """The template's parameters, from what runs here."""
    sources = {
        name: {"dsn": dsn, "cursor_mode": environment.cursor_modes[name]} for name, dsn in environment.sources.items()
    }
    return {
        "Sources": json.dumps(sources),
        "TargetDsn": environment.target_dsn,
        "MongoUrl": environment.mongo_url,
        "RedisUrl": environment.redis_url,
        "OperatorToken": environment.operator_token,
        "Providers": json.dumps({name: one.model_dump() for name, one in environment.providers.items()}),
        "SecretsKey": environment.secrets_key,
        "RetryDelaySeconds": f"{environment.retry_delay_seconds:g}",
        "RetryGrowth": f"{environment.retry_growth:g}",
        "LogLifeSeconds": str(environment.log_life_seconds),
        "SimulateTrouble": str(environment.simulate_trouble).lower(),
        "PythonRuntime": artifact.runtime,
    }


def write_parameters(home: Home, environment: Environment, artifact: Bundle) -> None:
    """Keeps the parameters for `sam`, whose `samconfig.toml` names the file. JSON is YAML (mode 0600: passwords)."""
    write_private(home.sam_parameters, json.dumps(parameters(environment, artifact), indent=2))


def completed(environment: Environment) -> Environment:
    """The environment with API and queues, also where other hands than ours deployed the stack. Raises `NotDeployed`."""
    if environment.queues:
        return environment
    with _reaching(environment.aws_endpoint_url):
        return with_stack(environment, Stack(aws_client("cloudformation", environment.aws_endpoint_url), STACK_NAME))


def with_stack(environment: Environment, stack: Stack) -> Environment:
    """The environment completed by the stack's outputs. Raises `NotDeployed`."""
    outputs = stack.outputs()
    return environment.model_copy(
        update={
            "api_url": f"{environment.aws_endpoint_url}/_aws/execute-api/{outputs['ApiId']}/live",
            "queues": {
                lane.lower(): Queue(url=outputs[f"{lane}QueueUrl"], dlq_url=outputs[f"{lane}DlqUrl"])
                for lane in ("Orders", "Payments")
            },
        }
    )
