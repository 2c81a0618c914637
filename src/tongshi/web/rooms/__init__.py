"""The rooms of the site: each has a module, a template and a file of words of the same name."""

from __future__ import annotations

from tongshi.web.rooms import about, article, contact, coverage
from tongshi.web.visits import View

#: All views, in the order in which addresses are matched.
VIEWS: tuple[View, ...] = (
    *article.VIEWS,
    *contact.VIEWS,
    *coverage.VIEWS,
    *about.VIEWS,
)
