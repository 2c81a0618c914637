"""The rooms of the site: each has a module, a template and a file of words of the same name."""

from __future__ import annotations

from tongshi.web.rooms import (
    about,
    calendar,
    contacts,
    coverage,
    downloads,
    feeds,
    home,
    network,
    places,
    review,
    search,
    timeline,
)
from tongshi.web.visits import View

#: All views, in the order in which addresses are matched.
VIEWS: tuple[View, ...] = (
    *about.VIEWS,
    *calendar.VIEWS,
    *contacts.VIEWS,
    *coverage.VIEWS,
    *downloads.VIEWS,
    *feeds.VIEWS,
    *home.VIEWS,
    *network.VIEWS,
    *places.VIEWS,
    *review.VIEWS,
    *search.VIEWS,
    *timeline.VIEWS,
)
