"""Publishes errors: counted, braked, redacted, and sent in one request. Never fails and hardly delays its caller."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from esteira.core.breaker import Breaker
from esteira.core.errors import BadSettings, MetricsUnavailable, QueueUnavailable, Unavailable
from esteira.core.log import logger
from esteira.core.queue.batching import MAX_BATCH_ENTRIES, pack
from esteira.core.queue.ports import QueueSender
from esteira.core.reporting.error_message import ORIGINAL_CHARACTERS, ErrorMessage, encode_error, identities
from esteira.core.reporting.error_report import ErrorReport
from esteira.core.reporting.fingerprint import (
    CAUSE_CHARACTERS,
    READ_CHARACTERS,
    fingerprint,
    normalised,
    without_addresses,
)
from esteira.core.reporting.memory import ProcessStormBrake
from esteira.core.reporting.ports import Admission, StormBrake
from esteira.core.reporting.redaction import redacted

Groups = Mapping[str, Sequence[ErrorReport]]

REQUEST_BYTES = 240_000
"""Below the limit of SQS for one request."""


@dataclass(frozen=True, kw_only=True)
class ErrorPublisher:
    """The queue `errors` and the storm brake, each behind a circuit breaker.

    `own_brake` serves while the shared one is away. `known_secrets` are never published, wherever they stand.
    """

    queue: QueueSender
    brake: StormBrake
    own_brake: ProcessStormBrake = field(default_factory=ProcessStormBrake)
    known_secrets: Callable[[], Sequence[str]] = tuple
    queue_breaker: Breaker = field(default_factory=lambda: Breaker(QueueUnavailable))
    brake_breaker: Breaker = field(default_factory=lambda: Breaker(MetricsUnavailable))


def publish_errors(publisher: ErrorPublisher, reports: Sequence[ErrorReport]) -> int:
    """Count all reports, and send up to ten of them in one request. Returns how many were sent. Never raises.

    What is not sent is in the log, and in the counts of its fingerprint.
    """
    if not reports:
        return 0
    try:
        return _publish(publisher, reports)
    except Unavailable as error:
        logger.warning("errors not published", action="report", count=len(reports), error=str(error))
    except Exception:
        # Whatever is wrong here must not become the error of the work that it reports on.
        logger.exception("errors not published", action="report", count=len(reports))
    return 0


def _publish(publisher: ErrorPublisher, reports: Sequence[ErrorReport]) -> int:
    groups = _grouped(reports)
    admitted = _admitted(publisher, {name: len(group) for name, group in groups.items()})
    chosen = islice(_chosen(groups, admitted), MAX_BATCH_ENTRIES)
    secrets = publisher.known_secrets()
    bodies = _fitting([encode_error(_message(name, report, uncounted, secrets)) for name, report, uncounted in chosen])
    return _send(publisher, bodies) if bodies else 0


def _send(publisher: ErrorPublisher, bodies: Sequence[str]) -> int:
    with publisher.queue_breaker.guarding():
        reply = publisher.queue.send(bodies)
    if len(reply.taken) < len(bodies):
        logger.warning("errors refused by the queue", action="report", count=len(bodies) - len(reply.taken))
    return len(reply.taken)


def _grouped(reports: Sequence[ErrorReport]) -> Groups:
    groups: defaultdict[str, list[ErrorReport]] = defaultdict(list)
    for report in reports:
        groups[fingerprint(report)].append(report)
    return groups


def _admitted(publisher: ErrorPublisher, counts: Mapping[str, int]) -> Mapping[str, Admission]:
    try:
        with publisher.brake_breaker.guarding():
            return publisher.brake.admit(counts)
    except (MetricsUnavailable, BadSettings):
        return publisher.own_brake.admit(counts)


def _chosen(groups: Groups, admitted: Mapping[str, Admission]) -> Iterator[tuple[str, ErrorReport, int]]:
    """Yield the first of each group, then the second ones: whatever is cut off, each kind of error is there."""
    admissible = [_first(group, admitted[name].messages) for name, group in groups.items()]
    for turn, reports in enumerate(zip_longest(*admissible)):
        for name, report in zip(groups, reports, strict=True):
            if report:
                yield name, report, 0 if turn else admitted[name].uncounted


def _first(group: Sequence[ErrorReport], number: int) -> Sequence[ErrorReport]:
    """Return so many of a group; those first that no lane tries again, since the recovery takes them over."""
    return sorted(group, key=lambda report: not (report.message and report.message.is_last))[:number]


def _fitting(bodies: Sequence[str]) -> Sequence[str]:
    batches = pack([len(body.encode()) for body in bodies], max_bytes=REQUEST_BYTES)
    return bodies[: batches[0].stop] if batches else ()


def _message(name: str, report: ErrorReport, uncounted: int, secrets: Sequence[str]) -> ErrorMessage:
    report_id, failure_id = identities(report)
    original = None if report.original is None else _kept(report.original[: 4 * ORIGINAL_CHARACTERS], secrets)
    cause = without_addresses(_kept(report.cause[:READ_CHARACTERS], secrets))
    about = report.message
    return ErrorMessage(
        report_id=report_id,
        failure_id=failure_id,
        fingerprint=name,
        kind=report.kind,
        component=report.component,
        place=report.place,
        cause=cause[:CAUSE_CHARACTERS],
        normalised=normalised(cause),
        original=None if original is None else original[:ORIGINAL_CHARACTERS],
        original_is_whole=original is not None and original == report.original and len(original) <= ORIGINAL_CHARACTERS,
        lane=about.lane if about else None,
        attempt=about.attempt if about else None,
        is_last=bool(about and about.is_last),
        is_transient=bool(about and about.is_transient),
        uncounted=uncounted,
        at=report.at,
    )


def _kept(text: str, secrets: Sequence[str]) -> str:
    """Return text that may be kept, and that every store can hold: bodies may have half characters and NUL bytes."""
    return redacted(text.encode(errors="replace").decode().replace("\x00", "\ufffd"), secrets)
