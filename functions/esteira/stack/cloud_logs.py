"""The functions' logs in CloudWatch Logs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from esteira.stack.cloud_errors import reached
from esteira.stack.function import LogLine
from esteira.stack.ports import LogPortion, LogQuery

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef, FilterLogEventsResponseTypeDef

MOST_PAGES = 10
"""Of one query: a page has up to 10,000 lines, or a megabyte."""


class CloudLogs:
    """The port `FunctionLogs`."""

    def __init__(self, client: "CloudWatchLogsClient") -> None:
        self._client = client

    def read(self, query: LogQuery) -> LogPortion:
        """See `FunctionLogs.read`."""
        with reached():
            try:
                pages = list(islice(self._pages(query), MOST_PAGES))
            except self._client.exceptions.ResourceNotFoundException:
                return LogPortion()
        lines = [_line(event) for page in pages for event in page["events"] if query.phrase in event["message"]]
        return LogPortion(
            lines=sorted(lines, key=lambda line: line.at), complete=not (pages and pages[-1].get("nextToken"))
        )

    def _pages(self, query: LogQuery) -> Iterator["FilterLogEventsResponseTypeDef"]:
        pages = self._client.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{query.deployed_name}",
            startTime=int(query.since.timestamp() * 1000),
            endTime=int(query.until.timestamp() * 1000),
            filterPattern=_pattern(query.phrase),
        )
        return iter(pages)


def _pattern(phrase: str) -> str:
    """Return a filter for the longest part of a phrase without quotes, which a filter cannot hold everywhere."""
    longest = max(phrase.split('"'), key=len)
    return f'"{longest}"' if longest else ""


def _line(event: "FilteredLogEventTypeDef") -> LogLine:
    # Lambda joins the lines of an exception by carriage returns.
    text = event["message"].rstrip().replace("\r\n", "\n").replace("\r", "\n")
    return LogLine(at=datetime.fromtimestamp(event["timestamp"] / 1000, UTC), stream=event["logStreamName"], text=text)
