"""Articles as the store has them: what each says, where it was seen, its versions and copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongshi.copies import CopyKind
from tongshi.offsets import SourceText
from tongshi.records import (
    Reading,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles are wanted; every condition given must hold. One empty holds for all.

    `people`, `polities`, `types`, `statuses` and `topics` are of one engagement, which has to be all of it.
    """

    outlets: tuple[str, ...] = ()  # any of them
    since: dt.date | None = None  # day of the article
    until: dt.date | None = None
    people: tuple[str, ...] = ()  # any of them, by id or folded name
    polities: tuple[str, ...] = ()  # all of them
    types: tuple[str, ...] = ()  # any of them
    statuses: tuple[str, ...] = ()  # any of them
    topics: tuple[str, ...] = ()  # all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """All that one article says, where the article was seen, and its text with the captions."""

    post: str  # id in the store
    name: str  # the codebook's id: stem, stem#2, …
    state: str  # current, superseded or vanished
    path: str
    published_at: str  # UTC, ISO 8601; empty: no stamp
    reading: Reading
    readable: SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that a search found; `folded` is its title and, from the second line, its running text."""

    post: str
    name: str
    outlet: str
    published_at: str
    title: str
    url: str
    folded: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPlace:
    """A post and a place where it is or was seen."""

    post: str
    name: str
    path: str
    url: str
    archive_url: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post in a line."""

    post: str  # id in the store
    name: str  # the codebook's id: stem, stem#2, …
    path: str
    state: str  # current, superseded or vanished
    outlet: str
    published_at: str  # UTC, ISO 8601; empty: no stamp
    title: str
    url: str
    archive_url: str
    first_run: int  # that added it
    state_run: int | None  # in which its state last changed; None: it never did


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """All versions of an article, one or more, oldest first and current ones last."""

    versions: tuple[PostLine, ...]

    @property
    def latest(self) -> PostLine:
        """The version that counts."""
        return self.versions[-1]

    @property
    def run(self) -> int:
        """The run of its latest change."""
        return max(max(line.first_run, line.state_run or 0) for line in self.versions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCopy:
    """Two posts that say the same in the same words; see tongshi.copies. The earlier one comes first."""

    one: PostLine
    other: PostLine
    kind: CopyKind
    similarity: float  # 0 to 1
    containment: float  # 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWords:
    """All that words are looked for in of a post: its folded title and running text, and what stands beside them."""

    post: str
    url: str
    outlet: str
    folded: str
    others: tuple[str, ...]
