"""The ledger of decisions in the database, and what it has fused again. Inside one transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from tongshi import codec
from tongshi.decisions import FIELDS, Decision, State, decided, value_of
from tongshi.offsets import SourceText
from tongshi.records import Engagement
from tongshi.store import fusing, readings
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.rows import added_rows
from tongshi.store.views.articles import StoredReading

#: Rule of the records that people added.
ADDED = "review"


class Ledger:
    """All decisions of one database. They are only ever added to: each is read once."""

    def __init__(self) -> None:
        self._read: dict[str, Decision] = {}

    def decisions(self, connection: Connection) -> tuple[Decision, ...]:
        """All that there are, in order of time, then id."""
        d = t.decisions.c
        ids = list(connection.scalars(select(d.id).order_by(d.at, d.id)))
        for some in batches([id_ for id_ in ids if id_ not in self._read]):
            rows = connection.execute(select(t.decisions).where(d.id.in_(some))).mappings()
            self._read |= {row["id"]: _decision(dict(row)) for row in rows}
        return tuple(self._read[id_] for id_ in ids)

    def state(self, connection: Connection) -> State:
        """What they come to."""
        return decided(self.decisions(connection))

    def add(self, connection: Connection, decisions: Iterable[Decision]) -> int:
        """Take some decisions into the ledger; how many were not in it."""
        given = {decision.id: decision for decision in decisions}
        there = known(connection, list(given))
        new = {id_: decision for id_, decision in given.items() if id_ not in there}
        names = [column.name for column in t.decisions.columns if column.name != "id"]
        rows = [{"id": id_, **{name: getattr(each, name) for name in names}} for id_, each in new.items()]
        for row in rows:
            row |= {"subjects": list(row["subjects"]), "others": list(row["others"])}
        upsert(connection, t.decisions, rows)
        if any(each.kind in {"add", "undo"} for each in new.values()) and _is_added_to(connection):
            restore(connection, self.state(connection))
        return len(new)


def _decision(row: Mapping[str, Any]) -> Decision:
    fields = {name: value for name, value in row.items() if name != "id"}
    return Decision(**{**fields, "subjects": tuple(fields["subjects"]), "others": tuple(fields["others"])})


def known(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of some ids that are in the ledger."""
    found: set[str] = set()
    for some in batches(ids):
        found |= set(connection.scalars(select(t.decisions.c.id).where(t.decisions.c.id.in_(some))))
    return found


def count(connection: Connection) -> int:
    """How many decisions there are: whether it grew tells whether anything was decided since."""
    return connection.scalar(select(func.count()).select_from(t.decisions)) or 0


# --- what people added


def _is_added_to(connection: Connection) -> bool:
    """Whether a contact was ever added."""
    return connection.scalar(select(t.decisions.c.id).where(t.decisions.c.kind == "add").limit(1)) is not None


def restore(connection: Connection, found: State) -> None:
    """Make the records that people added stand as the ledger has them: reading an article again lets go of them."""
    e = t.engagements.c
    wanted: dict[str, list[Decision]] = {}
    for each in found.added:
        wanted.setdefault(each.value["post"], []).append(each)
    there = set(connection.scalars(select(e.post_id).where(e.rule == ADDED)))
    for post in sorted(wanted.keys() | there):
        if connection.scalar(select(t.articles.c.post_id).where(t.articles.c.post_id == post)) is None:
            continue
        article = readings.reading(connection, post)
        former = {each.id: each for each in article.reading.engagements if each.rule == ADDED}
        fitting = _fitting(article, wanted.get(post, ()))
        if _told(former) != _told(fitting):
            _replace(connection, post, list(former), fitting)


def _told(engagements: Mapping[str, Engagement]) -> list[tuple[str, list[Any]]]:
    return [(id_, [value_of(field, each) for field in FIELDS]) for id_, each in engagements.items()]


def _fitting(article: StoredReading, added: Iterable[Decision]) -> dict[str, Engagement]:
    """The records added to an article that its text bears out; not those that were read in it too."""
    texts = (article.reading.article.post.title, article.readable)
    read = {each.id for each in article.reading.engagements if each.rule != ADDED}
    found = {}
    for decision in added:
        (id_,) = decision.subjects
        engagement = codec.engagement_from({**decision.value, "id": id_, "confidence": 1.0})
        if id_ not in read and any(_stands(text, engagement) for text in texts):
            found[id_] = engagement
    return found


def _stands(text: SourceText, engagement: Engagement) -> bool:
    found = text.find(engagement.spans["evidence"][0])
    return found is not None and text.text[slice(*found)] == engagement.evidence


def _replace(connection: Connection, post: str, former: Sequence[str], added: Mapping[str, Engagement]) -> None:
    e, a = t.engagements.c, t.articles.c
    fusing.mark_stale(connection, e.id.in_(former))
    connection.execute(delete(t.spans).where(t.spans.c.post_id == post, t.spans.c.record_id.in_(former)))
    connection.execute(delete(t.engagements).where(e.id.in_(former)))
    last = connection.scalar(select(func.max(e.position)).where(e.post_id == post))
    published = connection.scalar(select(a.published_at).where(a.post_id == post)) or ""
    for position, (id_, engagement) in enumerate(added.items(), 0 if last is None else last + 1):
        for table, rows in added_rows(id_, post, position, engagement, published, ADDED).items():
            if rows:
                connection.execute(insert(t.METADATA.tables[table]), rows)
    fusing.mark_stale(connection, e.id.in_(list(added)))
