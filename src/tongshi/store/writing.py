"""What `build` writes. Every function runs inside one transaction of its caller.

Nothing here depends on the order of the chunks, nor on where an interrupted build stopped: what follows from the
whole (states, numbers, contacts) is derived at the end from the tables, and marked as still to do until then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    union_all,
    update,
)

from tongshi.store import copying, fusing, learning
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.fulltext import index_of
from tongshi.store.rows import FileRows, PostRows

#: Key in `meta`: something was written since states and numbers were last derived.
UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Written:
    """What one chunk changed."""

    added: int = 0
    coded: int = 0  # known posts, read again with new knowledge
    unchanged: int = 0  # known posts, in a file that changed or moved
    records: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """Posts whose state changed."""

    superseded: int
    vanished: int

    def with_more(self, other: Settled) -> Settled:
        """Both together."""
        return Settled(self.superseded + other.superseded, self.vanished + other.vanished)


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as last read."""

    digest: str
    knowledge: str
    posts: int
    rejects: int


def known_files(connection: Connection, archive: str, paths: Sequence[str]) -> dict[str, KnownFile]:
    """The files of `archive` among `paths` that were read before."""
    found = {}
    for some in batches(paths):
        here = and_(t.files.c.archive == archive, t.files.c.path.in_(some))
        for row in connection.execute(
            select(
                t.files.c.path,
                t.files.c.digest,
                t.files.c.knowledge,
                _count_at(t.sightings, t.sightings.c.gone.is_(False)),
                _count_at(t.rejects),
            ).where(here)
        ):
            found[row[0]] = KnownFile(*row[1:])
    return found


