"""Contacts of the store: which blocks are to be fused again, and with which others; what fusion is given, and gave.

Every function runs inside one transaction of its caller. Blocks are fused in *units*: a block with all those of which
a report can be one contact with one of its own (around New Year, or because somebody said so). A unit that holds a
stale block is fused again as a whole, so that what an increment gives is what a fresh build gives.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select

from tongshi import copies, fusion
from tongshi.fusion import Candidate, Fused, Linkable, Who, decided
from tongshi.fusion import rules as fusion_rules
from tongshi.judgements import Judgements, roots
from tongshi.records import Place
from tongshi.store import tables as t
from tongshi.store.engine import batches, upsert
from tongshi.store.restoring import when_from

#: Copies of these kinds are one source; the items of a series are each their own.
_ONE_SOURCE = tuple(kind for kind in copies.KINDS if kind != "series")

#: So far from each other the first days of a contact and of a part of it are at most.
_MARGIN = dt.timedelta(days=35)

#: So many days from New Year on a report may be one contact with one of the other year.
_SEAM = 50


def mark_stale(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Mark the blocks of the engagements that are meant as to be fused again."""
    blocks = connection.scalars(select(t.engagements.c.block).where(condition).distinct())
    upsert(connection, t.stale_blocks, [{"block": block} for block in sorted(blocks)])


# --- what is to be fused


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that are fused together, in order, each with its mark; and which of them are why, pairs in order."""

    marks: Mapping[str, str]
    ties: frozenset[tuple[str, str]]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks."""
        return tuple(self.marks)


def stale_units(connection: Connection, judgements: Judgements) -> Iterator[Unit]:
    """The units that are to be fused again, in order."""
    marks = _marks(connection, judgements)
    known = {row.block: row.mark for row in connection.execute(select(*t.fused_blocks.c["block", "mark"]))}
    stale = set(connection.scalars(select(t.stale_blocks.c.block)))
    stale |= {block for block, mark in marks.items() if known.get(block) != mark}
    ties = _Ties(connection, judgements, marks)
    units = []
    while stale:
        unit = ties.around(min(stale))
        stale -= set(unit.blocks)
        units.append(unit)
    yield from units


def _marks(connection: Connection, judgements: Judgements) -> dict[str, str]:
    """For each block a digest of the rules and of the decisions on its engagements."""
    blocks = set(connection.scalars(select(t.engagements.c.block).distinct()))
    of_all = (fusion_rules.shipped().version, copies.SCHEME)
    decisions: dict[str, list[str]] = defaultdict(list)
    people = _about_people(judgements)
    for key, block in _blocks_with(connection, sorted(people)):
        decisions[block] += people[key]
    about = _about(judgements)
    for id_, block in _blocks_of(connection, sorted(about)).items():
        decisions[block] += about[id_]
    return {block: _digest((*map(_plain, of_all), *sorted(decisions[block]))) for block in blocks}


def _about(judgements: Judgements) -> dict[str, list[str]]:
    """What was decided on each engagement, as text that is the same for the same decisions."""
    found: dict[str, list[str]] = defaultdict(list)
    for id_ in judgements.rejected:
        found[id_].append(f"{id_} rejected")
    for name, chosen in (("together", judgements.together), ("apart", judgements.apart)):
        for two in chosen:
            for id_ in two:
                found[id_].append(f"{two} {name}")
    for name, corrected in (("reading", judgements.readings), ("contact", judgements.contacts)):
        for id_, fields in corrected.items():
            found[id_].append(f"{id_} {name} {_plain(fields)}")
    return found


def _about_people(judgements: Judgements) -> dict[str, list[str]]:
    """What was decided on each person, by key; on one who is the same as another also what was on that one."""
    root = roots(judgements.same_people)
    told: dict[str, list[str]] = defaultdict(list)
    named = (("same", judgements.same_people), ("different", judgements.different_people))
    pairs = [(two, f"{two} {name}") for name, chosen in named for two in chosen]
    for two, words in pairs:
        for its_root in {root.get(key, key) for key in two}:
            told[its_root].append(words)
    return {key: told[root.get(key, key)] for two, _ in pairs for key in two}


def _blocks_with(connection: Connection, keys: Sequence[str]) -> set[tuple[str, str]]:
    """Each key of people with the blocks in which somebody has it."""
    p, e = t.participants.c, t.engagements.c
    found: set[tuple[str, str]] = set()
    for some in batches(keys):
        for key in (p.person, p.folded):
            rows = select(key, e.block).join(t.participants, p.engagement_id == e.id).where(key.in_(some)).distinct()
            found |= {(row[0], row[1]) for row in connection.execute(rows)}
    return found


