"""The one place where event source mappings are changed: those of queues get our poller.

What the poller relies on is checked first, so that another LocalStack does not start rather than lose messages.
"""

from collections.abc import Iterator

from localstack.services.lambda_.event_source_mapping import esm_worker_factory
from localstack.services.lambda_.event_source_mapping.esm_event_processor import EsmEventProcessor
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmWorker
from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller
from localstack.services.lambda_.event_source_mapping.senders.lambda_sender import LambdaSender

from localstack_process_executor.expected_shape import other_parameters, refuse
from localstack_process_executor.sqs_poller import EventSizedSqsPoller

SIGNATURES = {
    SqsPoller.poll_events: ("self",),
    SqsPoller.close: ("self",),
    SqsPoller.handle_messages: ("self", "messages"),
    SqsPoller.delete_messages: ("self", "messages", "message_ids_to_delete"),
    SqsPoller.filter_events: ("self", "events"),
    EsmEventProcessor.process_events_batch: ("self", "input_events"),
}
"""The parameters of the methods that the poller overrides or calls."""

CALLS = {
    esm_worker_factory.EsmWorkerFactory.get_esm_worker: "SqsPoller",
    SqsPoller.poll_events: "handle_messages",
    EsmWorker.poller_loop: "close",
    EsmEventProcessor.process_events_batch: "copy",
    LambdaSender.send_events: "to_json_str",
}
"""A name that each of these methods must use: the poller replaces it, or the event is measured by it."""


def use_event_sized_poller() -> None:
    """Make LocalStack create our pollers from now on. Raises `UnexpectedLocalStack`."""
    refuse(_differences())
    esm_worker_factory.SqsPoller = EventSizedSqsPoller


def _differences() -> Iterator[str]:
    for name, parameters in other_parameters(SIGNATURES):
        yield f"{name} takes other parameters than {', '.join(parameters)}"
    for method, name in CALLS.items():
        if name not in method.__code__.co_names:
            yield f"{method.__qualname__} does not use {name}"
