"""A site with a few pages behind the guard, for tests of its rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from tongshi.web import choosing, entrance
from tongshi.web.application import STATIC
from tongshi.web.guard import Access, Guard, GuardSettings, Policy, csrf_token, who, writer
from tongshi.web.guard.keeper import keeper_of
from tongshi.web.guard.passwords import Cost, hash_of
from tongshi.web.guard.tokens import Token, token_of
from tongshi.web.guard.users import Role, User, write_users
from tongshi.web.guard.visitors import pass_of

#: Guesses that tests can wait for.
CHEAP = Cost(ln=10, r=1, p=1)

PASSWORD = "correct horse battery"
TOKEN = "t0ken-of-the-tests-only"

#: What a browser says of a form on a page of the site.
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}

LOCAL = Policy(access=Access.local)
LOGIN = Policy(access=Access.login)
PUBLIC = Policy(access=Access.public)


class Clock:
    """Time that goes as a test says."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def users_file(path: Path, cost: Cost = CHEAP, **roles: str) -> Path:
    """A file of users, all with one password."""
    roles = roles or {"chen": "reviewer", "lin": "reader"}
    write_users(path, [User(name=n, role=Role(r), password=hash_of(PASSWORD, cost)) for n, r in roles.items()])
    return path


def token() -> Token:
    return token_of(TOKEN, "test")


def toy(static: Path) -> Starlette:
    """Pages that say who asks, one for each way to answer."""

    async def hello(request: Request) -> Response:
        return JSONResponse({"name": who(request).name, "may_write": who(request).may_write})

    async def feed(request: Request) -> Response:
        return JSONResponse({"name": who(request).name, "may_write": who(request).may_write, "q": request.url.query})

    async def key(request: Request) -> Response:
        found = keeper_of(request).feed_key(who(request))
        return PlainTextResponse(found.query if found else "")

    async def form(request: Request) -> Response:
        return PlainTextResponse(csrf_token(request))

    async def write(request: Request) -> Response:
        async with request.form() as told:
            return JSONResponse({"by": writer(request).name, "told": told.get("told")})

    async def enter(request: Request) -> Response:
        told = {key: str(value) for key, value in (await request.form()).items()}
        given = [told.get(key, "") for key in ("name", "password", "token")]
        right = await keeper_of(request).enter(request.scope, pass_of(request.scope), *given)
        return PlainTextResponse("in" if right else "wrong", 200 if right else 403)

    async def leave(request: Request) -> Response:
        keeper_of(request).leave(pass_of(request.scope))
        return PlainTextResponse("out")

    async def fails(_: Request) -> Response:
        raise RuntimeError("a rule fell over")

    async def body(request: Request) -> Response:
        return PlainTextResponse(str(len(await request.body())))

    async def led(_: Request) -> Response:
        return RedirectResponse("/hello", 303)

    async def careless(_: Request) -> Response:
        return PlainTextResponse("", headers={"Server": "x", "Content-Security-Policy": "default-src *"})

    return Starlette(
        routes=[
            Route("/hello", hello),
            Route("/contacts.atom", feed),
            Route("/key", key),
            Route("/form", form),
            Route("/login", form, methods=["GET"]),
            Route("/login", enter, methods=["POST"]),
            Route("/logout", leave, methods=["POST"]),
            Route("/write", write, methods=["POST", "PUT", "DELETE"]),
            Route("/fails", fails),
            Route("/body", body, methods=["POST"]),
            Route("/led", led),
            Route("/careless", careless),
            Mount("/static", StaticFiles(directory=static)),
        ]
    )


def doors(settings: GuardSettings) -> Guard:
    """The pages at the door, and a first page that says who asks."""

    async def home(request: Request) -> Response:
        return PlainTextResponse(who(request).name)

    files = Mount("/static", StaticFiles(directory=STATIC))
    pages = Starlette(routes=[Route("/", home), *choosing.ROUTES, *entrance.ROUTES, files])
    return Guard(pages, settings, refusal=entrance.refused)


class Browser(TestClient):
    """Keeps cookies, and fills in forms as a browser does."""

    def post_form(self, path: str, told: dict[str, Any] | None = None, **options: Any) -> Any:
        """Send a form of a page of the site."""
        token_ = self.get("/login").text
        options.setdefault("headers", FROM_HERE)
        return self.post(path, data={"csrf": token_, **(told or {})}, **options)

    def log_in(self, name: str = "chen", password: str = PASSWORD) -> Any:
        return self.post_form("/login", {"name": name, "password": password})


@contextmanager
def browsing(guard: Guard, base: str = "http://localhost:8410", client: str = "192.0.2.1") -> Iterator[Browser]:
    """A browser at an address that looks at a site."""
    with Browser(
        guard, base_url=base, client=(client, 5000), follow_redirects=False, raise_server_exceptions=False
    ) as browser:
        yield browser


def guard(static: Path, clock: Clock | None = None, **settings: Any) -> Guard:
    """The pages behind the rules."""
    settings.setdefault("owner", "wang")
    return Guard(toy(static), GuardSettings(**settings), **({"clock": clock} if clock else {}))
