"""The pages at the door: log in, see who one is, log out, and why one is not let in. None of them opens the store."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tongshi.web.api.mistakes import mistake_told
from tongshi.web.choosing import addresses, language_of
from tongshi.web.guard import Access, csrf_token, own_path, who
from tongshi.web.guard.keeper import Keeper, keeper_of
from tongshi.web.guard.visitors import pass_of
from tongshi.web.rendering import render
from tongshi.web.words import LANGUAGES, NAMES, load_words


async def _log_in(request: Request) -> Response:
    """The page to log in, and what it sends: leads on to the page that was asked for."""
    keeper = _keeper(request)
    if request.method == "GET":
        there = own_path(request.query_params.get("next", "/"))
        return _led(request, there) if who(request).logged_in else _form(request, keeper, there)
    async with request.form() as sent:
        name, password, token, there = (_text(sent.get(each)) for each in ("name", "password", "token", "next"))
    there, wrong = own_path(there), "token" if token else "password"
    try:
        right = await keeper.enter(request.scope, pass_of(request.scope), name, password, token)
    except HTTPException as error:
        response = _form(
            request, keeper, there, name, error.status_code, wait=int((error.headers or {})["Retry-After"])
        )
        response.headers.update(error.headers or {})
        return response
    return _led(request, there) if right else _form(request, keeper, there, name, 403, wrong=wrong)


def _form(
    request: Request, keeper: Keeper, there: str, name: str = "", status: int = 200, *, wrong: str = "", wait: int = 0
) -> Response:
    return _page(
        request,
        "login.html",
        status,
        next=there,
        name=name,
        wrong=wrong,
        minutes=-(-wait // 60),
        asks_name=keeper.asks_name,
        asks_token=keeper.asks_token,
    )


async def _account(request: Request) -> Response:
    """Who one is, with the way out, and the key for programs that follow feeds."""
    key = _keeper(request).feed_key(who(request))
    return _page(request, "account.html", feed_key=key.query if key else "")


async def _log_out(request: Request) -> Response:
    """Logs out; browsers also forget the pages that they kept."""
    _keeper(request).leave(pass_of(request.scope))
    response = RedirectResponse(addresses(request).login(), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


async def refused(request: Request, error: HTTPException) -> Response:
    """Why the guard lets a request not pass: as a page, as the API tells mistakes, or as a line, by what was asked."""
    if request.url.path.removeprefix(addresses(request).prefix).startswith("/api/"):
        return mistake_told(error.status_code, error.detail)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(error.detail, error.status_code)
    return _page(request, "refused.html", error.status_code, code=error.status_code, told=error.detail)


def _keeper(request: Request) -> Keeper:
    """The keeper of a site where one logs in; there is no such page on others."""
    keeper = keeper_of(request)
    if keeper.settings.policy.access is not Access.login:
        raise HTTPException(404, "nobody has to log in here")
    return keeper


def _led(request: Request, there: str) -> Response:
    return RedirectResponse(f"{addresses(request).prefix}{there}", 303)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _page(request: Request, template: str, status: int = 200, **told: object) -> Response:
    words, url = load_words()[language_of(request)], addresses(request)
    here = request.url.path.removeprefix(url.prefix) if request.method == "GET" else url.home()
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    common = {
        "t": words,
        "language": words.language,
        "languages": [(each, NAMES[each], url.in_language(each, here, query)) for each in LANGUAGES],
        "url": url,
        "title": "",
        "room": "",
        "visitor": who(request),
    }
    return HTMLResponse(render(template, {**common, "csrf": lambda: csrf_token(request), **told}), status)


ROUTES = (
    Route("/login", _log_in, methods=["GET", "POST"]),
    Route("/logout", _log_out, methods=["POST"]),
    Route("/account", _account),
)
