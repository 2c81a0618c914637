"""Articles with all that they say, read some at a time: of each table what belongs to them at once.

Every function runs inside one transaction of its caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Table, select

from tongshi.errors import NotFoundError
from tongshi.offsets import SourceText, Span
from tongshi.store import rows as convert
from tongshi.store import tables as t
from tongshi.store.engine import all_rows, batches
from tongshi.store.sightings import places_of
from tongshi.store.views import StoredReading
from tongshi.store.wanted import its_engagement

#: Rows of one table, by the post that they belong to.
_Rows = Mapping[str, Sequence[convert.Row]]


def reading(connection: Connection, post: str) -> StoredReading:
    """All that the article of a post says; raises NotFoundError."""
    found = readings(connection, [post]).get(post)
    if found is None:
        raise NotFoundError(f"{post}: no such post")
    return found


def readings(connection: Connection, posts: Collection[str]) -> dict[str, StoredReading]:
    """All that the articles of some posts say, by post; those are missing that the store does not have."""
    found: dict[str, StoredReading] = {}
    for some in batches(sorted(posts)):
        found.update((each.post, each) for each in _readings(connection, some, some, whole=True))
    return found


def accounts(connection: Connection, posts: Collection[str], engagements: Sequence[str]) -> dict[str, StoredReading]:
    """The same without blocks and quotes, and without the places of engagements; and readouts and statements only of
    the articles that give an account of one of some engagements, or a reaction to it.
    """
    telling = {post for some in batches(engagements) for post in _telling(connection, some)}
    found: dict[str, StoredReading] = {}
    for some in batches(sorted(posts)):
        told = [post for post in some if post in telling]
        found.update((each.post, each) for each in _readings(connection, some, told, whole=False))
    return found


def _telling(connection: Connection, engagements: Sequence[str]) -> Iterator[str]:
    """The posts in which something is said in, or about, some engagements."""
    s, r = t.statements.c, t.readouts.c
    said = select(s.post_id).join(t.engagements, its_engagement()).where(t.engagements.c.id.in_(engagements))
    told = select(r.post_id).where(r.engagement_id.in_(engagements))
    yield from connection.scalars(said.union(told))


def bodies(connection: Connection, posts: Sequence[str]) -> dict[str, tuple[SourceText, tuple[Span, ...]]]:
    """The running texts of some posts, by post, each with every place from which a field of a record was read."""
    a, s = t.articles.c, t.spans.c
    places: dict[str, list[Span]] = defaultdict(list)
    read = select(s.post_id, s.start, s.stop).where(s.post_id.in_(posts)).distinct()
    for post, start, stop in connection.execute(read):
        places[post].append(Span(start, stop))
    texts = select(*a["post_id", "readable", "origins", "length"]).where(a.post_id.in_(posts))
    return {
        row["post_id"]: (convert.readable_from(row).cut(0, row["length"]), tuple(places[row["post_id"]]))
        for row in all_rows(connection, texts)
    }


def words(connection: Connection, post: str) -> str:
    """Title, running text and captions of a post's article, a line each at least; raises NotFoundError."""
    a, p = t.articles.c, t.posts.c
    row = connection.execute(
        select(p.title, a.readable).join(t.articles, a.post_id == p.id).where(p.id == post)
    ).first()
    if row is None:
        raise NotFoundError(f"{post}: no such post")
    return f"{row.title}\n{convert.unpacked(row.readable)}"


#: Columns of `articles` that only a whole reading needs.
_LARGE = frozenset({"blocks", "folded"})

#: Ids of readouts and statements begin with this letter or a later one, those of other records with earlier ones.
_ACCOUNTS = "r"


def _readings(
    connection: Connection, posts: Sequence[str], told: Sequence[str], *, whole: bool
) -> Iterator[StoredReading]:
    """Some articles; readouts, statements and quotes of those `told` only."""
    archived = {row["id"]: row for row in all_rows(connection, select(t.posts).where(t.posts.c.id.in_(posts)))}
    columns = [column for column in t.articles.c if whole or column.name not in _LARGE]
    cleaned = all_rows(connection, select(*columns).where(t.articles.c.post_id.in_(posts)))
    places = places_of(connection, posts)
    engagements = _by_post(connection, t.engagements, posts)
    statements, topics, phrases, readouts = (
        _by_post(connection, table, told)
        for table in (t.statements, t.statement_topics, t.statement_phrases, t.readouts)
    )
    quotes = _by_post(connection, t.quotes, told) if whole else defaultdict(list)
    spans = _by_post(connection, t.spans, told, None if whole else t.spans.c.record_id >= _ACCOUNTS)
    ids = [row["id"] for own in engagements.values() for row in own]
    people, polities, raised = (
        of_engagements(connection, table, ids) for table in (t.participants, t.engagement_polities, t.engagement_topics)
    )
    for article in cleaned:
        post = article["post_id"]
        own_ids = [row["id"] for row in engagements[post]]
        where = convert.spans_from(spans[post])
        raised_by, used_by = _grouped(topics[post], "topic"), _grouped(phrases[post], "phrase")
        name, path = places.get(post, ("", ""))
        readable = convert.readable_from(article)
        yield StoredReading(
            post=post,
            name=name,
            state=archived[post]["state"],
            path=path,
            published_at=article["published_at"],
            reading=convert.reading_from(
                article=convert.article_from(article, convert.post_from(archived[post], name, path), readable),
                engagements=[
                    convert.engagement_from(
                        row,
                        people[row["id"]],
                        [each["polity"] for each in polities[row["id"]]],
                        [each["topic"] for each in raised[row["id"]]],
                        where,
                    )
                    for row in engagements[post]
                ],
                readouts=[convert.readout_from(row, own_ids, where) for row in readouts[post]],
                quotes=[convert.quote_from(row, where) for row in quotes[post]],
                statements=[
                    convert.statement_from(row, raised_by[row["position"]], used_by[row["position"]], where)
                    for row in statements[post]
                ],
            ),
            readable=readable,
        )


def _by_post(
    connection: Connection, table: Table, posts: Sequence[str], wanted: ColumnElement[bool] | None = None
) -> _Rows:
    """The rows of some posts, in the order of the table's key, or of their positions where they have such."""
    order = [table.c.position] if table in _POSITIONED else list(table.primary_key.columns)
    found: dict[str, list[convert.Row]] = defaultdict(list)
    rows = select(table).where(table.c.post_id.in_(posts)).order_by(*order)
    for row in all_rows(connection, rows if wanted is None else rows.where(wanted)):
        found[row["post_id"]].append(row)
    return found


#: Tables whose rows have an order within their post that is not that of their key.
_POSITIONED = (t.engagements, t.readouts, t.quotes, t.statements)


def of_engagements(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, list[convert.Row]]:
    """Rows of a table that belongs to engagements, by engagement, in order."""
    found: dict[str, list[convert.Row]] = defaultdict(list)
    for some in batches(ids):
        statement = select(table).where(table.c.engagement_id.in_(some))
        for row in all_rows(connection, statement.order_by(table.c.engagement_id, table.c.position)):
            found[row["engagement_id"]].append(row)
    return found


def _grouped(rows: Sequence[convert.Row], column: str) -> dict[int, list[str]]:
    """What statements have, by the statement's position, in order."""
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row["statement"]].append(row[column])
    return found
