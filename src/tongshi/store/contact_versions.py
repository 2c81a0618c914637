"""The history of contacts: what each was from which build on. Every function runs in its caller's transaction.

A row is written where fusion makes something else of a contact than it was, in the transaction that replaces the
contacts of its block; so the rows up to a build, the last of each contact, are what the store said when it had ended.
Rows are what is compared with: the tables of records may have been written anew since.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select

from tongshi.errors import NotFoundError
from tongshi.lineage import Cause, ContactState, ContactVersion, Window, outcomes
from tongshi.store import tables as t
from tongshi.store.contacts import of_block
from tongshi.store.engine import batches
from tongshi.store.ids import DIGITS, begins, some_of
from tongshi.store.views.contacts import Contact

#: Key in `meta`: the first build of an older database from which on contacts are followed.
FOLLOWED_FROM = "contacts_followed_from"

_V = t.contact_versions.c

#: What is kept beside the fields, what follows from its reports, and what from other contacts, fused later perhaps.
_NOT_ITS_OWN = frozenset(("id", "first_report", "history", "part_of", "parts", "corrections", "rejected"))


# --- keeping


def keep(connection: Connection, block: str, run: int | None) -> None:
    """Note what became of the contacts of a block, which were fused anew: by a run, or after it where None."""
    point = _Point.of(connection, run)
    now = {contact.id: _state(block, contact) for contact in of_block(connection, block)}
    reports = _reports(connection, block)
    now = {id_: dataclasses.replace(state, reports=reports[id_]) for id_, state in now.items()}
    once = set(connection.scalars(select(_V.contact_id).where(_V.block == block)))
    last = _by_id(_latest_of(connection, {*once, *now}))
    ids = {*now, *(id_ for id_, state in last.items() if state.block == block)}  # others have left it since
    changed = [id_ for id_ in sorted(ids) if not _same(now.get(id_), last.get(id_))]
    if not changed:
        return
    before = _by_id(_latest_of(connection, changed, point.earlier))
    known = _Posts(connection, point, (*map(before.get, changed), *map(now.get, changed)))
    rows = [_row(id_, block, point, now.get(id_), before.get(id_), known) for id_ in changed]
    for some in batches(changed):  # of one build only what it ended with counts
        connection.execute(delete(t.contact_versions).where(_V.contact_id.in_(some), point.here))
    kept = [row for row in rows if not _same(now.get(row["contact_id"]), before.get(row["contact_id"]))]
    if kept:
        connection.execute(insert(t.contact_versions), kept)


def _same(one: ContactState | None, other: ContactState | None) -> bool:
    return other is None if one is None else one.says_as(other)


def _state(block: str, contact: Contact) -> ContactState:
    names = (field.name for field in dataclasses.fields(contact) if field.name not in _NOT_ITS_OWN)
    fields = {name: _plain(getattr(contact, name)) for name in names}
    said = {"date" if name == "when" else name: value for name, value in fields.items()}
    return ContactState(contact=contact.id, block=block, said=said, reports={})


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; places in posts are left out."""
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value) if field.name != "spans")
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _reports(connection: Connection, block: str) -> dict[str, dict[str, str]]:
    """The engagements of each contact of a block, with their posts, in order of publication."""
    s, e, c = t.contact_sources.c, t.engagements.c, t.contacts.c
    statement = (
        select(s.contact_id, s.engagement_id, e.post_id)
        .join(t.contacts, c.id == s.contact_id)
        .join(t.engagements, e.id == s.engagement_id)
        .where(c.block == block)
        .order_by(s.contact_id, s.position)
    )
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.contact_id, {})[row.engagement_id] = row.post_id
    return found


def _row(
    id_: str, block: str, point: _Point, now: ContactState | None, before: ContactState | None, known: _Posts
) -> dict[str, Any]:
    return {
        "contact_id": id_,
        "build": point.build,
        "step": point.step,
        "block": block,
        "said": now.said if now else None,
        "reports": now.reports if now else None,
        "knowledge": known.versions(now) if now else [],
        "causes": [list(dataclasses.astuple(cause)) for cause in known.causes(before, now)],
    }


