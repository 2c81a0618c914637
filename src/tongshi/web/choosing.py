"""The language of a page: by its address, by what was chosen before, by the browser."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tongshi.web.addresses import Addresses
from tongshi.web.guard import own_path
from tongshi.web.words import Language, is_language, preferred

#: The cookie that keeps the language chosen, and for how many seconds.
LANGUAGE_COOKIE = "tongshi-language"
_YEAR = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """The language of what answers a request."""
    for given in (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")):
        if is_language(given):
            return given
    return preferred(request.headers.get("accept-language", ""))


def addresses(request: Request) -> Addresses:
    """The addresses of what a page links to: those that the request brings, where it is made for a file."""
    brought = getattr(request.state, "addresses", None)
    if isinstance(brought, Addresses):
        return brought
    told = request.query_params.get("lang", "")
    return Addresses(request.scope.get("root_path", ""), told if is_language(told) else "")


async def _choose(request: Request) -> Response:
    chosen = request.path_params["language"]
    if not is_language(chosen):
        raise HTTPException(404, f"{chosen}: no language of the pages")
    there = own_path(request.query_params.get("next", "/"))
    response = RedirectResponse(f"{request.scope.get('root_path', '')}{there}", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="lax", httponly=True, secure=secure)
    return response


ROUTES = (Route("/language/{language}", _choose),)
