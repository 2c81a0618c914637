"""One visit of a page: what its room is given, and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tongshi.catalogue import Catalogue
from tongshi.coverage import Holdings
from tongshi.rights import StoreRelease
from tongshi.store import ToldContact
from tongshi.web.addresses import Addresses, Query, without
from tongshi.web.archive import Archive
from tongshi.web.guard import csrf_token
from tongshi.web.labels import Labels
from tongshi.web.rendering import render
from tongshi.web.settings import SiteSettings
from tongshi.web.told import ToldArticles
from tongshi.web.words import LANGUAGES, NAMES, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a room is given for one request; its methods make the answer."""

    request: Request
    site: SiteSettings
    archive: Archive
    release: StoreRelease
    catalogue: Catalogue
    withheld: Mapping[str, int]  # of all contacts, by kind
    holdings: Holdings
    articles: ToldArticles
    told: Sequence[ToldContact]  # by several sides
    labels: Labels
    url: Addresses
    form: FormData | None = None  # what was posted

    @property
    def words(self) -> Words:
        """The words of the interface."""
        return self.labels.words

    @property
    def query(self) -> Query:
        """What is asked behind the `?`, without the language and without what is left empty."""
        return tuple((key, value) for key, value in without(self.request.query_params.multi_items(), "lang") if value)

    def asked(self, name: str) -> str:
        """A value of the query, white space around it left out; empty: not given."""
        return self.request.query_params.get(name, "").strip()

    def part(self, name: str) -> str:
        """What the path names."""
        return str(self.request.path_params[name])

    def page(self, template: str, *, status: int = 200, room: str = "", **told: object) -> Response:
        """A page of a template, which is given `told`; `room` is marked in the navigation."""
        return HTMLResponse(render(template, {**self.common, "room": room, **told}), status)

    def elsewhere(self, url: str, status: int = 303) -> Response:
        """Look there instead."""
        return RedirectResponse(url, status)

    @property
    def common(self) -> Mapping[str, object]:
        """What every template is given."""
        path = self.request.url.path.removeprefix(self.url.prefix)
        languages = [(each, NAMES[each], self.url.in_language(each, path, self.query)) for each in LANGUAGES]
        return {
            "t": self.words,
            "labels": self.labels,
            "language": self.words.language,
            "languages": [each for each in languages if each[2] or each[0] == self.words.language],
            "url": self.url,
            "rooms": self.url.rooms(),
            "title": self.site.title,
            "query": self.query,
            "visitor": self.request.state.visitor if hasattr(self.request.state, "visitor") else None,
            "csrf": partial(csrf_token, self.request),
            "provenance": self.release.provenance,
            "left_out": self.release.left_out,
        }


@dataclass(frozen=True, slots=True)
class View:
    """What is found at a path, and what makes it.

    `is_kept`: the answer is the same for everybody as long as the contacts are, and is kept.
    """

    path: str
    make: Callable[[Visit], Response]
    is_kept: bool = True
    methods: tuple[str, ...] = ("GET",)
