"""The body of an answer, bounded in memory whatever it is compressed from (R15)."""

import zlib
from collections.abc import Iterable, Iterator

from esteira.lookups.answer import FetchFailed, FetchFailure

MAX_BODY_BYTES = 2 * 1024 * 1024
"""After decompression."""

GZIP = 16 + zlib.MAX_WBITS
ENCODINGS = ("", "identity", "gzip")


def bounded_body(chunks: Iterable[bytes], encoding: str) -> bytes:
    """Return the decompressed body. Raises `FetchFailed` as soon as it is too large, and for other encodings."""
    if encoding not in ENCODINGS:
        raise FetchFailed(FetchFailure.UNUSABLE, "Its answer is compressed in a way that was not asked for.")
    body = bytearray()
    for part in _gunzipped(chunks) if encoding == "gzip" else chunks:
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise FetchFailed(FetchFailure.UNUSABLE, f"Its answer is larger than {MAX_BODY_BYTES >> 20} MiB.")
    return bytes(body)


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield at most one byte more than may be kept from each chunk, since a chunk may unfold to a thousand times it."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        for chunk in chunks:
            yield unpacker.decompress(chunk, MAX_BODY_BYTES + 1)
    except zlib.error:
        raise FetchFailed(FetchFailure.UNUSABLE, "Its answer is not valid gzip.") from None
    if not unpacker.eof:
        raise FetchFailed(FetchFailure.UNUSABLE, "Its answer ends too early.")
