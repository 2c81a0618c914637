"""What is asked of articles: what each says, its versions and copies, and which answer to a query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from tongshi.coverage import DayCount
from tongshi.offsets import SourceText, Span
from tongshi.query import Query
from tongshi.store import (
    counting,
    finding,
    holdings,
    readings,
    versions,
)
from tongshi.store.connected import Connected
from tongshi.store.views.articles import (
    ArticleFilter,
    ChangedArticle,
    FoundArticle,
    PostCopy,
    PostLine,
    PostPlace,
    StoredReading,
)
from tongshi.store.views.builds import StoredReject


class ArticlesAsked(Connected):
    """What is asked of articles: what each says, its versions and copies, and which answer to a query."""

    def day_counts(self, posts: Sequence[str] | None = None) -> Iterator[DayCount]:
        """How many articles there are of each outlet and day, superseded ones left out; `posts`: of these only."""
        with self._reading() as connection:
            yield from counting.day_counts(connection, posts)

    def post_days(self) -> Iterator[tuple[str, str, dt.date | None]]:
        """Of each article, superseded ones left out, its post, outlet and day, in no order."""
        with self._reading() as connection:
            yield from counting.post_days(connection)

    def post_lines(self, posts: Collection[str]) -> tuple[PostLine, ...]:
        """Posts in a line each, in order of their ids."""
        with self._reading() as connection:
            return tuple(versions.lines(connection, posts))

    def reading(self, post: str) -> StoredReading:
        """All that the article of a post says, old versions too; raises NotFoundError."""
        with self._reading() as connection:
            return readings.reading(connection, post)

    def bodies(self, posts: Sequence[str]) -> dict[str, tuple[SourceText, tuple[Span, ...]]]:
        """The running texts of some posts, by post, each with every place from which a field of a record was read."""
        with self._reading() as connection:
            return readings.bodies(connection, posts)

    def words(self, post: str) -> str:
        """Title, running text and captions of the article of a post; raises NotFoundError."""
        with self._reading() as connection:
            return readings.words(connection, post)

    def texts(self, posts: Collection[str]) -> dict[str, tuple[SourceText, SourceText]]:
        """Titles of some posts, and running texts with captions, by post."""
        with self._reading() as connection:
            return readings.texts(connection, posts)

    def readings(self, posts: Collection[str]) -> dict[str, StoredReading]:
        """The same of some posts at once, by post; those are missing that the store does not have."""
        with self._reading() as connection:
            return readings.readings(connection, posts)

    def post_named(self, given: str) -> str:
        """The id of the post meant by the beginning of its id, an address, or a path or stem in an archive.

        Of the versions of one article the current one is meant, else the latest. Raises NotFoundError, also where
        several articles could be meant; it names them.
        """
        with self._reading() as connection:
            return versions.post_named(connection, given)

    def versions(self, post: str) -> tuple[PostLine, ...]:
        """All versions of the article of a post, in the order in which they were met, current ones last."""
        with self._reading() as connection:
            return tuple(versions.versions(connection, post))

    def changed(self, since: int | None = None, until: int | None = None) -> Iterator[ChangedArticle]:
        """Articles with several versions, and vanished ones, latest change first; after a build, up to one if given."""
        with self._reading() as connection:
            yield from versions.changed(connection, since, until)

    def copies(
        self, post: str | None = None, kinds: Sequence[str] = (), limit: int | None = None
    ) -> Iterator[PostCopy]:
        """Links between copies, most alike first: of a post, or of all posts that are current."""
        with self._reading() as connection:
            yield from versions.copies(connection, post, kinds, limit)

    def found(
        self,
        query: Query,
        wanted: ArticleFilter | None = None,
        limit: int | None = None,
        *,
        newest: bool = False,
        skip: int = 0,
    ) -> Iterator[FoundArticle]:
        """Current articles whose title or text answers to a query, the best first, or the newest.

        The first `skip` are passed over.
        """
        with self._reading() as connection:
            yield from finding.found(connection, query, wanted or ArticleFilter(), limit, newest=newest, skip=skip)

    def posts_found(self, query: Query, wanted: ArticleFilter | None = None) -> list[str]:
        """The ids of all of them, in no order."""
        with self._reading() as connection:
            return finding.posts_found(connection, query, wanted or ArticleFilter())

    def count_found(self, query: Query, wanted: ArticleFilter | None = None) -> int:
        """How many there are."""
        with self._reading() as connection:
            return finding.count(connection, query, wanted or ArticleFilter())

    def current_posts(self) -> Iterator[str]:
        """The ids of all posts that an archive holds, in order."""
        with self._reading() as connection:
            yield from holdings.current_posts(connection)

    def outlets(self) -> tuple[str, ...]:
        """Codes of the outlets of all articles, in order."""
        with self._reading() as connection:
            return holdings.outlets(connection)

    def places(self) -> Iterator[PostPlace]:
        """Every post, old versions too, with each place where it is or was seen."""
        with self._reading() as connection:
            yield from holdings.places(connection)

    def rejects(self, limit: int | None = None) -> Iterator[StoredReject]:
        """Posts that could not be read, in path order."""
        with self._reading() as connection:
            yield from holdings.rejects(connection, limit)
