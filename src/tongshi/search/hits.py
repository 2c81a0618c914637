"""Find articles, and show where in their texts the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tongshi.passages import Mark, Passage
from tongshi.query import Query, wanted_words
from tongshi.store import ArticleFilter, FoundArticle

#: Characters shown on each side of a word.
AROUND = 30

#: Snippets shown of one article.
MOST_SNIPPETS = 3


class Articles(Protocol):
    """What is searched: a store, or what may be given of it."""

    def found(
        self,
        query: Query,
        wanted: ArticleFilter | None = None,
        limit: int | None = None,
        *,
        newest: bool = False,
        skip: int = 0,
    ) -> Iterator[FoundArticle]:
        """Articles that answer to the query, the best first, or the newest, without the first `skip`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article, its title and snippets of its text with the words marked."""

    article: FoundArticle
    title: Passage
    snippets: tuple[Passage, ...]


def search(
    store: Articles,
    query: Query,
    wanted: ArticleFilter | None = None,
    limit: int | None = None,
    *,
    newest: bool = False,
    skip: int = 0,
) -> Iterator[Hit]:
    """Current articles whose title or text answers to a query, the best first, or the newest, without some first."""
    words = sorted(set(wanted_words(query)), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)) or "(?!)")
    for article in store.found(query, wanted, limit, newest=newest, skip=skip):
        title, _, text = article.folded.partition("\n")
        yield Hit(article, _passage(article.title, title, pattern), _snippets(article.text, text, pattern))


def _snippets(text: str, folded: str, pattern: re.Pattern[str]) -> tuple[Passage, ...]:
    """Windows around the first places where words stand, none overlapping, one line each."""
    found: list[Passage] = []
    shown = 0
    for match in pattern.finditer(folded):
        if match.start() < shown:
            continue
        start, end = max(shown, match.start() - AROUND), min(len(text), match.end() + AROUND)
        line_start, line_end = folded.rfind("\n", start, match.start()) + 1, folded.find("\n", match.end(), end)
        start, end = max(start, line_start), line_end if line_end >= 0 else end
        found.append(_passage(text[start:end], folded[start:end], pattern))
        shown = end
        if len(found) == MOST_SNIPPETS:
            break
    return tuple(found)


def _passage(text: str, folded: str, pattern: re.Pattern[str]) -> Passage:
    return Passage(text, tuple(Mark(*match.span(), "word") for match in pattern.finditer(folded)))