def _plain(value: Any) -> str:
    if isinstance(value, frozenset):
        return repr(sorted(value))
    return repr(sorted(value.items())) if isinstance(value, Mapping) else repr(value)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _blocks_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(ids):
        rows = connection.execute(select(*t.engagements.c["id", "block"]).where(t.engagements.c.id.in_(some)))
        found |= {row.id: row.block for row in rows}
    return found


class _Ties:
    """Which blocks have to be fused together: those that were, and those that have to be now."""

    def __init__(self, connection: Connection, judgements: Judgements, marks: Mapping[str, str]) -> None:
        self._connection, self._judgements, self._marks = connection, judgements, marks
        self._known: dict[tuple[str, str], bool] = {}
        self._former: dict[str, set[str]] = defaultdict(set)
        for row in connection.execute(select(t.block_ties)):
            self._former[row.block].add(row.other)
            self._former[row.other].add(row.block)
        self._decided = frozenset(_decided_ties(connection, judgements))

    def around(self, block: str) -> Unit:
        """A block with all that are tied to it, directly or through others."""
        unit, rest = {block}, [block]
        ties: set[tuple[str, str]] = set()
        while rest:
            one = rest.pop()
            ties |= {_in_order(one, other) for other in _neighbours(one) if self._are_tied(one, other)}
            ties |= {tie for tie in self._decided if one in tie}
            near = self._former[one] | {each for tie in ties if one in tie for each in tie}
            rest += sorted(near - unit)
            unit |= near
        return Unit({each: self._marks.get(each, "") for each in sorted(unit)}, frozenset(ties))

    def _are_tied(self, one: str, other: str) -> bool:
        first, second = _in_order(one, other)
        if not {first, second} <= self._marks.keys():
            return False
        if (first, second) not in self._known:
            corrected = sorted(self._judgements.readings)
            ones = _at_seam(self._connection, first, second, corrected)
            others = _at_seam(self._connection, second, first, corrected) if ones else []
            self._known[first, second] = bool(others) and fusion.are_tied(ones, others, self._judgements)
        return self._known[first, second]


def _decided_ties(connection: Connection, judgements: Judgements) -> Iterator[tuple[str, str]]:
    """Blocks that people tie: they say that two engagements are one contact, or that one is of another year or type."""
    found = _blocks_of(connection, sorted({id_ for two in judgements.together for id_ in two}))
    for one, other in judgements.together:
        if one in found and other in found and found[one] != found[other]:
            yield _in_order(found[one], found[other])
    moved = sorted(id_ for id_, fields in judgements.readings.items() if fields.keys() & {"date", "type"})
    for each in decided(candidates(connection, t.engagements.c.id.in_(moved)), judgements) if moved else ():
        if (block := fusion.block(each.type, each.when, each.published)) != each.block:
            yield _in_order(each.block, block)


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _neighbours(block: str) -> tuple[str, ...]:
    family, _, year = block.rpartition(":")
    return (f"{family}:{int(year) - 1}", f"{family}:{int(year) + 1}") if int(year) > 1 else ()


def _at_seam(connection: Connection, block: str, other: str, also: Sequence[str]) -> list[Candidate]:
    """The candidates of a block, or of `also`, so near to the year of another that they may be one contact with its."""
    turn = dt.date(max(int(block.rpartition(":")[2]), int(other.rpartition(":")[2])), 1, 1)
    first, last = turn - dt.timedelta(days=_SEAM), turn + dt.timedelta(days=_SEAM)
    e, a = t.engagements.c, t.articles.c
    dated = or_(e.starts.between(first, last), e.ends.between(first, last), e.alt.between(first, last))
    near = or_(
        and_(e.precision.in_(("day", "month")), dated),
        and_(e.precision == "unknown", a.published_at.between(first.isoformat(), last.isoformat())),
    )
    return candidates(connection, in_blocks((block,)), or_(near, t.engagements.c.id.in_(also)))


# --- what fusion is given


def in_blocks(blocks: Sequence[str]) -> ColumnElement[bool]:
    """That an engagement is of one of these blocks."""
    return t.engagements.c.block.in_(blocks)


