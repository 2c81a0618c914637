"""The rooms of the site: each has a module, a template and a file of words of the same name."""

from __future__ import annotations

from tongshi.web.rooms import (
    about,
    article,
    calendar,
    compare,
    comparisons,
    contact,
    contacts,
    coverage,
    downloads,
    feeds,
    home,
    network,
    pairs,
    people,
    phrases,
    places,
    polities,
    review,
    search,
    timeline,
    topics,
    versions,
)
from tongshi.web.visits import View

#: All views, in the order in which addresses are matched.
VIEWS: tuple[View, ...] = (
    *about.VIEWS,
    *article.VIEWS,
    *calendar.VIEWS,
    *compare.VIEWS,
    *comparisons.VIEWS,
    *contact.VIEWS,
    *contacts.VIEWS,
    *coverage.VIEWS,
    *downloads.VIEWS,
    *feeds.VIEWS,
    *home.VIEWS,
    *network.VIEWS,
    *pairs.VIEWS,
    *people.VIEWS,
    *phrases.VIEWS,
    *places.VIEWS,
    *polities.VIEWS,
    *review.VIEWS,
    *search.VIEWS,
    *timeline.VIEWS,
    *topics.VIEWS,
    *versions.VIEWS,
)
