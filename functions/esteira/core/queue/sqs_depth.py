"""The depth of an SQS queue. The counts are current on an emulator, and up to a minute old on AWS."""

from typing import TYPE_CHECKING

from esteira.core.queue.depth import QueueDepth
from esteira.core.queue.sqs_client import queue_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueueDepthReader:
    """The port `QueueDepthReader`, by the attributes of an SQS queue."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def read(self) -> QueueDepth:
        """See `QueueDepthReader.read`."""
        with queue_errors():
            counts = self._client.get_queue_attributes(
                QueueUrl=self._url,
                AttributeNames=[
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesNotVisible",
                    "ApproximateNumberOfMessagesDelayed",
                ],
            )["Attributes"]
        return QueueDepth(
            visible=int(counts["ApproximateNumberOfMessages"]),
            in_flight=int(counts["ApproximateNumberOfMessagesNotVisible"]),
            delayed=int(counts["ApproximateNumberOfMessagesDelayed"]),
        )
