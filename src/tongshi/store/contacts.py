"""Contacts with what all their sources say, as corrected. Every function runs inside one transaction of its caller."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, Text, and_, cast, exists, func, or_, select

from tongshi import fusion
from tongshi.decisions import UNDECIDED_STATE, State
from tongshi.errors import NotFoundError
from tongshi.records import Participant, Place, When
from tongshi.store import judged
from tongshi.store import tables as t
from tongshi.store.engine import batches
from tongshi.store.views.contacts import Contact, ContactFilter, ToldContact

#: Columns of a participant.
PERSON = ("name", "latin", "office", "polity", "person")


def contacts(
    connection: Connection, wanted: ContactFilter, limit: int | None, state: State = UNDECIDED_STATE
) -> Iterator[Contact]:
    """The contacts wanted, latest first, undated ones last; what was corrected of them counts as corrected."""
    c, s = t.contacts.c, t.contact_sources.c
    order = (c.starts.is_(None), c.starts.desc(), c.id)
    asked = list(conditions(wanted))
    mended = judged.mended(state)
    if mended and asked:  # of these it is seen when they are there: the tables have what articles were read to say
        theirs = select(s.contact_id).where(or_(*(s.engagement_id.in_(some) for some in batches(mended))))
        asked = [or_(and_(*asked), c.id.in_(theirs))]
    most = None if mended else limit
    rows = list(connection.execute(select(t.contacts).where(*asked).order_by(*order).limit(most)))
    told = (each for part in batches(rows) for each in with_details(connection, part, state))
    yield from islice((each for each in told if not each.corrections or judged.fits(wanted, each)), limit)


def of_block(connection: Connection, block: str) -> Iterator[Contact]:
    """All contacts of a block."""
    rows = list(connection.execute(select(t.contacts).where(t.contacts.c.block == block).order_by(t.contacts.c.id)))
    for some in batches(rows):
        yield from with_details(connection, some)


def shelved(
    connection: Connection, condition: ColumnElement[bool], state: State = UNDECIDED_STATE
) -> Iterator[tuple[str, Contact]]:
    """The contacts that meet a condition on their row, each with its block, in no order."""
    rows = connection.execute(select(t.contacts).where(condition)).all()
    for some in batches(rows):
        blocks = (row.block for row in some)
        yield from zip(blocks, with_details(connection, some, state), strict=True)


def conditions(wanted: ContactFilter) -> Iterator[ColumnElement[bool]]:
    """What holds of the rows of `contacts` that are wanted."""
    c, e = t.contacts.c, t.engagements.c
    if wanted.types:
        yield c.type.in_(wanted.types)
    if wanted.statuses:
        yield c.status.in_(wanted.statuses)
    if wanted.reported:
        yield _reported(e.status.in_(wanted.reported))
    if wanted.undated:
        yield c.starts.is_(None)
    if wanted.main:
        yield c.salience == "main"
    if wanted.since:
        yield func.coalesce(c.ends, c.starts) >= wanted.since
    if wanted.until:
        yield c.starts <= wanted.until
    if wanted.polities:
        member = [_belongs(t.engagement_polities, t.engagement_polities.c.polity == code) for code in wanted.polities]
        yield _reported(*member)
    if wanted.people:
        p = t.participants.c
        yield _reported(_belongs(t.participants, or_(p.person.in_(wanted.people), p.folded.in_(wanted.people))))
    for topic in wanted.topics:
        yield _reported(_belongs(t.engagement_topics, t.engagement_topics.c.topic == topic))
    if wanted.outlets:
        a = t.articles.c
        yield _reported(exists().where(a.post_id == e.post_id, a.outlet.in_(wanted.outlets)))


def _reported(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """That one source of the contact meets all the conditions."""
    s = t.contact_sources.c
    return exists().where(s.contact_id == t.contacts.c.id, s.engagement_id == t.engagements.c.id, *conditions)


def _belongs(table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a row of `table` that meets the condition belongs to the engagement."""
    return exists().where(table.c.engagement_id == t.engagements.c.id, condition)


def with_details(connection: Connection, rows: Sequence[Row[Any]], state: State = UNDECIDED_STATE) -> Iterator[Contact]:
    """The contacts of some rows, with what their sources say, and who corrected what of them."""
    ids = [row.id for row in rows]
    corrected = corrections(connection, ids)
    people, polities, topics = (
        told(connection, ids, table, corrected, field, *columns)
        for table, field, columns in (
            (t.participants, "participants", PERSON),
            (t.engagement_polities, "polities", ("polity",)),
            (t.engagement_topics, "topics", ("topic",)),
        )
    )
    reports: dict[str, list[Any]] = defaultdict(list)
    for row in _reports(connection, ids):
        reports[row.contact_id].append(row)
    part_of, parts = _links(connection, ids)
    for row in rows:
        own, fields = reports[row.id], row.corrected
        contact = Contact(
            id=row.id,
            type=row.type,
            status=row.status,
            salience=row.salience,
            when=When(start=row.starts, end=row.ends, precision=row.precision, alt=row.alt),
            place=Place(city=row.city, polity=row.place_polity),
            participants=fusion.distinct(
                starmap(participant, as_rows(fields, "participants", PERSON) or people[row.id])
            ),
            polities=_unique(fields.get("polities") or (code for (code,) in polities[row.id])),
            topics=_unique(fields.get("topics") or (topic for (topic,) in topics[row.id])),
            outlets=_unique(each.outlet for each in own),
            posts=_unique(each.post_id for each in own),
            sources=row.sources,
            vanished=tuple(sorted({each.post_id for each in own if each.state == "vanished"})),
            first_report=row.first_report,
            history=fusion.history((each.status, each.published_at, each.published_local[:10]) for each in own),
            conflicts=tuple(row.conflicts),
            corrected=tuple(sorted(fields)),
            part_of=tuple(part_of[row.id]),
            parts=tuple(parts[row.id]),
        )
        yield judged.corrected(contact, [each.engagement_id for each in own], state)


