"""Articles by words, and who is meant by a name or code."""

from tongshi.search.aliases import Aliases as Aliases
from tongshi.search.aliases import load_aliases as load_aliases
from tongshi.search.hits import Hit as Hit
from tongshi.search.hits import search as search
from tongshi.search.naming import outlet_named as outlet_named
from tongshi.search.naming import people_named as people_named
from tongshi.search.naming import place_named as place_named
from tongshi.search.naming import polity_named as polity_named
from tongshi.search.naming import topic_named as topic_named
