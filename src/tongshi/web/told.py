"""What articles tell of, for counting what a search found: outlet and year of each, and its contacts' facets."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from tongshi.catalogue import Catalogue
from tongshi.store import Contact

#: By what found articles are counted: outlet and year are their own, the others those of the contacts that they tell.
ARTICLE_FACETS = ("outlet", "year", "type", "status", "topic", "polity")


@dataclass(frozen=True, slots=True)
class ToldArticles:
    """The articles of a store by the id of their post."""

    values: Mapping[str, Sequence[tuple[str, str]]]  # facets with their values
    contacts: Mapping[str, Sequence[str]]  # ids of those that it tells, latest first

    def counts(self, posts: Iterable[str]) -> Mapping[str, Sequence[tuple[str, int]]]:
        """How many of some articles have each value of each facet; most first, years in order of time."""
        found = Counter(chain.from_iterable(map(self.values.get, posts, repeat(()))))
        counted: dict[str, list[tuple[str, int]]] = {facet: [] for facet in ARTICLE_FACETS}
        for (facet, value), count in sorted(found.items(), key=lambda each: (-each[1], each[0])):
            counted[facet].append((value, count))
        counted["year"].sort(reverse=True)
        return counted


def told_articles(days: Iterable[tuple[str, str, dt.date | None]], catalogue: Catalogue) -> ToldArticles:
    """Of all articles, by post, outlet and day, and of all contacts."""
    values: dict[str, dict[tuple[str, str], None]] = {}
    for post, outlet, day in days:
        own = [("outlet", outlet)] if outlet else []
        values[post] = dict.fromkeys([*own, ("year", f"{day:%Y}")] if day else own)
    contacts: dict[str, list[str]] = defaultdict(list)
    for contact in catalogue.contacts:
        for post in contact.posts:
            contacts[post].append(contact.id)
            values.setdefault(post, {}).update(dict.fromkeys(_values(contact)))
    return ToldArticles({post: tuple(own) for post, own in values.items()}, contacts)


def _values(contact: Contact) -> Collection[tuple[str, str]]:
    return [
        ("type", contact.type),
        ("status", contact.status),
        *(("topic", topic) for topic in contact.topics),
        *(("polity", polity) for polity in contact.polities),
    ]