def candidates(connection: Connection, *conditions: ColumnElement[bool]) -> list[Candidate]:
    """The engagements that current posts report, and those that vanished ones did; those that meet conditions."""
    wanted = and_(t.posts.c.state != "superseded", *conditions)
    from_ = t.engagements.join(t.posts, t.posts.c.id == t.engagements.c.post_id)
    from_ = from_.join(t.articles, t.articles.c.post_id == t.posts.c.id)
    named, unnamed, written = _people(connection, from_, wanted)
    polities: dict[str, set[str]] = defaultdict(set)
    states = (
        select(*t.engagement_polities.c["engagement_id", "polity"])
        .select_from(from_.join(t.engagement_polities, t.engagement_polities.c.engagement_id == t.engagements.c.id))
        .where(wanted)
    )
    for row in connection.execute(states):
        polities[row.engagement_id].add(row.polity)
    found = select(t.engagements, t.posts.c.address, t.articles.c.published_at).select_from(from_).where(wanted)
    rows = [row._asdict() for row in connection.execute(found.order_by(t.engagements.c.id))]
    same_text = copies_of(connection, (row["post_id"] for row in rows))
    inferred = _inferred(connection, from_, wanted)
    rules = fusion_rules.shipped()
    return [
        Candidate(
            id=row["id"],
            block=row["block"],
            post=row["post_id"],
            address=row["address"],
            copies=same_text[row["post_id"]],
            type=row["type"],
            status=row["status"],
            salience=row["salience"],
            who=tuple(named[row["id"]]),
            unnamed=tuple(unnamed[row["id"]]),
            polities=frozenset(polities[row["id"]]),
            when=when_from(row),
            place=Place(city=row["city"], polity=row["place_polity"]),
            published=row["published_at"],
            told=fusion.told_by(row["evidence"], row["trigger"], written[row["id"]], rules),
            inferred=row["id"] in inferred,
        )
        for row in rows
    ]


def _inferred(connection: Connection, from_: Any, wanted: ColumnElement[bool]) -> set[str]:
    """The engagements of whose day their sentence holds no word."""
    date, sentence = t.spans.alias("date"), t.spans.alias("sentence")
    of_record = and_(
        sentence.c.post_id == t.engagements.c.post_id,
        sentence.c.record_id == t.engagements.c.id,
        sentence.c.field == "evidence",
        sentence.c.position == 0,
    )
    of_date = and_(
        date.c.post_id == sentence.c.post_id,
        date.c.record_id == sentence.c.record_id,
        date.c.field == "date",
        date.c.position == 0,
    )
    places = select(t.engagements.c.id, sentence.c.start, sentence.c.stop, date.c.start.label("date"))
    places = places.select_from(from_.join(sentence, of_record).outerjoin(date, of_date)).where(wanted)
    rows = connection.execute(places)
    return {row.id for row in rows if fusion.is_inferred((row.start, row.stop), row.date)}


def _people(
    connection: Connection, from_: Any, wanted: ColumnElement[bool]
) -> tuple[dict[str, list[Who]], dict[str, list[Who]], dict[str, list[tuple[str, str]]]]:
    """Of each engagement the named and the unnamed participants, and the names as written with their polities."""
    p = t.participants.c
    named: dict[str, list[Who]] = defaultdict(list)
    unnamed: dict[str, list[Who]] = defaultdict(list)
    written: dict[str, list[tuple[str, str]]] = defaultdict(list)
    people = (
        select(p.engagement_id, p.person, p.folded, p.name, p.polity, p.office)
        .select_from(from_.join(t.participants, p.engagement_id == t.engagements.c.id))
        .where(wanted)
        .order_by(p.engagement_id, p.position)
    )
    for id_, person, folded, name, polity, office in connection.execute(people):
        who = Who(person=person, name=folded, polity=polity or "", role=fusion.role_of(office or ""))
        (named if folded else unnamed)[id_].append(who)
        written[id_].append((name or "", polity or ""))
    return named, unnamed, written


