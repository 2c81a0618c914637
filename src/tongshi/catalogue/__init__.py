"""All contacts of a store in memory, as they may be shown, to be chosen from, counted and sorted at once.

A `Catalogue` is of one state of the store, its `generation`; `read_catalogue` makes it, from a former one with what
changed since. What is chosen of it is a `Selection`: how many contacts there are, which stand on a page, and for each
facet how many each of its values has.

    catalogue = read_catalogue(release)
    found = catalogue.select(Choice(type=("call", "meeting"), polity=("CN", "US"), since=dt.date(2021, 1, 1)))
    found.total, found.page(1, 50), found.counts("person", 20)
"""

from tongshi.catalogue.catalogue import Catalogue
from tongshi.catalogue.choice import EVERYTHING, ORDERS, Choice, Order
from tongshi.catalogue.facets import FACETS, MOST_PAIRED, FacetName
from tongshi.catalogue.labels import PersonLine, PlaceLine
from tongshi.catalogue.reading import read_catalogue
from tongshi.catalogue.selection import Counts, Selection, ValueCount

__all__ = [
    "EVERYTHING",
    "FACETS",
    "MOST_PAIRED",
    "ORDERS",
    "Catalogue",
    "Choice",
    "Counts",
    "FacetName",
    "Order",
    "PersonLine",
    "PlaceLine",
    "Selection",
    "ValueCount",
    "read_catalogue",
]
