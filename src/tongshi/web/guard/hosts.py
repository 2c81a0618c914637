"""The names by which a site may be asked for: a page elsewhere can give its own name the address of this machine."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tongshi.web.guard.policy import Access, Policy

_HOST = re.compile(r"(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,253}))(?::\d{1,5})?", re.IGNORECASE | re.ASCII)

#: What a proxy tells of whom it serves.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")

OTHER_HOST = "this site is not known by that name; who runs it can allow it with --allow-host"
FORWARDED = "this site is open to who sits at its machine only; who runs it can start it with --behind-proxy"


class HostCheck:
    """Answers to its own names only; and where it is open to who sits at the machine, to nobody through a proxy."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        headers = Headers(scope=scope)
        if not self._policy.is_own(_host(headers.getlist("host"))):
            await PlainTextResponse(OTHER_HOST, 400)(scope, receive, send)
        elif self._policy.access is Access.local and any(name in headers for name in _FORWARDED):
            await PlainTextResponse(FORWARDED, 400)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _host(given: list[str]) -> str:
    """The host of a request, without its port; empty where none or several are given, or it is none."""
    found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    return (found[1] or found[2]).lower().removesuffix(".") if found else ""
