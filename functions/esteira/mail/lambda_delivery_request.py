"""Invokes the function that delivers mails, without waiting for it.

So a mail leaves within a second or two, and a request takes equally long whether or not there is a mail to send.
"""

import json
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.log import logger

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

EVENT = {
    "version": "0",
    "id": "asked-for",
    "detail-type": "Delivery asked for",
    "source": "esteira.mail",
    "account": "",
    "time": "",
    "region": "",
    "resources": [],
    "detail": {},
}
"""What the schedule sends, as far as its handler needs it."""


def lambda_client() -> "LambdaClient":
    """Return a client by the environment's region, endpoint and credentials. Connects at first use."""
    config = Config(connect_timeout=1, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 1})
    return boto3.client("lambda", config=config)


class LambdaDeliveryRequest:
    """The port `DeliveryRequest`. `function` is a function's name or ARN."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def __call__(self) -> None:
        """See `DeliveryRequest.__call__`."""
        try:
            self._client.invoke(FunctionName=self._function, InvocationType="Event", Payload=json.dumps(EVENT).encode())
        except (BotoCoreError, ClientError) as error:
            logger.warning("delivery not asked for", action="ask_for_delivery", error=type(error).__name__)
