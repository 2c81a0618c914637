"""What the site is, what of the texts it shows, and what it was made from."""

from __future__ import annotations

from starlette.responses import Response

from tongshi.web.visits import View, Visit


def _page(visit: Visit) -> Response:
    return visit.page("about.html", room="about", texts=str(visit.site.rights.texts))


VIEWS = (View("/about", _page),)
