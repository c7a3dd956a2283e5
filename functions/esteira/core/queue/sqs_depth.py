"""How many messages a queue holds, as SQS counts them: at once on an emulator, within a minute on AWS."""

from typing import TYPE_CHECKING

from esteira.core.queue.depth import QueueReading
from esteira.core.queue.sqs_client import queue_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SqsQueueGauge:
    """The port `QueueGauge`, kept by a queue's attributes."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def read(self) -> QueueReading:
        """See `QueueGauge.read`."""
        with queue_errors():
            counts = self._client.get_queue_attributes(
                QueueUrl=self._url,
                AttributeNames=[
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesNotVisible",
                    "ApproximateNumberOfMessagesDelayed",
                ],
            )["Attributes"]
        return QueueReading(
            visible=int(counts["ApproximateNumberOfMessages"]),
            in_flight=int(counts["ApproximateNumberOfMessagesNotVisible"]),
            delayed=int(counts["ApproximateNumberOfMessagesDelayed"]),
        )