class _Point:
    """When contacts are fused: by a build, or after it."""

    def __init__(self, build: int, step: int, fresh: int) -> None:
        self.build, self.step = build, step
        self.fresh = fresh  # what this run, or an interrupted one before it, did is what it did now

    @classmethod
    def of(cls, connection: Connection, run: int | None) -> _Point:
        """The point of a run, or after the last one where it is None."""
        build = run if run is not None else connection.scalar(select(func.max(t.runs.c.id))) or 0
        ended = select(func.max(t.runs.c.id)).where(t.runs.c.finished.is_not(None), t.runs.c.id <= build)
        return cls(build, int(run is None), (connection.scalar(ended) or 0) + 1)

    @property
    def here(self) -> ColumnElement[bool]:
        """That a version is of this point."""
        return and_(_V.build == self.build, _V.step == self.step)

    @property
    def earlier(self) -> ColumnElement[bool]:
        """That a version is of an earlier one."""
        return or_(_V.build < self.build, and_(_V.build == self.build, _V.step < self.step))


class _Posts:
    """What happened to the articles of some contacts, and therefore to these."""

    def __init__(self, connection: Connection, point: _Point, states: Iterable[ContactState | None]) -> None:
        self._fresh, self._decided = point.fresh, bool(point.step)
        told = [state for state in states if state]
        p, e, s = t.posts.c, t.engagements.c, t.contact_sources.c
        self._posts: dict[str, Row[Any]] = {}
        columns = (p.id, p.first_run, p.last_run, p.state, p.state_run, p.successor, p.knowledge)
        for some in batches(sorted({post for state in told for post in state.reports.values()})):
            self._posts |= {row.id: row for row in connection.execute(select(*columns).where(p.id.in_(some)))}
        self._read: set[str] = set()  # reports that there are
        self._free: set[str] = set()  # those that belong to no contact, though their block is fused
        stale = select(t.stale_blocks.c.block)
        for some in batches(sorted({report for state in told for report in state.reports})):
            found = select(e.id, s.contact_id, e.block.in_(stale).label("stale"))
            found = found.outerjoin(t.contact_sources, s.engagement_id == e.id).where(e.id.in_(some))
            for row in connection.execute(found):
                self._read.add(row.id)
                if row.contact_id is None and not row.stale:
                    self._free.add(row.id)

    def versions(self, state: ContactState) -> list[str]:
        """The versions of knowledge that the articles of a contact were read with."""
        return sorted({self._posts[post].knowledge for post in state.reports.values() if post in self._posts})

    def causes(self, before: ContactState | None, now: ContactState | None) -> list[Cause]:
        """Why a contact is something else now."""
        was, is_ = (dict(state.reports) if state else {} for state in (before, now))
        found = [cause for report, post in is_.items() if report not in was for cause in self._came(post)]
        found += [cause for report, post in was.items() if report not in is_ for cause in self._went(report, post)]
        kept = [self._posts[post] for report, post in was.items() if report in is_ and post in self._posts]
        moved = [row for row in kept if self._is_new(row.state_run)]
        found += [Cause("vanished" if row.state == "vanished" else "article back", row.id) for row in moved]
        again = [row for row in self._all(was, is_) if row.first_run < self._fresh <= row.last_run]
        found += [_read_again(before.knowledge, row.knowledge) for row in again if before]
        if not found:
            found = [Cause("decision" if self._decided or was == is_ else "regrouped")]
        return sorted(set(found))

    def _all(self, *reports: Mapping[str, str]) -> Iterator[Row[Any]]:
        posts = {post for each in reports for post in each.values()}
        return (self._posts[post] for post in sorted(posts) if post in self._posts)

    def _came(self, post: str) -> Iterator[Cause]:
        row = self._posts[post]
        if self._is_new(row.first_run):
            yield Cause("new article", post)
        elif self._is_new(row.state_run) and row.state == "current":
            yield Cause("article back", post)

    def _went(self, report: str, post: str) -> Iterator[Cause]:
        row = self._posts.get(post)
        if row is not None and row.state == "superseded":
            yield Cause("superseded", post, row.successor or "")
        elif report not in self._read:
            yield Cause("no longer read", report)
        elif report in self._free:
            yield Cause("decision")

    def _is_new(self, run: int | None) -> bool:
        return run is not None and run >= self._fresh


