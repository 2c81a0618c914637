"""The page on which a browser searches the index that is filed."""

from __future__ import annotations

from starlette.responses import Response

from tongshi.web.visits import View, Visit


def _page(visit: Visit) -> Response:
    return visit.page("filed_search.html", room="search", texts=str(visit.site.rights.texts))


VIEWS = (View("/search", _page),)
