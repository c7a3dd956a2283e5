"""Makes a built bundle and a template available to the emulator."""

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

    `in_place` (our own LocalStack, or one that has the folder too): the functions run from the folder, with its
    bytecode. Any other emulator gets an archive in a bucket.
    """
    if in_place:
        return {"Bucket": HOT_RELOAD_BUCKET, "Key": str(bundle.folder)}
    key = f"{bundle.folder.name}.zip"
    _upload(bundle.folder, endpoint_url, key)
    return {"Bucket": BUCKET, "Key": key}


def _upload(folder: Path, endpoint_url: str, key: str) -> None:
    s3 = aws_client("s3", endpoint_url)
    try:
        s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError:
        s3.create_bucket(Bucket=BUCKET)
        with TemporaryDirectory() as scratch:
            archive = shutil.make_archive(str(Path(scratch) / "bundle"), "zip", folder)
            s3.upload_file(archive, BUCKET, key)


def template_url(body: str, endpoint_url: str) -> str:
    """The address of a template in a bucket: CloudFormation takes no more than 51,200 bytes in a request."""
    key = f"{sha256(body.encode()).hexdigest()}.template.json"
    s3 = aws_client("s3", endpoint_url)
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=key, Body=body.encode())
    return f"{endpoint_url}/{BUCKET}/{key}"