def _read_again(versions: Sequence[str], version: str) -> Cause:
    """With other rules, or with other knowledge of the user's own or the archive's."""
    former = versions[-1] if versions else ""
    base = [each.split("-")[:2] for each in (former, version)]
    return Cause("knowledge" if base[0] == base[1] else "rules", former, version)


# --- looking back


def followed_from(connection: Connection) -> int:
    """The first build from which on contacts are followed."""
    return int(connection.scalar(select(t.meta.c.value).where(t.meta.c.key == FOLLOWED_FROM)) or 1)


def window(connection: Connection, since: int, until: int | None) -> Window:
    """The contacts that were changed after the build `since`, up to the build `until` or to now; raises NotFoundError.

    Of a build in a database that did not follow contacts yet nothing can be told.
    """
    _check(connection, since)
    inside = ~_up_to(since) if until is None else and_(~_up_to(since), _up_to(until))
    ids = list(connection.scalars(select(_V.contact_id).where(inside).distinct().order_by(_V.contact_id)))
    causes: dict[str, list[Cause]] = {}
    for row in connection.execute(select(_V.contact_id, _V.causes).where(inside).order_by(_V.build, _V.step)):
        causes.setdefault(row.contact_id, []).extend(Cause(*cause) for cause in row.causes)
    before = _by_id(_latest_of(connection, ids, _up_to(since)))
    after = _by_id(_latest_of(connection, ids, _up_to(until) if until is not None else None))
    return Window(
        before=before,
        after=after,
        causes={id_: tuple(dict.fromkeys(each)) for id_, each in causes.items()},
        successors=_successors(connection, before.values()),
    )


def _successors(connection: Connection, states: Iterable[ContactState]) -> dict[str, str]:
    """The version that holds now in place of each superseded article."""
    found: dict[str, str] = {}
    wanted = {post for state in states for post in state.reports.values()}
    while wanted:
        new: set[str] = set()
        for some in batches(sorted(wanted)):
            p = t.posts.c
            for row in connection.execute(select(p.id, p.successor).where(p.id.in_(some), p.successor.is_not(None))):
                found[row.id] = row.successor
                new.add(row.successor)
        wanted = new - set(found)
    return {post: _end(found, post) for post in found}


def _end(successors: Mapping[str, str], post: str) -> str:
    met: set[str] = set()
    while post in successors and post not in met:
        met.add(post)
        post = successors[post]
    return post


def as_of(connection: Connection, given: str, build: int) -> ContactVersion:
    """What was said of the contact meant by an id, or its beginning, when a build had ended; raises NotFoundError."""
    _check(connection, build)
    ids = _meant(connection, given)
    rows = list(_latest(connection, and_(_V.contact_id.in_(ids), _up_to(build)))) if ids else []
    if len(rows) > 1:
        several = some_of([row.contact_id for row in rows])
        raise NotFoundError(f"{given}: begins the ids of {len(rows)} contacts ({several}); give more of it")
    if not rows or rows[0].said is None:
        raise NotFoundError(f"{given}: no such contact as of build {build}")
    return _version(rows[0])


def versions(connection: Connection, contact: str) -> Iterator[tuple[ContactVersion, str]]:
    """All that a contact was, oldest first, each with when its build had ended (UTC, ISO 8601; empty: it did not)."""
    ended = select(t.runs.c.finished).where(t.runs.c.id == _V.build).scalar_subquery()
    of_contact = select(t.contact_versions, ended.label("ended")).where(_V.contact_id == contact)
    for row in connection.execute(of_contact.order_by(_V.build, _V.step)):
        yield _version(row), row.ended or ""


