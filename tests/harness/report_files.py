"""The bucket of reports in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from esteira.reports.s3 import S3Files, s3_client

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, kw_only=True)
class TestBucket:
    """A bucket with a name of its own."""

    __test__ = False

    client: "S3Client"
    name: str

    @property
    def files(self) -> S3Files:
        """The files in it."""
        return S3Files(self.client, self.name)

    def keys(self) -> list[str]:
        """Return the names of all files."""
        return [item["Key"] for item in self.client.list_objects_v2(Bucket=self.name).get("Contents", [])]

    def read(self, key: str) -> bytes:
        """Return what is in a file."""
        return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def unfinished(self) -> int:
        """Return the number of uploads that were begun, and neither completed nor aborted."""
        return len(self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", []))


@contextmanager
def new_bucket(endpoint: str) -> Iterator[TestBucket]:
    """Make a bucket on this emulator."""
    client = s3_client(f"{endpoint}/queue/us-east-1/000000000000/errors")
    name = f"reports-{uuid4().hex[:12]}"
    client.create_bucket(Bucket=name)
    try:
        yield TestBucket(client=client, name=name)
    finally:
        client.close()
