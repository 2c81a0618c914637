"""What may be told of the articles of a store, and what its full text finds."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from tongshi.coverage import DayCount
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.offsets import Span
from tongshi.query import Query
from tongshi.readers import stem
from tongshi.records import Mention
from tongshi.rights.held import HeldRelease
from tongshi.rights.policy import Texts
from tongshi.rights.proving import standing
from tongshi.store import ArticleFilter, FoundArticle, StoredReading, StoredReject

#: Articles that were found are read so many at a time.
_READ_TOGETHER = 20

_TAG = re.compile("<[^>]*>")


class ArticleRelease(HeldRelease):
    """Articles, searches, coverage and rejects."""

    # --- one article

    def post_named(self, given: str) -> str:
        """As `Store.post_named`; raises NotFoundError where the post is withheld too."""
        return self._given_post(self._store.post_named(given))

    def article_of(self, given: str) -> StoredReading:
        """The article of the post meant by `post_named`; raises NotFoundError as that does."""
        return self._stored(self._store.reading(self.post_named(given)))

    def archived_body(self, post: str) -> str:
        """The article of a post as it was archived, markup and all; raises NotFoundError where it may not be given."""
        archived = self._store.reading(self._given_post(post)).reading.article.post
        body = archived.text[slice(*archived.body)]
        plain = html.unescape(body)
        # a name can be written in entities, or cut by tags
        if (
            self.rights.texts is not Texts.full
            or self._names_withheld(plain)
            or self._names_withheld(_TAG.sub("", plain))
        ):
            raise NotFoundError(f"{post}: its archived page is not given")
        return body

    def folded(self, article: StoredReading) -> str:
        """The whole title and running text, folded: to look up whether something stands in them, never to be shown."""
        return fold(self._store.words(self._given_post(article.post)))

    def places_of(self, post: str, words: str) -> tuple[Span, ...]:
        """Where words stand in title, running text and captions of a post, as they were archived."""
        whole = self._store.reading(self._given_post(post))
        return tuple(
            text.span(found.start(), found.end())
            for text in (whole.reading.article.post.title, whole.readable)
            for found in re.finditer(re.escape(words), text.text)
            if words
        )

    def mentions_in(self, post: str) -> tuple[Mention, ...]:
        """As `Store.mentions_in`, of a post that may be told of; nobody who is withheld."""
        found = self._store.mentions_in(self._given_post(post))
        return tuple(each for each in found if not self._is_withheld(each.person, each.name, each.latin))

    # --- all of them

    def current_posts(self) -> Iterator[str]:
        """As `Store.current_posts`."""
        return filter(self._may, self._store.current_posts())

    def outlets(self) -> tuple[str, ...]:
        """As `Store.outlets`."""
        return tuple(code for code in self._store.outlets() if code not in self._list.outlets)

    def day_counts(self) -> Iterator[DayCount]:
        """As `Store.day_counts`, without the posts that are withheld."""
        withheld: Counter[tuple[str, object]] = Counter()
        diplomatic: Counter[tuple[str, object]] = Counter()
        for each in self._store.day_counts(sorted(self._posts)) if self._posts else ():
            withheld[each.outlet, each.day] += each.articles
            diplomatic[each.outlet, each.day] += each.diplomatic
        self.left_out["posts"] += withheld.total()
        for each in self._store.day_counts():
            key = each.outlet, each.day
            if each.articles > withheld[key]:
                yield replace(
                    each, articles=each.articles - withheld[key], diplomatic=each.diplomatic - diplomatic[key]
                )

    def post_days(self) -> Iterator[tuple[str, str, dt.date | None]]:
        """As `Store.post_days`, without the posts that are withheld."""
        return (each for each in self._store.post_days() if each[0] not in self._posts)

    def rejects(self, limit: int | None = None) -> Iterator[StoredReject]:
        """As `Store.rejects`."""
        found = self._store.rejects(None if self._list.posts else limit)
        kept = (each for each in found if self.post((each.id, each.path, stem(each.path))))
        for each in islice(kept, limit):
            yield replace(each, id=self.file_name(each.id), path=self.file_name(each.path), detail="")

    # --- what is found

    def found(
        self,
        query: Query,
        wanted: ArticleFilter | None = None,
        limit: int | None = None,
        *,
        newest: bool = False,
        skip: int = 0,
    ) -> Iterator[FoundArticle]:
        """As `Store.found`; text and folded text are what may be given of them."""
        if self._posts:
            found = self._store.found(query, wanted, newest=newest)
            end = None if limit is None else skip + limit
            kept: Iterator[FoundArticle] = islice((each for each in found if self._may(each.post)), skip, end)
        else:
            kept = self._store.found(query, wanted, limit, newest=newest, skip=skip)
        while some := list(islice(kept, _READ_TOGETHER)):
            cut = [each.post for each in some if self.rights.texts is not Texts.none and not self._whole(each.text)]
            texts = self._texts({each.post: each.folded.partition("\n")[2] for each in some if each.post in cut})
            yield from (self._found(each, texts.get(each.post)) for each in some)

    def _texts(self, folded: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Of the running texts of some posts, which are given `folded`, as much as may be given, and that folded.

        Who withholds nothing need not know who is named.
        """
        if self._list:
            read = self._store.readings(folded.keys())
            given = {id_: self.reading(each.reading).article.body.text for id_, each in read.items()}
            return {id_: (text, fold(text)) for id_, text in given.items()}
        return {
            id_: _sentences(body.text, folded[id_], standing(body, spans, folded[id_]))
            for id_, (body, spans) in self._store.bodies(tuple(folded)).items()
        }

    def posts_found(self, query: Query, wanted: ArticleFilter | None = None) -> list[str]:
        """As `Store.posts_found`; it counts nothing as left out."""
        return [post for post in self._store.posts_found(query, wanted) if post not in self._posts]

    def count_found(self, query: Query, wanted: ArticleFilter | None = None) -> int:
        """As `Store.count_found`; it counts nothing as left out."""
        if self._posts:
            return sum(post not in self._posts for post in self._store.posts_found(query, wanted))
        return self._store.count_found(query, wanted)

    def _found(self, found: FoundArticle, cut: tuple[str, str] | None) -> FoundArticle:
        """An article found; `cut` is what may be given of its text, and that folded, where that is not all."""
        title = self.title(found.title)
        text, folded = cut or (found.text, found.folded.partition("\n")[2])
        if self.rights.texts is Texts.none:
            text = folded = ""
        return replace(
            found,
            name=self.file_name(found.name),
            url=self.address(found.url),
            title=title,
            text=text,
            folded=f"{fold(title)}\n{folded}",
        )


def _sentences(text: str, folded: str, cuts: Iterable[tuple[int, int]]) -> tuple[str, str]:
    """Sentences of a text, a line each, and the same folded."""
    kept = list(cuts)
    return "\n".join(text[start:end] for start, end in kept), "\n".join(folded[start:end] for start, end in kept)
