"""Reads a secret of AWS Secrets Manager."""

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.connections import VARIABLE
from esteira.core.errors import BadSettings

CONNECT_SECONDS = 2
READ_SECONDS = 3


def secret_text(arn: str) -> str:
    """Return the current text of a secret. Raises `BadSettings`: without it there is no connection string."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 3},
    )
    try:
        client = boto3.client("secretsmanager", region_name=_region(arn), config=config)
        text: str = client.get_secret_value(SecretId=arn)["SecretString"]
    except (BotoCoreError, ClientError) as error:
        raise BadSettings(f"{VARIABLE}: {error}") from error
    except KeyError:
        raise BadSettings(f"{VARIABLE}: the secret is binary") from None
    return text


def _region(arn: str) -> str:
    parts = arn.split(":")
    if len(parts) < 7 or parts[2] != "secretsmanager":
        raise BadSettings(f"{VARIABLE}: is not the ARN of a secret")
    return parts[3]
