"""What a request to the API is lent: the store as far as it may be shown, the catalogue, and what the query asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException

from tongshi.catalogue import Choice, Order
from tongshi.rights import StoreRelease
from tongshi.web.addresses import Addresses
from tongshi.web.addresses import Query as Asked
from tongshi.web.api.records import ProvenanceShape
from tongshi.web.archive import Archive, State
from tongshi.web.asked import choice_of, only_known, order_of
from tongshi.web.settings import SiteSettings


@dataclass(frozen=True, slots=True)
class Lent:
    """What one request is lent."""

    request: Request
    site: SiteSettings
    release: StoreRelease
    state: State
    url: Addresses

    @property
    def query(self) -> Asked:
        """What is asked behind the `?`."""
        return tuple((key, value) for key, value in self.request.query_params.multi_items() if value)

    @property
    def choice(self) -> Choice:
        """The contacts asked for; raises TongshiError."""
        return choice_of(self.query, self.state.catalogue, self.site.layers)

    @property
    def order(self) -> Order:
        """In which order; raises TongshiError."""
        return order_of(self.query)

    @property
    def provenance(self) -> ProvenanceShape:
        """What all was made with and from."""
        return ProvenanceShape(**self.release.provenance.fields)

    @property
    def mark(self) -> str:
        """Of what is given at this address as long as the contacts are the same: its ETag."""
        told = f"{self.state.catalogue.generation}\n{self.request.url.path}\n{self.request.url.query}"
        return f'"{hashlib.blake2b(told.encode(), digest_size=12).hexdigest()}"'


def lent(request: Request, response: Response) -> Iterator[Lent]:
    """The store for as long as the request is answered; who has the answer already is told so."""
    archive: Archive = request.app.state.archive
    site: SiteSettings = request.app.state.site
    prefix = request.scope.get("root_path", "").removesuffix("/api/v1")
    only_known(request.query_params.multi_items(), _parameters(request))
    with archive.release() as release:
        given = Lent(request, site, release, archive.state(release), Addresses(prefix))
        if given.mark in request.headers.get("if-none-match", ""):
            raise HTTPException(304, headers={"ETag": given.mark})
        response.headers["ETag"] = given.mark
        response.headers["Cache-Control"] = "private, no-cache"
        yield given


def _parameters(request: Request) -> list[str]:
    """The names by which the answer is asked for."""
    return [each["name"] for each in (request.scope["route"].openapi_extra or {}).get("parameters", ())]


Lending = Annotated[Lent, Depends(lent)]
