"""The rules in their order, around the application."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import cast
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from tongshi.web.guard.csrf import CrossSiteCheck
from tongshi.web.guard.headers import SecurityHeaders
from tongshi.web.guard.hosts import HostCheck
from tongshi.web.guard.keeper import KEEPER, Keeper, cookie_name
from tongshi.web.guard.limits import RequestLimits
from tongshi.web.guard.policy import Access
from tongshi.web.guard.settings import GuardSettings
from tongshi.web.guard.visitors import carry, pass_of

#: Makes the page that tells why a request is refused.
Refusal = Callable[[Request, HTTPException], Awaitable[Response]]


async def plain(_: Request, error: HTTPException) -> Response:
    """A refusal as one line."""
    return PlainTextResponse(error.detail, error.status_code)


class Guard:
    """An application behind all rules. It goes around the whole application, so that its errors have headers too."""

    def __init__(
        self,
        app: ASGIApp,
        settings: GuardSettings,
        *,
        refusal: Refusal = plain,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner = app
        self.keeper = Keeper(settings, clock)

        async def refuse(request: Request, error: Exception) -> Response:
            assert isinstance(error, HTTPException)
            response = await refusal(request, error)
            response.headers.update(error.headers or {})
            return response

        app = _Gate(CrossSiteCheck(app), self.keeper)
        app = ExceptionMiddleware(RequestLimits(app, settings.sizes), {HTTPException: refuse})
        app = _Recognition(RequestBodyLimitMiddleware(app, settings.sizes.body), self.keeper)
        app = SecurityHeaders(HostCheck(app, settings.policy))
        if settings.proxies:
            app = cast(ASGIApp, ProxyHeadersMiddleware(app, list(settings.proxies)))  # type: ignore[arg-type]
        self._outer = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            scope[KEEPER] = self.keeper
            await self._outer(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


class _Recognition:
    """Tells who asks; and hands the browser its cookie with the answer."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shown = self._keeper.shown(scope)
        carry(scope, shown)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if shown.is_changed:
                    headers.append("Set-Cookie", _cookie(scope, shown.id))
                if shown.is_changed or shown.has_form or not _is_open(scope, self._keeper.settings):
                    _make_personal(headers)
            await send(message)

        await self._app(scope, receive, told)


def _make_personal(headers: MutableHeaders) -> None:
    """Nobody but this browser may keep the answer, and it has to ask whether it still holds."""
    headers.add_vary_header("Cookie")
    if "no-store" not in headers.get("cache-control", ""):
        headers["Cache-Control"] = "private, no-cache"


def _cookie(scope: Scope, id_: str) -> str:
    parts = [f"{cookie_name(scope)}={id_}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if scope["scheme"] == "https":
        parts.append("Secure")
    if not id_:
        parts.append("Max-Age=0")
    return "; ".join(parts)


class _Gate:
    """Where one has to log in: lets in who did, and leads the others to where they can."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shown = pass_of(scope)
        self._keeper.let_in_by_header(scope, shown)
        if _path(scope) in self._keeper.settings.keyed_paths:
            self._keeper.let_in_by_key(scope, shown)
        carry(scope, shown)
        if shown.visitor.logged_in or _is_open(scope, self._keeper.settings):
            await self._app(scope, receive, send)
        elif scope["method"] in {"GET", "HEAD"} and "text/html" in Headers(scope=scope).get("accept", ""):
            there = f"{scope.get('root_path', '')}/login?{urlencode([('next', _asked(scope))])}"
            await RedirectResponse(there, 303)(scope, receive, send)
        else:
            raise HTTPException(401, "log in, or give the token", {"WWW-Authenticate": "Bearer"})


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _is_open(scope: Scope, settings: GuardSettings) -> bool:
    """Whether one sees it without logging in."""
    path = _path(scope)
    return settings.policy.access is not Access.login or any(
        path == each or (each.endswith("/") and path.startswith(each)) for each in settings.open_paths
    )


def _asked(scope: Scope) -> str:
    """The page that was asked for, below the site's own prefix."""
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    path = raw.decode("latin-1").removeprefix(scope.get("root_path", ""))
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
