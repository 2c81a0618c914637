"""Pages asked of the application as a browser would, and written; each process has a maker of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.types import Message, Scope

from tongshi.errors import StoreError
from tongshi.web.application import create_pages
from tongshi.web.filing import searching
from tongshi.web.filing.addresses import Extent, FiledAddresses, Wanted
from tongshi.web.filing.folder import SiteFolder
from tongshi.web.filing.unlinking import unlinked
from tongshi.web.rooms import VIEWS
from tongshi.web.settings import SiteSettings
from tongshi.workers import Reader, made

#: A page that leads on to another.
_LEADS_ON = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>→</title>
<meta http-equiv="refresh" content="0; url={there}"></head>
<body><p><a href="{there}">→</a></p></body></html>
"""

#: Every view, that of the search replaced; nothing is kept, since every page is asked for once.
_VIEWS = tuple(replace(view, is_kept=False) for view in (*searching.VIEWS, *VIEWS))


@dataclass(frozen=True, slots=True)
class Errand:
    """A page that is to be made, and files to which it cannot lead."""

    wanted: Wanted
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the digest of the file (empty: there is no such page) and its bytes, and where it leads."""

    wanted: Wanted
    digest: str = ""
    size: int = 0
    is_page: bool = False  # one to be read
    leads_to: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def make(reader: Reader, errands: Sequence[Errand]) -> list[Made]:
    """What comes of some errands, in a process whose maker `reader` is."""
    maker: Maker = made(reader)
    return [maker.make(each) for each in errands]


class Maker:
    """Makes pages of a store and writes them into a folder that is there. Close it when done."""

    def __init__(self, settings: SiteSettings, extent: Extent, place: Path) -> None:
        self._settings = settings
        self._extent = extent
        self._folder = SiteFolder(place)
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    def prepare(self) -> None:
        """Read what all pages need."""
        _ = self._pages

    @cached_property
    def _pages(self) -> Starlette:
        pages = create_pages(self._settings, _VIEWS)
        self._runner.run(self._open.enter_async_context(pages.router.lifespan_context(pages)))
        return pages

    def close(self) -> None:
        """Close the store, and end what runs the application."""
        self._runner.run(self._open.aclose())
        self._runner.close()

    def make(self, errand: Errand) -> Made:
        """A page, written; raises StoreError, and TongshiError where it cannot be written."""
        wanted = errand.wanted
        url = FiledAddresses(page=wanted, extent=self._extent, missing=errand.missing)
        answer = self._runner.run(_asked(self._pages, _scope(url)))
        if answer.status >= 500:
            raise StoreError(f"{wanted.address}: the store cannot be read")
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        body = _filed(answer, url) if is_page or answer.status != 200 else answer.body
        if not body:
            return Made(wanted)
        digest = self._folder.write(wanted.file, body)
        return Made(wanted, digest, len(body), is_page and answer.status == 200, tuple(url.wanted.values()))


def _filed(answer: _Answer, url: FiledAddresses) -> bytes:
    """A page as it is written; empty where there is none."""
    if answer.status == 200:
        return unlinked(answer.body.decode(), url.search()).encode()
    there = answer.headers.get("location", "")
    return _LEADS_ON.format(language=url.page.language, there=escape(there)).encode() if there else b""


def _scope(url: FiledAddresses) -> Scope:
    """The request for a page, which carries the addresses that its links are to have."""
    asked = urlsplit(url.page.address)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(asked.path),
        "raw_path": asked.path.encode(),
        "query_string": asked.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept-language", url.page.language.encode())],
        "state": {"addresses": url},
    }


async def _asked(pages: Starlette, scope: Scope) -> _Answer:
    head: dict[str, Any] = {}
    body: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            head.update(message)
        else:
            body.append(message.get("body", b""))

    await pages(scope, receive, send)
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in head["headers"]}
    return _Answer(head["status"], headers, b"".join(body))
