"""What is learnt of people: derived from the mentions of all current articles, and asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Table, delete, func, insert, or_, select

from tongshi.learning import Evidence, LearntName, LearntOffice, LearntPerson, Sighting
from tongshi.records import Mention
from tongshi.store import copying
from tongshi.store import tables as t
from tongshi.store.engine import batches, streamed, upsert
from tongshi.store.restoring import mention_from
from tongshi.store.views.people import StoredMention

#: Key in `meta`: something was written since people were last learnt.
UNLEARNT = "unlearnt"


def mark_unlearnt(connection: Connection) -> None:
    """Note that what is learnt has to be derived again."""
    upsert(connection, t.meta, [{"key": UNLEARNT, "value": "1"}])


def is_unlearnt(connection: Connection) -> bool:
    """Whether something was written since people were last learnt."""
    return connection.scalar(select(t.meta.c.value).where(t.meta.c.key == UNLEARNT)) is not None


def sightings(connection: Connection) -> Iterator[Sighting]:
    """Every mention of an article that is not superseded; copies of one article are one story."""
    stories = copying.stories(connection)
    wanted = (
        select(t.mentions, t.articles.c.day, t.articles.c.usage)
        .join(t.articles, t.articles.c.post_id == t.mentions.c.post_id)
        .join(t.posts, t.posts.c.id == t.mentions.c.post_id)
        .where(t.posts.c.state != "superseded")
    )
    for row in streamed(connection, wanted):
        post = row.post_id
        yield Sighting(mention_from(row), post, row.day, row.usage or "", stories.get(post, post))


def write(connection: Connection, learnt: Iterable[LearntPerson]) -> None:
    """Replace all that was learnt."""
    learnt = list(learnt)
    for table in (t.learnt_offices, t.learnt_names, t.learnt_people):
        connection.execute(delete(table))
    people = [
        {"id": each.id, "curated": each.curated, "polity": each.polity, "latin": list(each.latin)} for each in learnt
    ]
    names = [
        {
            "person_id": person.id, "position": number, "folded": name.folded, "written": name.written,
            "alone": name.alone, "usages": list(name.usages), **_counts(name.seen),
        }
        for person in learnt for number, name in enumerate(person.names)
    ]  # fmt: skip
    offices = [
        {
            "person_id": person.id, "position": number, "title": office.title, "polity": office.polity,
            "role": office.role, "mark": office.mark, "until": office.until, **_counts(office.seen),
        }
        for person in learnt for number, office in enumerate(person.offices)
    ]  # fmt: skip
    for table, found in ((t.learnt_people, people), (t.learnt_names, names), (t.learnt_offices, offices)):
        if found:
            connection.execute(insert(table), found)
    connection.execute(delete(t.meta).where(t.meta.c.key == UNLEARNT))


def _counts(seen: Evidence) -> Mapping[str, Any]:
    return {"articles": seen.articles, "stories": seen.stories, "first": seen.first, "last": seen.last}


def people(connection: Connection, id_: str | None = None) -> tuple[LearntPerson, ...]:
    """All that was learnt, in order of id, or of one person."""

    def rows(table: Table, whose: ColumnElement[str]) -> CursorResult[Any]:
        found = select(table).order_by(*table.primary_key.columns)
        return connection.execute(found if id_ is None else found.where(whose == id_))

    names: dict[str, list[LearntName]] = {}
    for row in rows(t.learnt_names, t.learnt_names.c.person_id):
        name = LearntName(row.folded, row.written, row.alone, _seen(row), tuple(row.usages))
        names.setdefault(row.person_id, []).append(name)
    offices: dict[str, list[LearntOffice]] = {}
    for row in rows(t.learnt_offices, t.learnt_offices.c.person_id):
        office = LearntOffice(row.title, row.polity, row.role, row.mark, _seen(row), row.until)
        offices.setdefault(row.person_id, []).append(office)
    return tuple(
        LearntPerson(
            id=row.id,
            polity=row.polity,
            latin=tuple(row.latin),
            names=tuple(names.get(row.id, ())),
            offices=tuple(offices.get(row.id, ())),
            curated=row.curated,
        )
        for row in rows(t.learnt_people, t.learnt_people.c.id)
    )


def _seen(row: Any) -> Evidence:
    return Evidence(row.articles, row.stories, row.first, row.last)


def mentions(
    connection: Connection, people: Sequence[str], names: Sequence[str], post: str | None = None
) -> Iterator[StoredMention]:
    """Mentions of curated people by id, and of those that the curated registry does not know by folded spelling.

    Of articles that are not superseded, earliest first; of one article, where that is given.
    """
    m = t.mentions.c
    for some in batches([*people, *names]):
        wanted = (
            select(t.mentions, t.articles.c.outlet, t.articles.c.day, t.articles.c.usage, t.posts.c.url)
            .join(t.articles, t.articles.c.post_id == m.post_id)
            .join(t.posts, t.posts.c.id == m.post_id)
            .where(t.posts.c.state != "superseded", _named(some))
            .order_by(t.articles.c.day.is_(None), t.articles.c.day, m.post_id, m.position)
        )
        if post is not None:
            wanted = wanted.where(m.post_id == post)
        for row in connection.execute(wanted):
            yield StoredMention(mention_from(row), row.post_id, row.outlet, row.day, row.usage or "", row.url)


def mentions_in(connection: Connection, post: str) -> tuple[Mention, ...]:
    """The mentions of an article, in its order."""
    m = t.mentions.c
    rows = connection.execute(select(t.mentions).where(m.post_id == post).order_by(m.position))
    return tuple(map(mention_from, rows))


def _named(some: Sequence[str]) -> ColumnElement[bool]:
    m = t.mentions.c
    # the longer words keep SQLite from going through all whom the registry does not know
    return or_(m.person.in_(some), (func.coalesce(m.person, "") == "") & m.folded.in_(some))
