"""All that is told of one person: spellings, offices, contacts, statements, phrases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from tongshi.catalogue import Choice, PersonLine
from tongshi.charts import Chart, Frame
from tongshi.errors import NotFoundError
from tongshi.language import fold
from tongshi.network import HeldOffice, held_offices
from tongshi.store import StatementFilter
from tongshi.web.addresses import Query
from tongshi.web.careers import career, told_offices
from tongshi.web.listing import Row, rows
from tongshi.web.monthly import monthly
from tongshi.web.rankings import Ranking, people_ranked, topics_ranked
from tongshi.web.spoken import Spoken, latest, phrases_ranked, rows_over_time, singly
from tongshi.web.visits import Visit
from tongshi.whois import Dossier, Known, called, dossier, known_as, unlisted_spellings

#: Contacts and statements that are shown, and lines of a ranking.
LATEST = 10
MOST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A person, as the page has it."""

    line: PersonLine
    dossier: Dossier
    names: tuple[str, ...]  # in Latin letters
    asked: Query  # of his contacts
    offices: tuple[HeldOffice, ...]  # as contacts tell them
    career: Chart | None
    contacts: int
    undated: int
    months: Chart | None
    latest: tuple[Row, ...]
    met: Ranking
    topics: Ranking
    statements: int
    said_topics: Chart | None
    said: tuple[Spoken, ...]
    phrases: Ranking


def portrait(visit: Visit, value: str) -> Portrait | None:
    """Of the person that the catalogue, or the registry, knows by exactly this; None where neither does."""
    known = known_as(visit.release, value, visit.catalogue.levels.people)
    line = visit.catalogue.people.get(value)
    if known is None and line is None:
        return None
    told = dossier(visit.release, known, 0) if known else _unlisted(visit, value, line) if line else None
    if told is None:
        return None
    line = line or _never_met(told)
    selection = visit.catalogue.select(Choice(person=(value,)))
    wanted = _said_by(value, known, line)
    topics = visit.release.tally_said(wanted, "topic", "month")
    held = told_offices(selection, value)
    title = visit.words("people.offices_of", name=line.name)
    return Portrait(
        line=line,
        dossier=told,
        names=tuple(dict.fromkeys(filter(None, (line.latin, *told.latin)))),
        asked=(("person", value),),
        offices=held_offices(((each.office, each.day) for each in held), cache(fold)),
        career=career(visit, Frame(id="career", title=title), told.offices, held, value),
        contacts=selection.total,
        undated=selection.undated,
        months=monthly("by-month", visit.words("people.contacts_of", name=line.name), selection, visit.holdings,
                       visit.labels, visit.url) if selection.total else None,
        latest=rows(visit, selection.page(1, LATEST)),
        met=people_ranked(visit, selection, MOST, without=(value,)),
        topics=topics_ranked(visit, selection, MOST),
        statements=visit.release.count_said(wanted),
        said_topics=rows_over_time(
            visit, Frame(id="said-topics", title=visit.words("people.said_topics")), topics,
            lambda code: (visit.labels.topic(code), visit.url.topic(code)),
        ),
        said=latest(visit, LATEST, wanted)[0],
        phrases=phrases_ranked(visit, singly(visit.release.tally_said(wanted, "phrase")), MOST),
    )  # fmt: skip


def values_of(visit: Visit, name: str) -> tuple[str, ...]:
    """The people of the catalogue, or the registry, whom a name in any spelling, Latin or Chinese, means."""
    folded = fold(name.strip())
    found: list[str] = []
    with suppress(NotFoundError):
        everybody = called(visit.release, name, visit.catalogue.levels.people)
        found += [known.id for known in everybody if visit.release.person(known.id, known.all_names)]
    found += [
        value
        for value in visit.catalogue.people
        if "/" in value and (value == folded or value.rpartition("/")[0] == folded)
    ]
    return tuple(dict.fromkeys(found))


def _said_by(value: str, known: Known | None, line: PersonLine) -> StatementFilter:
    """As `tongshi said --person` asks for him; one whom nobody lists speaks for his own side alone."""
    if known:
        return StatementFilter(people=(known.id,), names=known.names)
    return StatementFilter(names=(value.rpartition("/")[0],), sides=(line.polity,) if line.polity else ())


def _unlisted(visit: Visit, value: str, line: PersonLine) -> Dossier:
    folded = value.rpartition("/")[0] or value
    return Dossier(
        id=value,
        curated=False,
        polity=line.polity,
        latin=(),
        spellings=unlisted_spellings(visit.release, folded, line.polity),
        offices=(),
        contacts=(),
    )


def _never_met(told: Dossier) -> PersonLine:
    """One who speaks, or is named, and takes part in no contact."""
    name = told.spellings[0].written if told.spellings else told.id
    latin = told.latin[0] if told.latin else ""
    return PersonLine(
        id=told.id, name=name, latin=latin, polity=told.polity, known=told.curated, contacts=0, first=None, last=None
    )
