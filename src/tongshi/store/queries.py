"""What the commands and pages ask. Every function runs inside one transaction of its caller."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, Text, and_, cast, exists, func, or_, select

from tongshi import fusion
from tongshi.decisions import UNDECIDED_STATE, State
from tongshi.errors import NotFoundError, UnknownError
from tongshi.records import Participant, Place, When
from tongshi.store import judged
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches, streamed
from tongshi.store.readings import of_engagements, reading, spans_of
from tongshi.store.restoring import engagement_from
from tongshi.store.sightings import name_of
from tongshi.store.views import (
    Contact,
    ContactFilter,
    ContactReport,
    EngagementLine,
    PostPlace,
    ReportedContact,
    Run,
    Source,
    StoredReject,
    ToldContact,
    Totals,
    UnsureContact,
)

#: Contacts whose details are fetched together.
BATCH = 500

#: Columns of a participant.
PERSON = ("name", "latin", "office", "polity", "person")

#: Ids shown when several begin with what the user gave.
_MOST_NAMED = 5

#: What ids are made of, behind their letter.
DIGITS = frozenset("0123456789abcdef")


# --- contacts


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
    some = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
    told = (each for part in some for each in with_details(connection, part, state))
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


def contact_of(connection: Connection, given: str) -> str:
    """The id of the contact meant by the id, or its beginning, of a contact or an engagement; raises NotFoundError.

    The former id of a contact, whose earliest report is no longer the one it was named after, still leads to it.
    """
    found = _contacts_of(connection, given) if given[:1] in {"c", "e"} else set()
    found = found or _contacts_of(connection, f"c{given}") or _contacts_of(connection, f"e{given}")
    if len(found) == 1:
        return found.pop()
    if found:
        several = some_of(sorted(found))
        raise NotFoundError(f"{given}: begins the ids of {len(found)} contacts ({several}); give more of it")
    raise UnknownError(f"{given}: no such contact or engagement (`tongshi engagements` lists them)")


def some_of(ids: Sequence[str]) -> str:
    """The first few ids, and how many more there are."""
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f"{', '.join(ids[:_MOST_NAMED])}{more}"


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


def _contacts_of(connection: Connection, prefix: str) -> set[str]:
    """Contacts whose id, or the id of one of whose engagements, begins with `c` or `e` and some digits."""
    s, digits = t.contact_sources.c, prefix[1:]
    if not digits or not set(digits) <= DIGITS:
        return set()
    found: set[str] = set()
    if prefix[0] == "c":
        found = set(connection.scalars(select(t.contacts.c.id).where(begins(t.contacts.c.id, prefix))))
    if not found:
        found = set(connection.scalars(select(s.contact_id).where(begins(s.engagement_id, f"e{digits}"))))
    return found


def begins(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """`column LIKE 'prefix%'` as a range, which an index serves."""
    return and_(column >= prefix, column < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def confidences(connection: Connection) -> dict[str, float]:
    """How sure each contact is: as its surest report."""
    return {row[0]: row[1] for row in connection.execute(_surest())}


#: Of the reports of one contact.
_SUREST = func.max(t.engagements.c.confidence)


def _surest() -> Select[Any]:
    s = t.contact_sources.c
    return (
        select(s.contact_id, _SUREST).join(t.engagements, t.engagements.c.id == s.engagement_id).group_by(s.contact_id)
    )


def engagement_lines(connection: Connection) -> Iterator[EngagementLine]:
    """The engagements of current articles, those of one article side by side."""
    e, a = t.engagements.c, t.articles.c
    statement = (
        select(e.id, e.post_id, a.outlet, e.type, e.status, e.confidence)
        .join(t.articles, a.post_id == e.post_id)
        .join(t.posts, t.posts.c.id == e.post_id)
        .where(t.posts.c.state == "current")
        .order_by(e.post_id, e.position)
    )
    for row in connection.execute(statement):
        yield EngagementLine(
            id=row.id, post=row.post_id, outlet=row.outlet, type=row.type, status=row.status, confidence=row.confidence
        )


def source(connection: Connection, engagement: str) -> Source:
    """An engagement with its article; raises NotFoundError."""
    post = connection.scalar(select(t.engagements.c.post_id).where(t.engagements.c.id == engagement))
    if post is None:
        raise NotFoundError(f"{engagement}: no such engagement")
    article = reading(connection, post)
    return Source(next(each for each in article.reading.engagements if each.id == engagement), article, "")


def rejected(connection: Connection, ids: Collection[str], state: State) -> Iterator[ContactReport]:
    """Records that were rejected, of articles that are not superseded, each as a contact of its own; latest first."""
    e, p = t.engagements.c, t.posts.c
    found: list[tuple[str, str]] = []
    for some in batches(sorted(ids)):
        wanted = select(e.id, e.post_id).join(t.posts, p.id == e.post_id).where(e.id.in_(some), p.state != "superseded")
        found += [(row.id, row.post_id) for row in connection.execute(wanted)]
    reports = []
    for id_, post in found:
        article = reading(connection, post)
        engagement = next(each for each in article.reading.engagements if each.id == id_)
        reports.append(judged.rejected(Source(engagement, article, "", decisions=state.holding.get(id_, ()))))
    yield from sorted(reports, key=lambda each: judged.latest_first(each.contact))


#: Places without which it cannot be said whether a report gives its day itself, see tongshi.fusion.
_DATED = ("date", "evidence")


def reported(connection: Connection, ids: Collection[str]) -> dict[str, ReportedContact]:
    """Those of some engagements that the store has, as their articles were read, with places of day and sentence."""
    e, p, s = t.engagements.c, t.posts.c, t.contact_sources.c
    found: dict[str, ReportedContact] = {}
    for some in batches(sorted(ids)):
        people, polities, topics = (
            of_engagements(connection, table, some)
            for table in (t.participants, t.engagement_polities, t.engagement_topics)
        )
        rows = (
            select(t.engagements, p.state, p.successor, s.contact_id)
            .join(t.posts, p.id == e.post_id)
            .join(t.contact_sources, s.engagement_id == e.id, isouter=True)
            .where(e.id.in_(some))
        )
        reports = all_rows(connection, rows)
        posts = {row["post_id"] for row in reports}
        where = spans_of(connection, posts, some, t.spans.c.field.in_(_DATED))
        for row in reports:
            id_ = row["id"]
            found[id_] = ReportedContact(
                engagement=engagement_from(
                    row,
                    people[id_],
                    [each["polity"] for each in polities[id_]],
                    [each["topic"] for each in topics[id_]],
                    where,
                ),
                post=row["post_id"],
                state=row["state"],
                successor=row["successor"] or "",
                contact=row["contact_id"] or "",
            )
    return found


def person_keys(connection: Connection, ids: Collection[str], folded: str) -> set[str]:
    """Ids of participants, or their folded names where they have none, who have one of the ids or that name."""
    p = t.participants.c
    named = or_(p.person.in_([id_ for id_ in ids if id_]), and_(p.folded == folded, p.folded != ""))
    found = connection.execute(select(p.person, p.folded).where(named).distinct())
    return {row.person or row.folded for row in found}


def told_by(connection: Connection, *, posts: Collection[str] = (), contacts: Collection[str] = ()) -> set[str]:
    """The ids of the engagements of some posts, and of some contacts."""
    e, s = t.engagements.c, t.contact_sources.c
    found: set[str] = set()
    for some in batches(sorted(posts)):
        found |= set(connection.scalars(select(e.id).where(e.post_id.in_(some))))
    for some in batches(sorted(contacts)):
        found |= set(connection.scalars(select(s.engagement_id).where(s.contact_id.in_(some))))
    return found


def unsure(connection: Connection, below: float) -> list[UnsureContact]:
    """Contacts none of whose records is as sure as that, the least sure first."""
    s = t.contact_sources.c
    found = {row[0]: row[1] for row in connection.execute(_surest().having(below > _SUREST))}
    records: dict[str, list[str]] = defaultdict(list)
    for some in batches(sorted(found)):
        wanted = select(s.contact_id, s.engagement_id).where(s.contact_id.in_(some)).order_by(s.engagement_id)
        for contact, engagement in connection.execute(wanted):
            records[contact].append(engagement)
    in_order = sorted(found.items(), key=lambda each: (each[1], each[0]))
    return [UnsureContact(contact, confidence, tuple(records[contact])) for contact, confidence in in_order]


def doubts(connection: Connection) -> Iterator[fusion.Doubt]:
    """Pairs that a person has to decide, the least certain first."""
    d = t.doubts.c
    for row in connection.execute(select(t.doubts).order_by(func.abs(d.score - 0.5), d.first, d.second)):
        yield fusion.Doubt(first=row.first, second=row.second, score=row.score, reasons=tuple(row.reasons))


# --- articles


def current_posts(connection: Connection) -> Iterator[str]:
    """The ids of all posts that an archive holds, in order."""
    p = t.posts.c
    yield from connection.scalars(select(p.id).where(p.state == "current").order_by(p.id))


def outlets(connection: Connection) -> tuple[str, ...]:
    """Codes of the outlets of all articles, in order: they are few, and in the index the next one is looked up."""
    code = t.articles.c.outlet
    each = select(func.min(code).label("code")).where(code != "").cte(recursive=True)
    following = select(func.min(code)).where(code > each.c.code).scalar_subquery()
    each = each.union_all(select(following).where(each.c.code.is_not(None)))
    return tuple(connection.scalars(select(each.c.code).where(each.c.code.is_not(None))))


# --- the archive


def places(connection: Connection) -> Iterator[PostPlace]:
    """Where every post of the store, old versions too, is or was seen: once for each place."""
    s, p = t.sightings.c, t.posts.c
    statement = select(p.id, p.url, p.archive_url, t.articles.c.outlet, s.stem, s.number, s.path).select_from(
        t.posts.join(t.articles, t.articles.c.post_id == p.id).outerjoin(t.sightings, s.post_id == p.id)
    )
    for row in streamed(connection, statement):
        yield PostPlace(
            post=row.id,
            name=name_of(row.stem or "", row.number or 0),
            path=row.path or "",
            url=row.url,
            archive_url=row.archive_url,
            outlet=row.outlet,
        )


def rejects(connection: Connection, limit: int | None) -> Iterator[StoredReject]:
    """Posts that could not be read, in path order."""
    r = t.rejects.c
    for row in connection.execute(select(t.rejects).order_by(r.archive, r.path, r.position).limit(limit)):
        yield StoredReject(
            id=name_of(row.stem, row.number), path=row.path, archive=row.archive, reason=row.reason, detail=row.detail
        )


def runs(connection: Connection, limit: int | None) -> Iterator[Run]:
    """Builds, latest first."""
    for row in connection.execute(select(t.runs).order_by(t.runs.c.id.desc()).limit(limit)).mappings():
        yield Run(**{**row, "archives": tuple(row["archives"])})


def totals(connection: Connection) -> Totals:
    """What the store holds now."""
    current = t.posts.c.state == "current"
    e, r = t.engagements.c, t.rejects.c

    def count(table: Table) -> int:
        joined = select(func.count()).select_from(table.join(t.posts, t.posts.c.id == table.c.post_id)).where(current)
        return connection.scalar(joined) or 0

    by_type = (
        select(e.type, func.count())
        .join(t.posts, t.posts.c.id == e.post_id)
        .where(current)
        .group_by(e.type)
        .order_by(func.count().desc(), e.type)
    )
    by_reason = select(r.reason, func.count()).group_by(r.reason).order_by(func.count().desc(), r.reason)
    return Totals(
        posts=connection.scalar(select(func.count()).select_from(t.posts).where(current)) or 0,
        engagements={row[0]: row[1] for row in connection.execute(by_type)},
        contacts=connection.scalar(select(func.count()).select_from(t.contacts)) or 0,
        quotes=count(t.quotes),
        readouts=count(t.readouts),
        statements=count(t.statements),
        rejects={row[0]: row[1] for row in connection.execute(by_reason)},
    )


def digest(connection: Connection) -> str:
    """A hash over all that is known, bookkeeping and the archives' own places left out; 64 hexadecimal digits."""
    total = hashlib.sha256()
    for table in t.CONTENT:
        columns = [column for column in table.c if not column.info.get("bookkeeping") and column.name != "archive"]
        keys = list(table.primary_key.columns)
        order = keys if set(keys) <= set(columns) else columns  # without the archive a key is none
        total.update(table.name.encode())
        for row in streamed(connection, select(*columns).order_by(*order)):
            total.update(repr(tuple(row)).encode())
    return total.hexdigest()
