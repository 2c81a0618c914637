"""The rooms of the site: each has a module, a template and a file of words of the same name."""

from __future__ import annotations

from tongshi.web.rooms import (
    about,
    article,
    compare,
    comparisons,
    contact,
    contacts,
    coverage,
    downloads,
    feeds,
    home,
    pairs,
    people,
    phrases,
    polities,
    review,
    search,
    topics,
)
from tongshi.web.visits import View

#: All views, in the order in which addresses are matched.
VIEWS: tuple[View, ...] = (
    *about.VIEWS,
    *article.VIEWS,
    *compare.VIEWS,
    *comparisons.VIEWS,
    *contact.VIEWS,
    *contacts.VIEWS,
    *coverage.VIEWS,
    *downloads.VIEWS,
    *feeds.VIEWS,
    *home.VIEWS,
    *pairs.VIEWS,
    *people.VIEWS,
    *phrases.VIEWS,
    *polities.VIEWS,
    *review.VIEWS,
    *search.VIEWS,
    *topics.VIEWS,
)
