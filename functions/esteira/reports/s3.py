"""The files in S3: written in parts, downloaded by signed addresses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from esteira.core.errors import FilesUnavailable
from esteira.core.log import logger
from esteira.core.queue.aws_address import address_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART_BYTES = 5 * 1024 * 1024
"""S3 takes parts of 5 MiB and more, the last one of any size, and 10,000 of them: files of up to 48 GiB."""


def s3_client(queue_url: str) -> "S3Client":
    """Return a client for the account, region and endpoint of this queue. Thread-safe; connects at first use."""
    address = address_of("s3", queue_url)
    # An emulator has no host name for each bucket.
    style: Literal["path", "virtual"] = "path" if "endpoint_url" in address else "virtual"
    config = Config(
        connect_timeout=3,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 4},
        signature_version="s3v4",
        s3={"addressing_style": style},
    )
    return boto3.client("s3", config=config, **address)


class S3Files:
    """The port `FileStore`."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def begin(self, object_key: str, *, media_type: str) -> "S3Upload":
        """See `FileStore.begin`."""
        with _errors():
            reply = self._client.create_multipart_upload(Bucket=self._bucket, Key=object_key, ContentType=media_type)
        return S3Upload(self._client, self._bucket, object_key, reply["UploadId"])

    def remove(self, object_key: str) -> None:
        """See `FileStore.remove`."""
        with _errors():
            self._client.delete_object(Bucket=self._bucket, Key=object_key)

    def link(self, object_key: str, *, file_name: str, life: timedelta) -> str:
        """See `FileStore.link`. Signed here, without a request."""
        with _errors():
            return self._client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": object_key,
                    "ResponseContentDisposition": f'attachment; filename="{file_name}"',
                },
                ExpiresIn=int(life.total_seconds()),
            )


class S3Upload:
    """The port `Upload`: holds less than one part in memory."""

    def __init__(self, client: "S3Client", bucket: str, object_key: str, upload_id: str) -> None:
        self._client = client
        self._bucket, self._key, self._upload_id = bucket, object_key, upload_id
        self._waiting = bytearray()
        self._parts: list[CompletedPartTypeDef] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """See `Upload.write`."""
        self._waiting += data
        while len(self._waiting) >= PART_BYTES:
            with memoryview(self._waiting) as waiting, waiting[:PART_BYTES] as part:
                self._send(bytes(part))
            del self._waiting[:PART_BYTES]

    def complete(self) -> int:
        """See `Upload.complete`."""
        if self._waiting or not self._parts:
            self._send(bytes(self._waiting))
        with _errors():
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=self._key,
                UploadId=self._upload_id,
                MultipartUpload={"Parts": self._parts},
            )
        return self._size

    def abort(self) -> None:
        """See `Upload.abort`."""
        try:
            with _errors():
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=self._key, UploadId=self._upload_id)
        except FilesUnavailable as error:
            logger.warning("upload not removed", action="write_report", key=self._key, error=str(error))

    def _send(self, part: bytes) -> None:
        number = len(self._parts) + 1
        with _errors():
            reply = self._client.upload_part(
                Bucket=self._bucket, Key=self._key, UploadId=self._upload_id, PartNumber=number, Body=part
            )
        self._parts.append({"PartNumber": number, "ETag": reply["ETag"]})
        self._size += len(part)


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise FilesUnavailable(f"({error})") from error