def copies_of(connection: Connection, posts: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each of some posts those that hold the same text."""
    found: dict[str, set[str]] = defaultdict(set)
    c = t.copies.c
    for some in batches(sorted(set(posts))):
        for one, other in ((c.post_id, c.other_id), (c.other_id, c.post_id)):
            for post, copy in connection.execute(select(one, other).where(one.in_(some), c.kind.in_(_ONE_SOURCE))):
                found[post].add(copy)
    return defaultdict(frozenset, {post: frozenset(found[post]) for post in found})


# --- what it gave


def write(connection: Connection, unit: Unit, fused: Fused) -> None:
    """Replace the contacts and doubts of a unit, whose blocks are then no longer stale, and link the contacts."""
    for table in (t.contacts, t.doubts):
        connection.execute(delete(table).where(table.c.block.in_(unit.blocks)))
    # the earliest record of one may have stood in another block, where the contact of its name is stale too
    for some in batches([contact.id for contact in fused.contacts]):
        connection.execute(delete(t.contacts).where(t.contacts.c.id.in_(some)))
    # who decided meanwhile may have fused some of them with others
    for some in batches([member.candidate.id for contact in fused.contacts for member in contact.members]):
        connection.execute(delete(t.contact_sources).where(t.contact_sources.c.engagement_id.in_(some)))
    _insert(connection, t.contacts, [_contact(contact) for contact in fused.contacts])
    _insert(
        connection,
        t.contact_sources,
        [
            {
                "contact_id": contact.id,
                "position": number,
                "engagement_id": member.candidate.id,
                "reason": member.reason,
                "score": member.score,
                "corrected": dict(member.corrected),
            }
            for contact in fused.contacts
            for number, member in enumerate(contact.members)
        ],
    )
    block_of = {member.candidate.id: member.candidate.block for each in fused.contacts for member in each.members}
    _insert(
        connection,
        t.doubts,
        [
            {
                "first": doubt.first,
                "second": doubt.second,
                "block": block_of[doubt.first],
                "score": doubt.score,
                "reasons": list(doubt.reasons),
            }
            for doubt in fused.doubts
        ],
    )
    _link(connection, fused)
    _settle(connection, unit)


def _settle(connection: Connection, unit: Unit) -> None:
    """Note that a unit was fused, with what, and what ties it."""
    for column in (t.stale_blocks.c.block, t.fused_blocks.c.block, t.block_ties.c.block, t.block_ties.c.other):
        connection.execute(delete(column.table).where(column.in_(unit.blocks)))
    _insert(
        connection,
        t.fused_blocks,
        [{"block": block, "mark": mark, "written": secrets.token_hex(8)} for block, mark in unit.marks.items() if mark],
    )
    _insert(connection, t.block_ties, [{"block": one, "other": other} for one, other in sorted(unit.ties)])


def _link(connection: Connection, fused: Fused) -> None:
    """Link contacts just written with all that they are part of, or that are part of them."""
    days = [contact.when.start for contact in fused.contacts if contact.when.precision == "day" and contact.when.start]
    if not days:
        return
    near = t.contacts.c.starts.between(min(days) - _MARGIN, max(days) + _MARGIN)
    touched = frozenset(contact.id for contact in fused.contacts)
    found = fusion.parts(_linkable(connection, near), touched, fusion_rules.shipped())
    rows = [{"whole_id": each.whole, "part_id": each.part, "reason": each.reason} for each in found]
    upsert(connection, t.contact_parts, rows, "reason")


def _linkable(connection: Connection, near: ColumnElement[bool]) -> Iterator[Linkable]:
    c, s = t.contacts.c, t.contact_sources.c
    wanted = and_(near, c.precision == "day", c.type.in_(("visit", "conference", "meeting", "talks")))
    people: dict[str, set[tuple[str, str]]] = defaultdict(set)
    polities: dict[str, set[str]] = defaultdict(set)
    sources = t.contacts.join(t.contact_sources, s.contact_id == c.id)
    p = t.participants.c
    named = (
        select(c.id, p.person, p.folded, p.polity)
        .select_from(sources.join(t.participants, p.engagement_id == s.engagement_id))
        .where(wanted, p.folded != "")
    )
    for id_, person, folded, polity in connection.execute(named):
        people[id_].add((person or folded.rpartition("·")[2], polity or ""))
    e = t.engagement_polities.c
    states = select(c.id, e.polity).select_from(sources.join(t.engagement_polities, e.engagement_id == s.engagement_id))
    for id_, polity in connection.execute(states.where(wanted)):
        polities[id_].add(polity)
    for row in connection.execute(select(t.contacts).where(wanted)):
        yield Linkable(
            id=row.id,
            type=row.type,
            when=when_from(row._asdict()),
            host=row.place_polity or "",
            people=frozenset(people[row.id]),
            polities=frozenset(polities[row.id]),
            occasions=frozenset(row.occasions),
        )


def _contact(contact: fusion.Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "block": contact.block,
        "type": contact.type,
        "status": contact.status,
        "salience": contact.salience,
        "starts": contact.when.start,
        "ends": contact.when.end,
        "precision": contact.when.precision,
        "alt": contact.when.alt,
        "city": contact.place.city,
        "place_polity": contact.place.polity,
        "sources": contact.sources,
        "first_report": contact.first_report,
        "conflicts": list(contact.conflicts),
        "occasions": list(contact.occasions),
        "corrected": dict(contact.corrected),
    }


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))
