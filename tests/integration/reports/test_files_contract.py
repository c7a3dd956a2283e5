"""Contract of `FileStore` and `Upload`: the twin and S3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from esteira.core.errors import FilesUnavailable
from esteira.reports.memory import MemoryFiles
from esteira.reports.ports import FileStore
from esteira.reports.s3 import PART_BYTES, S3Files, s3_client

from tests.harness.ports import free_port
from tests.harness.report_files import TestBucket

KEY = "reports/one/1.csv"
MEDIA_TYPE = "text/csv; charset=utf-8"


@pytest.fixture(params=["memory", "s3"])
def kept(request: pytest.FixtureRequest) -> tuple[FileStore, Callable[[str], bytes], Callable[[], Any]]:
    """The store, what reads a file of it, and what lists them."""
    if request.param == "memory":
        files = MemoryFiles()
        return files, files.kept.__getitem__, lambda: list(files.kept)
    bucket: TestBucket = request.getfixturevalue("bucket")
    return bucket.files, bucket.read, bucket.keys


Kept = tuple[FileStore, Callable[[str], bytes], Callable[[], Any]]


@pytest.mark.parametrize(
    "sizes",
    [[3], [PART_BYTES], [PART_BYTES - 1, 2], [5, PART_BYTES * 2, 7]],
    ids=["small", "one part", "over the edge", "many parts"],
)
def test_a_file_is_what_was_written_piece_by_piece(kept: Kept, sizes: list[int]) -> None:
    files, read, _ = kept
    upload = files.begin(KEY, media_type=MEDIA_TYPE)
    pieces = [bytes([number]) * size for number, size in enumerate(sizes)]

    for piece in pieces:
        upload.write(piece)
    size = upload.complete()

    assert read(KEY) == b"".join(pieces)
    assert size == sum(sizes)


def test_a_file_appears_when_it_is_complete_and_never_if_it_is_aborted(kept: Kept) -> None:
    files, _, keys = kept
    upload, other = files.begin(KEY, media_type=MEDIA_TYPE), files.begin("reports/two/1.csv", media_type=MEDIA_TYPE)
    upload.write(b"x" * (PART_BYTES + 1))
    other.write(b"x" * (PART_BYTES + 1))
    before = keys()

    upload.complete()
    other.abort()

    assert (before, keys()) == ([], [KEY])


def test_a_file_is_removed_and_one_that_is_not_there_is_no_error(kept: Kept) -> None:
    files, _, keys = kept
    upload = files.begin(KEY, media_type=MEDIA_TYPE)
    upload.write(b"x")
    upload.complete()

    files.remove(KEY)
    files.remove(KEY)

    assert keys() == []


def test_an_aborted_upload_leaves_no_parts_behind(bucket: TestBucket) -> None:
    upload = bucket.files.begin(KEY, media_type=MEDIA_TYPE)
    upload.write(b"x" * PART_BYTES)
    before = bucket.unfinished()

    upload.abort()
    upload.abort()

    assert (before, bucket.unfinished()) == (1, 0)


def test_a_signed_address_downloads_the_file_under_its_name_without_a_token(bucket: TestBucket) -> None:
    upload = bucket.files.begin(KEY, media_type=MEDIA_TYPE)
    upload.write(b"id,price\r\n")
    upload.complete()

    url = bucket.files.link(KEY, file_name="orders.csv", life=timedelta(minutes=5))

    answer = httpx.get(url)
    assert answer.content == b"id,price\r\n"
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["content-disposition"] == 'attachment; filename="orders.csv"'
    assert "X-Amz-Expires=300" in url


def test_a_bucket_that_is_away_is_an_error_of_ours() -> None:
    client = s3_client(f"http://127.0.0.1:{free_port()}/queue/us-east-1/0/errors")
    files = S3Files(client, "reports")

    with pytest.raises(FilesUnavailable):
        files.begin(KEY, media_type=MEDIA_TYPE)
