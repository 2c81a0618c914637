"""What is wrong with a request, in the one shape in which the API tells it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tongshi.errors import NotFoundError, StoreError


async def told(_: Request, error: Exception) -> Response:
    """The answer to what went wrong."""
    match error:
        case HTTPException():
            return mistake_told(error.status_code, error.detail, error.headers)
        case NotFoundError():
            return mistake_told(404, str(error))
        case StoreError():
            return mistake_told(503, str(error))
    return mistake_told(400, str(error))


def mistake_told(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer with this status; that nothing changed needs no words."""
    if status == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=status, headers=headers)
    return JSONResponse({"error": {"status": status, "message": message}}, status, headers)
