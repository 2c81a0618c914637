"""How current articles name people, counted anew whenever people are learnt: of one alone it can be tens of thousands.

Every function that is given a connection runs inside one transaction of its caller.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, Subquery, Text, case, cast, delete, func, insert, select, union_all

from tongshi.store import tables as t
from tongshi.store.views.people import Namings, OfficeDay, StoredMention, Written


def count(connection: Connection) -> None:
    """Count the mentions of all articles that are not superseded: of curated people, and of those learnt."""
    named = _named()
    spelling = (named.c.person, named.c.folded)
    within = func.row_number().over(partition_by=(*spelling, named.c.post_id), order_by=named.c.position)
    ordered = select(named, within.label("within")).subquery().c
    so = (ordered.person, ordered.folded, ordered.name, ordered.latin, ordered.outlet, ordered.usage)
    articles = func.sum(case((ordered.within == 1, 1), else_=0))
    written = select(*so, func.count(), articles, func.sum(ordered.places)).group_by(*so)
    office = (named.c.person, named.c.polity, named.c.role, named.c.mark)
    by_post = select(*office, named.c.day, named.c.post_id).where(named.c.role != "").distinct().subquery().c
    on_day = (by_post.person, by_post.polity, by_post.role, by_post.mark, by_post.day)
    offices = select(*on_day, func.count(), func.min(by_post.post_id)).group_by(*on_day)
    for table, counts in ((t.spellings, written), (t.office_days, offices)):
        connection.execute(delete(table))
        connection.execute(insert(table).from_select(list(table.c), counts))


def _named() -> Subquery:
    """Who is meant by each mention; one that the curated registry does not know can be several of those learnt."""
    m, n, a, p = t.mentions.c, t.learnt_names.c, t.articles.c, t.posts.c
    of_mention = m["post_id", "position", "folded", "name", "latin", "polity", "role", "mark", "places"]
    curated = select(m.person.label("person"), *of_mention).where(m.person != "")
    learnt = select(n.person_id, *of_mention).join(t.learnt_names, n.folded == m.folded).where(m.person == "")
    meant = union_all(curated, learnt).subquery()
    day = func.coalesce(cast(a.day, Text), "").label("day")
    usage = func.coalesce(a.usage, "").label("usage")
    joined = select(meant, a.outlet, usage, day).join(t.articles, a.post_id == meant.c.post_id)
    return joined.join(t.posts, p.id == meant.c.post_id).where(p.state != "superseded").subquery()


def of(connection: Connection, person: str) -> Namings:
    """Of somebody by his id in the curated registry, or among those learnt."""
    s, o = t.spellings.c, t.office_days.c
    written = select(*s["folded", "name", "latin", "outlet", "usage", "mentions", "articles", "places"])
    offices = select(*o["polity", "role", "mark", "day", "articles", "post_id"])
    return Namings(
        written=tuple(Written(*row) for row in connection.execute(written.where(s.person == person))),
        offices=tuple(
            OfficeDay(polity, role, mark, dt.date.fromisoformat(day) if day else None, articles, post)
            for polity, role, mark, day, articles, post in connection.execute(offices.where(o.person == person))
        ),
    )


def counted(mentions: Iterable[StoredMention]) -> Namings:
    """The same of one person from the mentions of him, article by article: where some are left out."""
    written: dict[tuple[str, str, str, str, str], Counter[str]] = defaultdict(Counter)
    posts: dict[tuple[str, str, str, dt.date | None], set[str]] = defaultdict(set)
    met: set[tuple[str, str]] = set()
    for each in mentions:
        said = each.mention
        key = said.folded, said.name, said.latin, each.outlet, each.usage
        written[key] += Counter(mentions=1, articles=(said.folded, each.post) not in met, places=said.places)
        met.add((said.folded, each.post))
        if said.role:
            posts[said.polity, said.role, said.mark, each.day].add(each.post)
    return Namings(
        written=tuple(
            Written(*key, counts["mentions"], counts["articles"], counts["places"]) for key, counts in written.items()
        ),
        offices=tuple(OfficeDay(*key, len(some), min(some)) for key, some in posts.items()),
    )
