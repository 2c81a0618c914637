"""How much one may ask at once."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The largest request: bytes of its body and of its address, values in its query."""

    body: int = 1024 * 1024
    address: int = 8_000
    values: int = 200


class RequestLimits:
    """Refuses addresses that no page has."""

    def __init__(self, app: ASGIApp, sizes: Sizes) -> None:
        self._app = app
        self._sizes = sizes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        query: bytes = scope["query_string"]
        path: str = scope["path"]
        if len(scope.get("raw_path") or path.encode("utf-8", "surrogatepass")) + len(query) > self._sizes.address:
            raise HTTPException(414, f"an address has {self._sizes.address:,} bytes at most")
        if query.count(b"&") >= self._sizes.values:
            raise HTTPException(400, f"a query has {self._sizes.values} values at most")
        if not path.isprintable():
            raise HTTPException(400, "an address holds no control characters")
        await self._app(scope, receive, send)