def _reports(connection: Connection, contacts: Sequence[str]) -> Sequence[Any]:
    """Of each source, in order of publication: outlet, post, its days and state, and which status it gives."""
    s, a, e = t.contact_sources.c, t.articles.c, t.engagements.c
    return connection.execute(
        select(
            s.contact_id,
            s.engagement_id,
            a.outlet,
            a.post_id,
            a.published_at,
            a.published_local,
            t.posts.c.state,
            e.status,
        )
        .join(t.engagements, e.id == s.engagement_id)
        .join(t.articles, a.post_id == e.post_id)
        .join(t.posts, t.posts.c.id == e.post_id)
        .where(s.contact_id.in_(contacts))
        .order_by(s.contact_id, s.position)
    ).all()


def corrections(connection: Connection, contacts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What people corrected of the engagements of some contacts."""
    s = t.contact_sources.c
    mended = cast(s.corrected, Text) != "{}"  # so that not each row's JSON is read
    found = connection.execute(select(s.engagement_id, s.corrected).where(s.contact_id.in_(contacts), mended))
    return {row.engagement_id: row.corrected for row in found if row.corrected}


def told(
    connection: Connection,
    contacts: Sequence[str],
    table: Table,
    corrected: Mapping[str, Mapping[str, Any]],
    field: str,
    *columns: str,
) -> dict[str, list[Sequence[Any]]]:
    """Columns of a table that belongs to engagements, by contact, in order of publication; as corrected."""
    s = t.contact_sources.c
    found: dict[str, list[Sequence[Any]]] = defaultdict(list)
    statement = (
        select(s.contact_id, s.engagement_id, *(table.c[column] for column in columns))
        .outerjoin(table, table.c.engagement_id == s.engagement_id)
        .where(s.contact_id.in_(contacts))
        .order_by(s.contact_id, s.position, table.c.position)
    )
    replaced: set[str] = set()
    nothing = (None,) * len(columns)
    for contact, engagement, *row in connection.execute(statement).all():
        fields = corrected.get(engagement, {})
        if field not in fields:
            if tuple(row) != nothing:
                found[contact].append(row)
        elif engagement not in replaced:
            replaced.add(engagement)
            found[contact] += as_rows(fields, field, columns)
    return found


def as_rows(fields: Mapping[str, Any], field: str, columns: Sequence[str]) -> list[Sequence[Any]]:
    """A corrected field of several values, in the codebook's file form, as rows of these columns."""
    told = fields.get(field, ())
    return [[each.get(column) for column in columns] if isinstance(each, dict) else [each] for each in told]


def participant(
    name: str | None, latin: str | None, office: str | None, polity: str | None, person: str | None
) -> Participant:
    """A participant, by the columns of PERSON."""
    return Participant(name=name, latin=latin, office=office, polity=polity, person=person or "")


def _links(connection: Connection, contacts: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Of each contact what it is part of, and its parts."""
    c = t.contact_parts.c
    part_of: dict[str, list[str]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for own, other, found in ((c.part_id, c.whole_id, part_of), (c.whole_id, c.part_id, parts)):
        linked = select(own, other).join(t.contacts, t.contacts.c.id == other).where(own.in_(contacts))
        for one, linked_id in connection.execute(linked.order_by(own, t.contacts.c.starts, other)):
            found[one].append(linked_id)
    return part_of, parts


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def most_told(connection: Connection) -> str:
    """Of contacts that two sides or more tell of the one with most sources; NotFoundError in a store without one."""
    sides = func.count(t.readouts.c.side.distinct())
    sources = func.count(t.contact_sources.c.engagement_id.distinct())
    found = connection.execute(
        select(t.contact_sources.c.contact_id)
        .join(t.readouts, t.readouts.c.engagement_id == t.contact_sources.c.engagement_id)
        .group_by(t.contact_sources.c.contact_id)
        .order_by((sides >= 2).desc(), sources.desc(), sides, t.contact_sources.c.contact_id)
        .limit(1)
    ).scalar()
    if found is None:
        raise NotFoundError("the store holds no contact with an account to compare")
    return str(found)


def told_contacts(connection: Connection, without: Collection[str] = ()) -> Iterator[ToldContact]:
    """Contacts that two sides or more tell, in articles of other posts than some; those told most come first."""
    s, r = t.contact_sources.c, t.readouts.c
    told = t.contact_sources.join(t.readouts, r.engagement_id == s.engagement_id)
    several = select(s.contact_id).select_from(told).group_by(s.contact_id).having(func.count(r.side.distinct()) > 1)
    left_out = set(without)
    sides: dict[str, set[str]] = defaultdict(set)
    posts: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(
        select(s.contact_id, r.side, r.post_id).select_from(told).where(s.contact_id.in_(several))
    ):
        if row.post_id not in left_out:
            sides[row.contact_id].add(row.side)
            posts[row.contact_id].add(row.post_id)
    for contact in sorted(sides, key=lambda id_: (-len(posts[id_]), id_)):
        if len(sides[contact]) > 1:
            yield ToldContact(contact=contact, sides=tuple(sorted(sides[contact])), articles=len(posts[contact]))
