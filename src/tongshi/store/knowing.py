"""What posts were coded with. Every function runs in its caller's transaction.

A version that is not the present one is looked at in two ways: to say what a record was made with, and to tell which
posts a change leaves as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, exists, select, update

from tongshi.lexicon import Layer, digest_of
from tongshi.pipeline import Sources
from tongshi.registry.entries import Person, Tenure
from tongshi.store import tables as t
from tongshi.store.engine import BATCH, upsert
from tongshi.store.views.articles import PostWords
from tongshi.store.views.builds import KnowledgeFile, KnowledgeVersion

# --- versions


def keep_sources(connection: Connection, run: int, sources: Sources) -> None:
    """Note what a run reads with; what was learnt for versions that no file is marked with any more is let go."""
    k = t.knowledge.c
    row = {"version": sources.version, "base": sources.base, "learnt": _packed(sources.learnt), "first_run": run}
    upsert(connection, t.knowledge, [row], "learnt")
    kept = [
        {
            "version": sources.version,
            "layer": number,
            "path": path,
            "digest": digest_of(((path, text),)),
            "content": text,
        }
        for number, layer in enumerate(sources.project)
        for path, text in layer.files
    ]
    upsert(connection, t.knowledge_files, kept)
    connection.execute(update(t.runs).where(t.runs.c.id == run).values(knowledge=sources.version))
    marked = select(t.files.c.knowledge)
    connection.execute(
        update(t.knowledge)
        .where(k.version != sources.version, k.learnt != b"", k.version.not_in(marked))
        .values(learnt=b"")
    )


def sources(connection: Connection, version: str) -> Sources | None:
    """What a version was made from, besides rules and shipped lexicons; None where that is not known any more."""
    learnt = connection.scalar(select(t.knowledge.c.learnt).where(t.knowledge.c.version == version))
    if learnt is None:
        return None
    f = t.knowledge_files.c
    layers: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(select(t.knowledge_files).where(f.version == version).order_by(f.layer, f.path)):
        layers.setdefault(row.layer, []).append((row.path, row.content))
    found = Sources(tuple(Layer(version, tuple(files)) for files in layers.values()), _unpacked(learnt))
    return found if found.version == version else None


def learnt(connection: Connection) -> tuple[Person, ...]:
    """The people that the last run knew from the archive."""
    k = t.knowledge.c
    last = select(k.learnt).join(t.runs, t.runs.c.knowledge == k.version).order_by(t.runs.c.id.desc()).limit(1)
    return _unpacked(connection.scalar(last) or b"")


def history(connection: Connection) -> Iterator[KnowledgeVersion]:
    """Every version that a run used, latest first."""
    k, f = t.knowledge.c, t.knowledge_files.c
    started = select(t.runs.c.started).where(t.runs.c.id == k.first_run).scalar_subquery()
    of_version = select(k.version, k.base, k.first_run, started.label("started"))
    for row in connection.execute(of_version.order_by(k.first_run.desc(), k.version)).all():
        own = select(f.path, f.digest, f.content).where(f.version == row.version).order_by(f.layer, f.path)
        files = tuple(KnowledgeFile(*each) for each in connection.execute(own))
        yield KnowledgeVersion(
            version=row.version, base=row.base, first_run=row.first_run, started=row.started or "", files=files
        )


def _packed(people: Sequence[Person]) -> bytes:
    if not people:
        return b""
    plain = [dataclasses.asdict(person) for person in people]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, default=dt.date.isoformat).encode(), 1)


def _unpacked(blob: bytes) -> tuple[Person, ...]:
    return tuple(_person(row) for row in json.loads(zlib.decompress(blob))) if blob else ()


def _person(row: dict[str, Any]) -> Person:
    tenures = tuple(
        Tenure(**{**tenure, "since": _day(tenure["since"]), "until": _day(tenure["until"])})
        for tenure in row["tenures"]
    )
    titled = tuple((title, name) for title, name in row["titled_names"])
    lists = {key: tuple(row[key]) for key in ("latin", "plain_names", "unless")}
    return Person(**{**row, **lists, "titled_names": titled, "tenures": tenures})


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


# --- marks


def stale_versions(connection: Connection, version: str) -> list[str]:
    """The other versions that files are marked with, in order."""
    marked = select(t.files.c.knowledge).distinct().where(t.files.c.knowledge.not_in(["", version]))
    return sorted(connection.scalars(marked))


def marked_posts(connection: Connection, version: str, after: str) -> list[PostWords]:
    """Some posts that are marked with a version, in order of their ids, behind one."""
    p, a = t.posts.c, t.articles.c
    statement = (
        select(
            p.id, p.url, p.author, p.tags, a.outlet, a.folded, a.title, a.section, a.keywords, a.captions, a.blocks,
        )
        .join(t.articles, a.post_id == p.id)
        .where(p.knowledge == version, p.id > after)
        .order_by(p.id)
        .limit(BATCH)
    )  # fmt: skip
    return [
        PostWords(
            post=row.id,
            url=row.url,
            outlet=row.outlet,
            folded=row.folded,
            others=tuple(
                filter(
                    None,
                    [
                        row.author, row.section, *row.tags, *(row.title or [""])[:1], *(row.keywords or ()),
                        *row.captions, *(block[4] for block in row.blocks),
                    ],
                )
            ),
        )
        for row in connection.execute(statement)
    ]  # fmt: skip


def renew_posts(
    connection: Connection, version: str, new: str, untouched: Callable[[PostWords], bool], after: str
) -> str:
    """Mark some posts of a version as coded with a new one, where they are the same with both; the last one met."""
    found = marked_posts(connection, version, after)
    same = [post.post for post in found if untouched(post)]
    if same:
        connection.execute(update(t.posts).where(t.posts.c.id.in_(same)).values(knowledge=new))
    return found[-1].post if found else ""


def renew_files(connection: Connection, versions: Sequence[str], new: str) -> None:
    """Mark the files of some versions as read with a new one, where all that they hold is."""
    s, f = t.sightings.c, t.files.c
    touched = exists().where(
        s.archive == f.archive,
        s.path == f.path,
        s.gone.is_(False),
        t.posts.c.id == s.post_id,
        t.posts.c.knowledge != new,
    )
    connection.execute(update(t.files).where(f.knowledge.in_(versions), ~touched).values(knowledge=new))
