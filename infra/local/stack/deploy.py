"""`esteira deploy`: changes on the emulator what differs from `template.yaml` and the settings."""

import json
from collections.abc import Mapping

from infra.local.accounts import verify_sender
from infra.local.aws import aws_client
from infra.local.environment import Environment
from infra.local.processes.lock import only_one
from infra.local.progress import Say
from infra.local.services.emulators import emulator_of
from infra.local.services.service_endpoints import own_endpoint
from infra.local.settings import LocalSettings
from infra.local.stack.artifact import code_uri, template_url
from infra.local.stack.bundle import Bundle
from infra.local.stack.carry_out import StackUpdate
from infra.local.stack.changes import Recreate, changes, summary
from infra.local.stack.deployed_template import DeployedTemplate
from infra.local.stack.outputs import reaching, with_stack
from infra.local.stack.parameters import parameters
from infra.local.stack.paused_mappings import pause_mappings
from infra.local.stack.repair import note_what_is_lost
from infra.local.stack.resolved_template import resolved
from infra.local.stack.stack import STACK_NAME, Stack
from infra.local.stack.template import Json, read_template, with_code, without
from infra.local.stack.transformed_template import TransformedTemplate


def deploy(settings: LocalSettings, environment: Environment, artifact: Bundle, say: Say) -> Environment:
    """The environment with API and queues. Raises `StackFailed` or `EmulatorUnreachable`.

    What differs is changed where it is: queues keep their messages, mappings their pauses. Only another set of
    resources deletes and creates the stack, with empty queues. The orders that were in motion are then noted before a
    new message can be sent; `repair` publishes them again. Paused lanes stay paused. The API's address stays.
    """
    endpoint = environment.aws_endpoint_url
    ours = endpoint == own_endpoint(settings)
    in_place = emulator_of(settings).runs_folders if ours else settings.emulator_has_bundle
    with only_one(settings.place, "deploy"), reaching(endpoint):
        template = with_code(_creatable(settings, ours=ours), code_uri(artifact, endpoint, in_place=in_place))
        values = parameters(environment, artifact)
        wanted = resolved(template, values, stack_name=STACK_NAME)
        record = DeployedTemplate(settings.place.deployed)
        stack = Stack(aws_client("cloudformation", endpoint), STACK_NAME)
        if actions := changes(record.of(stack.id()), wanted):
            record.forget()
            if isinstance(actions[0], Recreate):
                _create_anew(stack, environment, template, values, _transformed(settings, ours=ours))
            else:
                StackUpdate(endpoint, stack.resources()).carry_out(actions)
            record.write(stack.id(), wanted)
            say(f"stack {STACK_NAME}: {summary(actions)}")
        verify_sender(environment)
        deployed = with_stack(environment, stack)
    if environment.flower_url:  # without the bridge nothing would resume them
        pause_mappings(deployed)
    return deployed


def _creatable(settings: LocalSettings, *, ours: bool) -> Json:
    return without(read_template(), emulator_of(settings).cannot_create if ours else frozenset())


def _transformed(settings: LocalSettings, *, ours: bool) -> TransformedTemplate:
    release = emulator_of(settings).release() if ours else None
    return TransformedTemplate(settings.place.transformed, release)


def _create_anew(
    stack: Stack, environment: Environment, template: Json, values: Mapping[str, str], kept: TransformedTemplate
) -> None:
    def create(body: Json) -> None:
        stack.create(template_url(json.dumps(body), environment.aws_endpoint_url), values)

    stack.delete()
    note_what_is_lost(environment)
    kept.create(template, values, create, stack.transformed_template)
