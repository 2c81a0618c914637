"""The site: every room under its address, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tongshi.errors import NotFoundError, StoreError, TongshiError, UnknownError
from tongshi.rights import StoreRelease
from tongshi.web import choosing, entrance
from tongshi.web.api import create_api
from tongshi.web.archive import Archive
from tongshi.web.choosing import addresses, language_of
from tongshi.web.guard import Guard, is_shared
from tongshi.web.kept import Shelf, kept
from tongshi.web.labels import load_labels
from tongshi.web.rooms import VIEWS
from tongshi.web.settings import SiteSettings
from tongshi.web.visits import View, Visit

STATIC = Path(__file__).with_name("static")


def create_app(settings: SiteSettings) -> Guard:
    """The pages of a store, which must be there, behind the guard; raises StoreError, AccessError."""
    return Guard(create_pages(settings), settings.guard, refusal=entrance.refused)


def create_pages(settings: SiteSettings, views: Sequence[View] = VIEWS) -> Starlette:
    """The pages of a store without the guard, for who writes them into files; raises StoreError."""
    archive = Archive(settings)
    desk = _Desk(settings, archive)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        archive.close()

    return Starlette(
        routes=[
            *(Route(view.path, desk.serving(view), methods=list(view.methods)) for view in views),
            *choosing.ROUTES,
            *entrance.ROUTES,
            Mount("/api/v1", create_api(archive, settings), name="api"),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ],
        middleware=[Middleware(GZipMiddleware)],
        exception_handlers={HTTPException: desk.mistake, TongshiError: desk.mistake},
        lifespan=lifespan,
    )


class _Desk:
    """Where visitors are received: each is lent the archive, and led to a room."""

    def __init__(self, settings: SiteSettings, archive: Archive) -> None:
        self._settings = settings
        self._archive = archive
        self._shelf = Shelf()
        self._labels = load_labels(settings.layers)
        self._limiter = anyio.CapacityLimiter(settings.threads)

    def serving(self, view: View) -> Callable[[Request], Awaitable[Response]]:
        """What answers requests for a view, in a thread of its own."""

        async def serve(request: Request) -> Response:
            if request.method != "POST":
                return await self._answer(request, view, None)
            async with request.form() as form:
                return await self._answer(request, view, form)

        return serve

    async def _answer(self, request: Request, view: View, form: FormData | None) -> Response:
        def answer() -> Response:
            with self._archive.release() as release:
                visit = self._visit(request, release, form)
                return self._kept(view, visit) if view.is_kept else view.make(visit)

        return await anyio.to_thread.run_sync(answer, limiter=self._limiter)

    def _visit(self, request: Request, release: StoreRelease, form: FormData | None = None) -> Visit:
        state = self._archive.state(release)
        return Visit(
            request=request,
            site=self._settings,
            archive=self._archive,
            release=release,
            catalogue=state.catalogue,
            withheld=state.withheld,
            holdings=state.holdings,
            articles=state.articles,
            told=state.told,
            labels=self._labels[language_of(request)],
            url=addresses(request),
            form=form,
        )

    def _kept(self, view: View, visit: Visit) -> Response:
        visitor = getattr(visit.request.state, "visitor", None)
        asked = str(visit.request.base_url), visit.request.url.path, visit.query  # feeds tell where they are
        key = (*asked, visit.url.language, visit.words.language, visitor)
        page = self._shelf.get(visit.catalogue.generation, key)
        if page is None:
            made = view.make(visit)
            if made.status_code != 200 or not hasattr(made, "body"):
                return made
            if not is_shared(visit.request):
                return made
            page = kept(made)
            self._shelf.put(visit.catalogue.generation, key, page)
        return page.response(visit.request)

    async def mistake(self, request: Request, error: Exception) -> Response:
        """The page that tells what is wrong with a request."""
        status, told = _status(error)

        def answer() -> Response:
            with self._archive.release() as release:
                visit = self._visit(request, release)
                page = visit.page("mistake.html", status=status, code=status, told=told)
                page.headers.update(getattr(error, "headers", None) or {})
                return page

        return await anyio.to_thread.run_sync(answer, limiter=self._limiter)


def _status(error: Exception) -> tuple[int, str]:
    """The status of a mistake, and the line that tells of it: nothing where its page says as much in its own words."""
    if isinstance(error, HTTPException):
        return error.status_code, "" if error.detail == HTTPStatus.NOT_FOUND.phrase else error.detail
    if isinstance(error, UnknownError):  # behind the bracket stands the command that lists what there is
        return 404, str(error).partition(" (")[0]
    if isinstance(error, NotFoundError):
        return 404, str(error)
    return 503 if isinstance(error, StoreError) else 400, str(error)