def heir(connection: Connection, given: str) -> str | None:
    """The contact that now is what the former one was that an id, or its beginning, means; None where it means none.

    Raises NotFoundError where that is none any more, or several.
    """
    rows = list(_latest(connection, _V.contact_id.in_(_meant(connection, given))))
    if len(rows) != 1 or rows[0].said is not None:
        return None
    gone = _version(rows[0])
    since = gone.build if gone.decided else gone.build - 1
    found = outcomes(window(connection, since, None))
    change = next((each for each in found if each.contact == gone.contact), None)
    if change is None:
        return None
    if len(change.to) == 1:
        return change.to[0]
    if change.to:
        raise NotFoundError(f"{gone.contact}: is several contacts now ({some_of(change.to)})")
    why = ", ".join(dict.fromkeys(cause.reason for cause in change.causes))
    raise NotFoundError(f"{gone.contact}: no contact any more since build {gone.build} ({why})")


def _meant(connection: Connection, given: str) -> list[str]:
    digits = given[1:] if given[:1] in {"c", "e"} else given
    if not digits or not set(digits) <= DIGITS:
        return []
    wanted = begins(_V.contact_id, f"c{digits}")
    return list(connection.scalars(select(_V.contact_id).where(wanted).distinct().order_by(_V.contact_id)))


def build_of(connection: Connection, day: dt.date) -> int:
    """The last build that had ended on some day, in UTC; raises NotFoundError where none had."""
    r = t.runs.c
    ended = select(func.max(r.id)).where(r.finished < (day + dt.timedelta(days=1)).isoformat())
    found = connection.scalar(ended)
    if found is None:
        raise NotFoundError(f"{day}: no build had ended by then")
    return int(found)


def _check(connection: Connection, build: int) -> None:
    newest = connection.scalar(select(func.max(t.runs.c.id))) or 0
    first = followed_from(connection)
    if build > newest:
        raise NotFoundError(f"build {build}: there is none (the last one is {newest})")
    if build < first:
        raise NotFoundError(f"build {build}: contacts are followed from build {first} on")


def _up_to(build: int) -> ColumnElement[bool]:
    """That a version is the state when a build had ended, or earlier."""
    return or_(_V.build < build, and_(_V.build == build, _V.step == 0))


def _latest_of(
    connection: Connection, ids: Iterable[str], condition: ColumnElement[bool] | None = None
) -> Iterator[Row[Any]]:
    for some in batches(sorted(ids)):
        wanted = _V.contact_id.in_(some)
        yield from _latest(connection, wanted if condition is None else and_(wanted, condition))


def _latest(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Row[Any]]:
    """Of the versions that meet a condition the last one of each contact."""
    order = (_V.build.desc(), _V.step.desc())
    number = func.row_number().over(partition_by=_V.contact_id, order_by=order).label("number")
    ranked = select(t.contact_versions, number).where(condition).subquery()
    yield from connection.execute(select(ranked).where(ranked.c.number == 1).order_by(ranked.c.contact_id))


def _by_id(rows: Iterable[Row[Any]]) -> dict[str, ContactState]:
    """The states of some rows; of what was no contact then there is none."""
    return {row.contact_id: state for row in rows if (state := _version(row).state)}


def _version(row: Row[Any]) -> ContactVersion:
    state = None
    if row.said is not None:
        state = ContactState(
            contact=row.contact_id,
            block=row.block,
            said=row.said,
            reports=row.reports,
            knowledge=tuple(row.knowledge),
        )
    return ContactVersion(
        contact=row.contact_id,
        build=row.build,
        decided=bool(row.step),
        state=state,
        causes=tuple(Cause(*cause) for cause in row.causes),
    )
