"""How well an article answers to a query: how often its words stand in title and text, for the length of the text.

The usual weighing of full-text search (BM25), without the share of articles that have a word: it is the same for all
articles that hold all words of a query. A word of the title counts as several of the text.
"""

from __future__ import annotations

from tongshi.query import And, Not, Or, Query, wanted_words

#: What a word in the title counts, in words of the text.
TITLE = 5.0

#: Beyond how many times a word hardly counts more, in a text of the usual length; and how far the length counts.
SATURATION, BY_LENGTH = 1.2, 0.75

#: Characters of a text of the usual length.
USUAL = 1000.0


def score(query: Query, folded: str) -> float:
    """The higher the better; `folded` is a title and, from the second line, the running text."""
    title_end = folded.find("\n")
    slack = SATURATION * (1 - BY_LENGTH + BY_LENGTH * len(folded) / USUAL)
    total = 0.0
    for term in _terms(query):
        times = sum(folded.count(word) + (TITLE - 1) * folded.count(word, 0, title_end) for word in term)
        total += times / (times + slack)
    return total


def _terms(query: Query) -> list[tuple[str, ...]]:
    """The words of a query by what they ask for: names of one thing, or of several any of which will do, are one."""
    match query:
        case And(parts):
            return [term for part in parts for term in _terms(part)]
        case Or(parts):
            return [tuple(dict.fromkeys(word for part in parts for word in wanted_words(part)))]
        case Not():
            return []
    return [(query.text,)]
