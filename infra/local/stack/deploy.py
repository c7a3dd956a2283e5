"""`esteira deploy`: deploys `template.yaml` to the emulator if anything in it has changed."""

import hashlib
import json

from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.processes.lock import only_one
from infra.local.progress import Say
from infra.local.services.service_endpoints import own_endpoint
from infra.local.settings import LocalSettings
from infra.local.stack.artifact import code_uri
from infra.local.stack.bundle import Bundle
from infra.local.stack.outputs import reaching, with_stack
from infra.local.stack.parameters import parameters
from infra.local.stack.paused_mappings import pause_mappings
from infra.local.stack.repair import note_what_is_lost
from infra.local.stack.stack import STACK_NAME, Stack
from infra.local.stack.template import read_template, with_code


def deploy(settings: LocalSettings, environment: Environment, artifact: Bundle, say: Say) -> Environment:
    """The environment with API and queues. Raises `StackFailed` or `EmulatorUnreachable`.

    After a change the stack is deleted and created, with empty queues. The orders that were in motion are noted before
    a new message can be sent; `repair` publishes them again. Paused lanes stay paused.
    """
    endpoint = environment.aws_endpoint_url
    in_place = endpoint == own_endpoint(settings)
    with only_one(settings.place, "deploy"), reaching(endpoint):
        body = json.dumps(with_code(read_template(), code_uri(artifact, endpoint, in_place=in_place)))
        values = parameters(environment, artifact)
        fingerprint = hashlib.sha256(json.dumps([body, values]).encode()).hexdigest()
        stack = Stack(aws_client("cloudformation", endpoint), STACK_NAME)
        if stack.fingerprint() != fingerprint:
            stack.delete()
            note_what_is_lost(environment)
            stack.create(body, values, fingerprint)
            say(f"stack {STACK_NAME} is deployed")
        deployed = with_stack(environment, stack)
    if settings.bridge:  # without the bridge nothing would resume them
        pause_mappings(deployed)
    return deployed
