"""boto3 clients for whatever plays AWS here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from boto3.session import Session

# LocalStack takes any key pair; this one stands for account 000000000000.
KEY = "test"
REGION = "us-east-1"


def aws_session() -> Session:
    """A session with the credentials that emulators take. Not for AWS itself: that is `sam deploy`'s work."""
    import boto3

    return boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=KEY, region_name=REGION)


def aws_client(service: Any, endpoint_url: str, *, patience_seconds: float = 60) -> Any:
    """A client of one service, such as `cloudformation`. It tries once: what runs here answers at once."""
    from botocore.config import Config

    config = Config(
        connect_timeout=3,
        read_timeout=patience_seconds,
        retries={"total_max_attempts": 1},
        # An emulator has one name; buckets in front of it would need name resolution.
        s3={"addressing_style": "path"},
    )
    return aws_session().client(service, endpoint_url=endpoint_url, config=config)
