"""What LocalStack counted, through our plug-in's `GET /_aws/metering`."""

from datetime import UTC, datetime

import httpcore
from pydantic import BaseModel

from esteira.core.decoding import InvalidFields, validated
from esteira.core.errors import UsageUnavailable
from esteira.costs.usage import Usage, UsedMinute, UsedPeriod

PATH = "/_aws/metering"
TIMEOUT_SECONDS = 10.0

ON_AWS = "Only LocalStack is metered; for AWS see Cost Explorer."
NOT_METERED = "This emulator does not count; start LocalStack with our plug-in."
OTHER_VERSION = "The plug-in is of another version; run `make setup`, then `esteira up`."

Row = tuple[str, str, str, str, int, int, int, int, int, int]
COLUMNS = ("service", "operation", "resource", "caller", "requests", "empty", "grouped", "items", "bytes", "mib_ms")


class _Minute(BaseModel):
    at: float
    rows: list[Row]


class _Answer(BaseModel):
    started_at: float
    now: float
    columns: list[str]
    minutes: list[_Minute]


class LocalStackMeter:
    """The port `UsageMeter` on LocalStack with our plug-in. `url`: LocalStack's address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def since(self, moment: datetime) -> UsedPeriod:
        """See `UsageMeter.since`."""
        answer = self._answer(moment)
        return UsedPeriod(
            counted_since=_moment(answer.started_at),
            until=_moment(answer.now),
            minutes=[
                UsedMinute(at=_moment(each.at), usages=[_usage(row) for row in each.rows]) for each in answer.minutes
            ],
        )

    def _answer(self, moment: datetime) -> _Answer:
        try:
            reply = httpcore.request(
                "GET",
                f"{self._url}{PATH}?since={moment.timestamp()}",
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT_SECONDS)},
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise UsageUnavailable(f"({type(error).__name__})") from error
        return _decoded(reply)


class NoMeter:
    """The port `UsageMeter` on AWS, where nobody counts for us."""

    def since(self, _moment: datetime) -> UsedPeriod:
        """See `UsageMeter.since`. Always raises `UsageUnavailable`."""
        raise UsageUnavailable(cause=ON_AWS)


def _decoded(reply: httpcore.Response) -> _Answer:
    if reply.status != 200:
        raise UsageUnavailable(cause=NOT_METERED)
    try:
        answer = validated(reply.content, _Answer, strict=None)
    except InvalidFields as error:
        raise UsageUnavailable(f"({error})") from error
    if tuple(answer.columns) != COLUMNS:
        raise UsageUnavailable(cause=OTHER_VERSION)
    return answer


def _usage(row: Row) -> Usage:
    service, operation, resource, caller, requests, empty, grouped, items, size, mib_ms = row
    return Usage(
        service=service,
        operation=operation,
        resource=resource,
        caller=caller,
        requests=requests,
        empty=empty,
        grouped=grouped,
        items=items,
        bytes=size,
        mib_ms=mib_ms,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
