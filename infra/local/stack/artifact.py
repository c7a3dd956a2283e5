"""Makes a built bundle, and the template, available to the emulator."""

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.exceptions import ClientError

from infra.local.aws import aws_client
from infra.local.stack.bundle import Bundle

HOT_RELOAD_BUCKET = "hot-reload"
"""With this bucket LocalStack takes the key as a folder on this machine and runs the code there."""

BUCKET = "esteira-artifacts"


def code_uri(bundle: Bundle, endpoint_url: str, *, in_place: bool) -> dict[str, str]:
    """The value of `CodeUri` in the template.

    `in_place` (our own LocalStack): the functions run from the folder, with its bytecode. Any other emulator gets an
    archive in a bucket.
    """
    if in_place:
        return {"Bucket": HOT_RELOAD_BUCKET, "Key": str(bundle.folder)}
    key = f"{bundle.folder.name}.zip"
    _upload(bundle.folder, endpoint_url, key)
    return {"Bucket": BUCKET, "Key": key}


def template_url(body: str, endpoint_url: str) -> str:
    """The URL of an uploaded template. In a request itself a template has at most 51,200 bytes, and ours has more."""
    s3 = aws_client("s3", endpoint_url)
    key = f"template-{sha256(body.encode()).hexdigest()[:16]}.json"
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())
    # The emulator reads it from its own S3, whatever address it is reached by.
    return f"https://s3.amazonaws.com/{BUCKET}/{key}"


def _upload(folder: Path, endpoint_url: str, key: str) -> None:
    s3 = aws_client("s3", endpoint_url)
    try:
        s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError:
        s3.create_bucket(Bucket=BUCKET)
        with TemporaryDirectory() as scratch:
            archive = shutil.make_archive(str(Path(scratch) / "bundle"), "zip", folder)
            s3.upload_file(archive, BUCKET, key)
