"""boto3 clients for the AWS emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3.session import Session

# LocalStack accepts any key pair; this one belongs to this account.
KEY = "test"
ACCOUNT = "000000000000"
REGION = "us-east-1"


def aws_session() -> Session:
    """A session with credentials that emulators accept. Not for AWS itself, where `sam deploy` is used."""
    import boto3

    return boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=KEY, region_name=REGION)


def aws_client(service: Any, endpoint_url: str, *, read_timeout_seconds: float = 60) -> Any:
    """A client of one service, such as `cloudformation`. It does not retry: a local emulator answers at once."""
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=read_timeout_seconds,
        retries={"total_max_attempts": 1},
        # Buckets as part of the host name would need name resolution.
        s3={"addressing_style": "path"},
    )
    return aws_session().client(service, endpoint_url=endpoint_url, config=config)
