"""No page elsewhere makes a browser write here: what changes something comes from a page of this site, and shows it.

A form holds a token that is bound to the browser's cookie, and the browser tells from where it sends. Both are asked,
also of who sits at the machine: any page that he reads elsewhere can send to his own server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongshi.web.guard.visitors import pass_of

#: The field of a form, and the header of a script, that hold the token.
FIELD, HEADER = "csrf", "x-csrf-token"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SALT_LENGTH = 16

OLD_FORM = "this form is no longer good, or the browser keeps no cookies: go back, reload the page and send it again"


def csrf_token(request: HTTPConnection) -> str:
    """The token for the forms of a page. Each is another, so that none can be guessed from the size of packed pages."""
    shown = pass_of(request.scope)
    salt = secrets.token_hex(_SALT_LENGTH // 2)
    return salt + _seal(shown.secret, shown.own_id(), salt)


def is_token(secret: bytes, id_: str, token: str) -> bool:
    """Whether a token was made for the browser with this id."""
    if not id_ or not token.isascii():
        return False
    salt, seal = token[:_SALT_LENGTH], token[_SALT_LENGTH:]
    return hmac.compare_digest(seal, _seal(secret, id_, salt))


def _seal(secret: bytes, id_: str, salt: str) -> str:
    return hmac.new(secret, f"csrf:{salt}:{id_}".encode(), hashlib.sha256).hexdigest()


class CrossSiteCheck:
    """Lets through what changes nothing, and what comes from a page of this site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["method"] in _SAFE:
            await self._app(scope, receive, send)
            return
        shown, headers = pass_of(scope), Headers(scope=scope)
        if not _comes_from_here(headers, scope["scheme"], needed=not shown.by_header):
            raise HTTPException(403, "what is sent from other sites is not taken")
        if not shown.by_header:
            token = headers.get(HEADER)
            if token is None:
                token, receive = await _form_token(scope, receive)
            if not is_token(shown.secret, shown.id, token):
                raise HTTPException(403, OLD_FORM)
        await self._app(scope, receive, send)


def _comes_from_here(headers: Headers, scheme: str, *, needed: bool) -> bool:
    """Whether a browser says that the sender is a page of this site; `needed`: whether it has to say anything."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None or (origin == "null" and site is not None):
        return site is not None or not needed
    return origin.lower() == f"{scheme}://{headers.get('host', '').lower()}"


async def _form_token(scope: Scope, receive: Receive) -> tuple[str, Receive]:
    """The token that a form holds, and the same form to be read once more."""
    if not Headers(scope=scope).get("content-type", "").lower().startswith(_FORMS):
        return "", receive
    body = await Request(scope, receive).body()
    try:
        async with Request(scope, _again(body, receive)).form() as form:
            token = form.get(FIELD)
    except MultiPartException as error:
        raise HTTPException(400, "this is no form") from error
    return token if isinstance(token, str) else "", _again(body, receive)


def _again(body: bytes, receive: Receive) -> Receive:
    """What is received, once more from its beginning."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return first.pop() if first else await receive()

    return received
