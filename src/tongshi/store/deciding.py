"""The ledger of decisions in the database, and what it has fused again. Inside one transaction of its caller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from tongshi import codec, rulings
from tongshi.decisions import FIELDS, Decision, State, decided, value_of
from tongshi.judgements import Judgements
from tongshi.offsets import SourceText
from tongshi.records import Engagement
from tongshi.store import queries
from tongshi.store import rows as convert
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.views import StoredReading
from tongshi.store.writing import blocks_of, mark_blocks, stale_blocks

#: Rule of the records that people added.
ADDED = "review"


def ledger(connection: Connection) -> tuple[Decision, ...]:
    """All decisions, in order of time, then id."""
    rows = connection.execute(select(t.decisions).order_by(t.decisions.c.at, t.decisions.c.id)).mappings()
    return tuple(_decision(dict(row)) for row in rows)


def _decision(row: Mapping[str, Any]) -> Decision:
    fields = {name: value for name, value in row.items() if name != "id"}
    return Decision(**{**fields, "subjects": tuple(fields["subjects"]), "others": tuple(fields["others"])})


def state(connection: Connection) -> State:
    """What the ledger comes to."""
    return decided(ledger(connection))


def is_begun(connection: Connection) -> bool:
    """Whether anything was ever decided."""
    return connection.scalar(select(t.decisions.c.id).limit(1)) is not None


def known(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of some ids that are in the ledger."""
    found: set[str] = set()
    for some in batches(ids):
        found |= set(connection.scalars(select(t.decisions.c.id).where(t.decisions.c.id.in_(some))))
    return found


def add(connection: Connection, decisions: Iterable[Decision]) -> int:
    """Take some decisions into the ledger and mark what they concern; how many were not in it."""
    given = {decision.id: decision for decision in decisions}
    there = known(connection, list(given))
    new = {id_: decision for id_, decision in given.items() if id_ not in there}
    if not new:
        return 0
    before = state(connection)
    names = [column.name for column in t.decisions.columns]
    rows = [{"id": id_, **{name: getattr(each, name) for name in names if name != "id"}} for id_, each in new.items()]
    for row in rows:
        row |= {"subjects": list(row["subjects"]), "others": list(row["others"])}
    upsert(connection, t.decisions, rows)
    after = state(connection)
    changed = [*new.values(), *_undone(new.values(), before, after)]
    stale = _concerned(connection, changed, before.judgements, after.judgements)
    if any(each.kind == "add" for each in changed):
        stale |= _restore(connection, after)
    # all at once and in order, so that two who decide wait for each other instead of crossing
    mark_blocks(connection, stale)
    return len(new)


def prepare(connection: Connection) -> None:
    """Before blocks are fused: what people added stands, and what is compared in another block is fused there too."""
    found = state(connection)
    stale = set(stale_blocks(connection)) | _restore(connection, found)
    places = moved(connection, found.judgements)
    own = {} if not places else _own_blocks(connection, list(places))
    mark_blocks(connection, stale | {block for id_, block in places.items() if own[id_] in stale})


def _own_blocks(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    e = t.engagements.c
    found: dict[str, str] = {}
    for some in batches(ids):
        found |= {row.id: row.block for row in connection.execute(select(e.id, e.block).where(e.id.in_(some)))}
    return found


def _undone(new: Iterable[Decision], *states: State) -> list[Decision]:
    """The decisions that stand again, or no more, for some that are new."""
    stood = [{each.id: each for each in each_state.standing} for each_state in states]
    changed = stood[0].keys() ^ stood[1].keys() if any(each.kind == "undo" for each in new) else set()
    return [(stood[0] | stood[1])[id_] for id_ in changed]


def _concerned(
    connection: Connection, decisions: Iterable[Decision], before: Judgements, after: Judgements
) -> set[str]:
    """Blocks to be fused again: where the engagements concerned were read into, and where they are compared."""
    decisions = list(decisions)
    ids = {id_ for each in decisions for id_ in (*each.subjects, *each.others) if id_.startswith("e")}
    people = {key for each in decisions if each.kind in {"same", "different"} for key in each.subjects}
    places = moved(connection, before), moved(connection, after)
    shifted = places[0].keys() | places[1].keys()
    found = {place[id_] for place in places for id_ in shifted & place.keys()}
    for some in batches(sorted(ids | shifted)):
        found |= blocks_of(connection, t.engagements.c.id.in_(some))
    if people:
        p = t.participants.c
        taking_part = select(p.engagement_id).where(or_(p.person.in_(people), p.folded.in_(people)))
        found |= blocks_of(connection, t.engagements.c.id.in_(taking_part))
    return found


def moved(connection: Connection, judgements: Judgements) -> dict[str, str]:
    """Engagements that are compared in another block than they were read into, each with that block."""
    facts: dict[str, rulings.Compared] = {}
    e = t.engagements.c
    for some in batches(sorted(rulings.concerned(judgements))):
        found = select(e.id, e.block, e.type, e.starts, e.ends, e.precision, e.alt, t.articles.c.published_at)
        joined = found.join(t.articles, t.articles.c.post_id == e.post_id).where(e.id.in_(some))
        for row in connection.execute(joined).mappings():
            facts[row["id"]] = rulings.Compared(
                block=row["block"], type=row["type"], when=convert.when_from(dict(row)), published=row["published_at"]
            )
    return rulings.moved(judgements, facts)


# --- what people added


def _restore(connection: Connection, found: State) -> set[str]:
    """Make the records that people added stand as the ledger has them: reading an article again lets go of them.

    Returns the blocks whose records changed.
    """
    e = t.engagements.c
    wanted: dict[str, list[Decision]] = {}
    for each in found.added:
        wanted.setdefault(each.value["post"], []).append(each)
    there = set(connection.scalars(select(e.post_id).where(e.rule == ADDED)))
    stale: set[str] = set()
    for post in sorted(wanted.keys() | there):
        if connection.scalar(select(t.articles.c.post_id).where(t.articles.c.post_id == post)) is None:
            continue
        article = queries.reading(connection, post)
        former = {each.id: each for each in article.reading.engagements if each.rule == ADDED}
        fitting = _fitting(article, wanted.get(post, ()))
        if _told(former) != _told(fitting):
            stale |= _replace(connection, post, list(former), fitting)
    return stale


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


def _replace(connection: Connection, post: str, former: Sequence[str], added: Mapping[str, Engagement]) -> set[str]:
    e, a = t.engagements.c, t.articles.c
    stale = blocks_of(connection, e.id.in_(former))
    connection.execute(delete(t.spans).where(t.spans.c.post_id == post, t.spans.c.record_id.in_(former)))
    connection.execute(delete(t.engagements).where(e.id.in_(former)))
    last = connection.scalar(select(func.max(e.position)).where(e.post_id == post))
    published = connection.scalar(select(a.published_at).where(a.post_id == post)) or ""
    for position, (id_, engagement) in enumerate(added.items(), 0 if last is None else last + 1):
        for table, rows in convert.added_rows(id_, post, position, engagement, published, ADDED).items():
            if rows:
                connection.execute(insert(t.METADATA.tables[table]), rows)
    return stale | blocks_of(connection, e.id.in_(list(added)))