def _count_at(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """How many rows of `table` stand at the archive and path of a row of `files`."""
    here = and_(table.c.archive == t.files.c.archive, table.c.path == t.files.c.path, *conditions)
    return select(func.count()).select_from(table).where(here).scalar_subquery()


def mark_seen(connection: Connection, paths: Sequence[str]) -> None:
    """Remember that the archive being read holds `paths`."""
    if paths:
        upsert(connection, t.seen, [{"path": path} for path in paths])


def forget_seen(connection: Connection) -> None:
    """Begin another archive."""
    t.seen.create(connection, checkfirst=True)
    connection.execute(delete(t.seen))


def write_files(connection: Connection, run: int, archive: str, files: Sequence[FileRows]) -> Written:
    """Store what `files` of `archive` held; their former content, where there was one, is gone."""
    posts = {post.id: post for file in files for post in file.posts}
    versions = _versions(connection, list(posts))
    added = [post for id_, post in posts.items() if id_ not in versions]
    coded = [post for id_, post in posts.items() if id_ in versions and versions[id_] != _knowledge(post)]
    index = index_of(connection)
    index.forget(connection, _reworded(connection, coded))
    _remove_records(connection, [post.id for post in coded])
    _write_posts(connection, run, added, coded)
    index.refresh(connection, [post.id for post in (*added, *coded)])
    _write_places(connection, archive, files)
    _write_rejects(connection, run, archive, files)
    _mark_unsettled(connection)
    return Written(
        added=len(added),
        coded=len(coded),
        unchanged=sum(len(file.posts) for file in files) - len(added) - len(coded),
        records=sum(post.records for post in [*added, *coded]),
        rejected=sum(len(file.refusals) for file in files),
    )


def _versions(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(ids):
        found |= {
            row.id: row.knowledge
            for row in connection.execute(select(t.posts.c.id, t.posts.c.knowledge).where(t.posts.c.id.in_(some)))
        }
    return found


def _reworded(connection: Connection, posts: Sequence[PostRows]) -> list[str]:
    """Those of some known posts whose articles have another text, or another date, than before."""
    a = t.articles.c
    before: dict[str, tuple[str, str]] = {}
    for some in batches(posts):
        known = select(a.post_id, a.folded, a.published_at).where(a.post_id.in_([post.id for post in some]))
        before |= {row.post_id: (row.folded, row.published_at) for row in connection.execute(known)}
    now = {post.id: post.tables["articles"][0] for post in posts}
    return [id_ for id_, row in now.items() if before.get(id_) != (row["folded"], row["published_at"])]


def _knowledge(post: PostRows) -> str:
    return str(post.tables["posts"][0]["knowledge"])


def _remove_records(connection: Connection, ids: Sequence[str]) -> None:
    copying.forget(connection, ids)
    for some in batches(ids):
        fusing.mark_stale(connection, t.engagements.c.post_id.in_(some))
        for table in (
            *(t.spans, t.mentions, t.statement_topics, t.statement_phrases, t.statement_counterparts, t.statements),
            *(t.quotes, t.readouts, t.engagements, t.articles),
        ):
            connection.execute(delete(table).where(table.c.post_id.in_(some)))


def _write_posts(connection: Connection, run: int, added: Sequence[PostRows], coded: Sequence[PostRows]) -> None:
    if coded:
        # what readers have learnt to find since, and ids do not go by
        rows = [
            {"key": post.id, "version": _knowledge(post), "taken": post.tables["posts"][0]["captured"]}
            for post in coded
        ]
        connection.execute(
            update(t.posts)
            .where(t.posts.c.id == bindparam("key"))
            .values(knowledge=bindparam("version"), last_run=run, captured=bindparam("taken")),
            rows,
        )
    _insert(
        connection, t.posts, [row | {"first_run": run, "last_run": run} for p in added for row in p.tables["posts"]]
    )
    both = [*added, *coded]
    for table in (
        t.articles,
        t.sketches,
        t.engagements,
        t.participants,
        t.engagement_polities,
        t.engagement_topics,
        t.readouts,
        t.quotes,
        t.statements,
        t.statement_topics,
        t.statement_phrases,
        t.statement_counterparts,
        t.mentions,
    ):
        _insert(connection, table, [row for post in both for row in post.tables[table.name]])
    _insert_plain(connection, t.spans, [row for post in both for row in post.tables["spans"]])
    blocks = {row["block"] for post in both for row in post.tables["engagements"]}
    upsert(connection, t.stale_blocks, [{"block": block} for block in sorted(blocks)])
    upsert(connection, t.uncompared, [{"post_id": post.id} for post in both])


def _write_places(connection: Connection, archive: str, files: Sequence[FileRows]) -> None:
    places = [
        {
            "archive": archive,
            "path": file.path,
            "position": post.position,
            "post_id": post.id,
            "offset": post.offset,
            "stem": post.stem,
            "number": 1,
            "gone": False,
        }
        for file in files
        for post in file.posts
    ]
    # what stood at these paths is gone, unless it is met again
    paths = [file.path for file in files]
    for some in batches(paths):
        connection.execute(
            update(t.sightings)
            .where(t.sightings.c.archive == archive, t.sightings.c.path.in_(some))
            .values(gone=True, number=0)
        )
    upsert(connection, t.sightings, places, "offset", "number", "gone")
    upsert(
        connection,
        t.files,
        [{"archive": archive, "path": f.path, "digest": f.digest, "knowledge": f.knowledge} for f in files],
        "digest",
        "knowledge",
    )


def _write_rejects(connection: Connection, run: int, archive: str, files: Sequence[FileRows]) -> None:
    for some in batches([file.path for file in files]):
        connection.execute(delete(t.rejects).where(t.rejects.c.archive == archive, t.rejects.c.path.in_(some)))
    _insert(
        connection,
        t.rejects,
        [
            {
                "archive": archive,
                "path": file.path,
                "position": refusal.position,
                "stem": refusal.stem,
                "number": 1,
                "reason": refusal.reason,
                "detail": refusal.detail,
                "run": run,
            }
            for file in files
            for refusal in file.refusals
        ],
    )


def sweep(connection: Connection, archive: str) -> int:
    """Forget the files of `archive` that were not seen; what they held is no longer there. Returns their number."""
    unseen = ~exists().where(t.seen.c.path == t.files.c.path)
    lost = list(connection.scalars(select(t.files.c.path).where(t.files.c.archive == archive, unseen)))
    for some in batches(lost):
        connection.execute(delete(t.files).where(t.files.c.archive == archive, t.files.c.path.in_(some)))
        connection.execute(delete(t.rejects).where(t.rejects.c.archive == archive, t.rejects.c.path.in_(some)))
        connection.execute(
            update(t.sightings)
            .where(t.sightings.c.archive == archive, t.sightings.c.path.in_(some))
            .values(gone=True, number=0)
        )
    if lost:
        _mark_unsettled(connection)
    return len(lost)


# --- what follows from the whole


def is_unsettled(connection: Connection) -> bool:
    """Whether something was written since `settle`."""
    return connection.scalar(select(t.meta.c.value).where(t.meta.c.key == UNSETTLED)) is not None


def _mark_unsettled(connection: Connection) -> None:
    upsert(connection, t.meta, [{"key": UNSETTLED, "value": "1"}])
    learning.mark_unlearnt(connection)


def settle(connection: Connection, run: int) -> Settled:
    """Derive the state of every post from where it is seen, and number articles of one stem in path order."""
    changed = _new_states(connection)
    for some in batches(changed):
        fusing.mark_stale(connection, t.engagements.c.post_id.in_([row["key"] for row in some]))
        connection.execute(
            update(t.posts)
            .where(t.posts.c.id == bindparam("key"))
            .values(state=bindparam("new"), successor=bindparam("by"), state_run=run),
            [{"key": row["key"], "new": row["new"], "by": row["by"]} for row in some],
        )
    index_of(connection).refresh(connection, [row["key"] for row in changed])
    for table in (t.sightings, t.rejects):
        _number(connection, table)
    connection.execute(delete(t.meta).where(t.meta.c.key == UNSETTLED))
    states = [row["new"] for row in changed if row["new"] != row["old"]]
    return Settled(states.count("superseded"), states.count("vanished"))


def _new_states(connection: Connection) -> list[dict[str, Any]]:
    """A post seen somewhere is current; one that a post of its address, or of its place, follows is superseded."""
    here, other, former = t.sightings.alias("here"), t.posts.alias("other"), t.sightings.alias("former")
    seen = exists().where(here.c.post_id == t.posts.c.id, here.c.gone.is_(False))
    other_seen = exists().where(here.c.post_id == other.c.id, here.c.gone.is_(False))
    by_address = (
        select(func.min(other.c.id))
        .where(other.c.address == t.posts.c.address, other.c.address != "", other.c.id != t.posts.c.id, other_seen)
        .scalar_subquery()
    )
    by_place = (
        select(func.min(here.c.post_id))
        .where(
            former.c.post_id == t.posts.c.id,
            here.c.archive == former.c.archive,
            here.c.path == former.c.path,
            here.c.position == former.c.position,
            here.c.gone.is_(False),
        )
        .scalar_subquery()
    )
    successor = case((seen, None), else_=func.coalesce(by_address, by_place))
    derived = select(t.posts.c.id, t.posts.c.state, t.posts.c.successor, seen.label("seen"), successor.label("by"))
    derived = derived.where((t.posts.c.state != "current") | ~seen)
    changed = []
    for row in connection.execute(derived):
        new = "current" if row.seen else "superseded" if row.by else "vanished"
        if (new, row.by) != (row.state, row.successor):
            changed.append({"key": row.id, "old": row.state, "new": new, "by": row.by})
    return changed


def _number(connection: Connection, table: Table) -> None:
    """Set `number` where it is not what path order gives; rejects take a number too."""
    places = union_all(
        select(*t.sightings.c["archive", "path", "position", "stem"]).where(t.sightings.c.gone.is_(False)),
        select(*t.rejects.c["archive", "path", "position", "stem"]),
    ).subquery()
    in_order = (func.replace(places.c.path, "/", "\x01"), places.c.archive, places.c.position)
    number = func.row_number().over(partition_by=places.c.stem, order_by=in_order)
    ranked = select(*places.c["archive", "path", "position"], number.label("number")).subquery()
    same = and_(*(table.c[name] == ranked.c[name] for name in ("archive", "path", "position")))
    wrong = select(ranked).join(table, same).where(table.c.number != ranked.c.number)
    if table is t.sightings:
        wrong = wrong.where(t.sightings.c.gone.is_(False))
    rows = [{f"at_{name}": value for name, value in row._mapping.items()} for row in connection.execute(wrong)]
    statement = (
        update(table)
        .where(*(table.c[name] == bindparam(f"at_{name}") for name in ("archive", "path", "position")))
        .values(number=bindparam("at_number"))
    )
    if table is t.sightings:
        statement = statement.where(t.sightings.c.gone.is_(False))
    for some in batches(rows):
        connection.execute(statement, list(some))


# --- runs


def begin_run(connection: Connection, knowledge: str, archives: Sequence[str], jobs: int) -> int:
    """A new row of `runs`; its id."""
    last = connection.scalar(select(func.max(t.runs.c.id))) or 0
    zero = dict.fromkeys(("posts", "added", "coded", "unchanged", "superseded", "vanished", "rejected"), 0)
    row = {"id": last + 1, "started": _now(), "knowledge": knowledge, "archives": list(archives), "jobs": jobs}
    connection.execute(insert(t.runs), row | zero)
    return last + 1


def end_run(connection: Connection, run: int, counts: Mapping[str, int]) -> None:
    """Note the counts, and that the run came to its end."""
    connection.execute(update(t.runs).where(t.runs.c.id == run).values(finished=_now(), **counts))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


def _insert_plain(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for a table whose values are stored as they are: spans are more than half of the rows of a post."""
    if rows:
        statement = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
        names = statement.positiontup  # none where the driver takes values by name
        connection.exec_driver_sql(
            str(statement), [tuple(row[name] for name in names) for row in rows] if names else list(rows)
        )
