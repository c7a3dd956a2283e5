"""Dead letters as one file: those that were chosen, or all that the filters in the address match."""

from collections.abc import Iterator

from esteira.core.clock import utc_now
from esteira.core.decoding import query_from
from esteira.core.errors import BadRequest, Unavailable
from esteira.workbench.export_letters import MEDIA_TYPE, ExportDeadLetters, Exported, export_letters
from esteira.workbench.ports import LetterStore
from fastapi import HTTPException, Request
from fastapi.responses import StreamingResponse
from starlette.status import HTTP_404_NOT_FOUND, HTTP_503_SERVICE_UNAVAILABLE

from console.pages.dead_letters.deps import DeadLettersDeps
from console.pages.dead_letters.filters import given
from console.pages.dead_letters.rows import PATH

EXPORT = f"{PATH}/export"


def answer_export(request: Request, deps: DeadLettersDeps) -> StreamingResponse:
    """Answer with the file; a part of it is in memory. Raises `HTTPException` if its first part cannot be read.

    What fails later cuts the answer off, so that a browser does not take it for the whole file.
    """
    now, store = utc_now(), deps.workbench.store
    try:
        query = query_from(
            {**given(request.query_params, now), "ids": request.query_params.get("ids")}, ExportDeadLetters
        )
        first = export_letters(store, query)
    except Unavailable as error:
        raise HTTPException(HTTP_503_SERVICE_UNAVAILABLE, headers={"Retry-After": "5"}) from error
    except BadRequest as error:
        raise HTTPException(HTTP_404_NOT_FOUND) from error
    name = f"dead-letters-{now:%Y%m%dT%H%M%SZ}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(_parts(store, query, first), media_type=MEDIA_TYPE, headers=headers)


def _parts(store: LetterStore, query: ExportDeadLetters, part: Exported) -> Iterator[str]:
    yield part.text
    while part.next:
        part = export_letters(store, query.model_copy(update={"after": part.next}))
        yield part.text
