"""Posts by what a user names: archives on disk, or what the database knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

import tongshi
from tongshi.cli.application import MISTAKE
from tongshi.cli.opening import meant, released
from tongshi.cli.output import say
from tongshi.errors import NotFoundError
from tongshi.records import Post, Reject
from tongshi.rights import Texts, ToldStatement
from tongshi.store import StoredReading, place_of


def posts_of(sources: Sequence[str], db: str) -> Iterator[Post]:
    """The posts of archives on disk, those behind contacts or records of the database, and those it knows by name.

    Where some archive holds nothing that can be read, that is told and the end is a mistake of the user's.
    """
    unread = False
    for source in sources:
        if not source.strip():
            raise NotFoundError("no post is given")
        place = place_of(db)
        if not Path(source).exists() and (source.isalnum() or place is None or place.exists()):
            with released(db, Texts.full, None) as store:  # of a post that is withheld there is no text
                told = meant(store, source)
                if isinstance(told, ToldStatement):
                    told = store.article_of(told.said.post)
                stored = [told] if isinstance(told, StoredReading) else [each.article for each in told.sources]
                posts = [each.reading.article.post for each in stored]
                yield from (post for post in posts if post.text)
            continue
        rejected = read = 0
        for item in tongshi.read(source):
            if isinstance(item, Reject):
                rejected += 1
                say(f"{item.path}: {item.reason}")
            else:
                read += 1
                yield item
        unread |= bool(rejected and not read)
    if unread:
        raise typer.Exit(MISTAKE)
