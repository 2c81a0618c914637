"""What an article is about: its headline and its lead make a contact `main` (codebook 1.3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.engagements.cues import Cues, other_verbs
from tongshi.engagements.dating import UNKNOWN
from tongshi.engagements.frames import FRAMES, Draft
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.journeys import is_on
from tongshi.engagements.merge import Contact
from tongshi.engagements.modality import Modality
from tongshi.engagements.people import People
from tongshi.engagements.scene import Scene
from tongshi.language import fold
from tongshi.records import Article, Salience, Status
from tongshi.registry import Registry, find_names

#: Where no headline or lead reports a contact, the first told in so many sentences is what the article is about.
_OPENING_SENTENCES = 4
#: Days after which a contact is told as background, by the precision of its date.
_LONG_AGO = {"day": 21, "month": 62, "year": 366, "unknown": 0}
_ALIKE = {"meeting", "talks", "call", "conference"}
#: A headline's word on these is the last: 訪台行程取消.
_CALLED_OFF = {"cancelled", "refused", "denied"}


@dataclass(frozen=True, slots=True)
class _Report:
    """A contact that the headline reports, and with which status."""

    draft: Draft
    status: Status


@dataclass(frozen=True, slots=True)
class Headline:
    """An article's folded title and the contacts it reports."""

    text: str
    reports: tuple[_Report, ...]

    def tells_of(self, contact: Contact, people: People, folded: str) -> bool:
        """Whether the headline reports the contact."""
        return any(_same_contact(r.draft, contact, self.text, people, folded) for r in self.reports)

    def called_off(self, contact: Contact, people: People, folded: str, day: dt.date | None) -> Status | None:
        """The status of a contact still to come that the headline says will not take place."""
        if is_past(contact, day):
            return None
        return next(
            (
                r.status for r in self.reports
                if r.status in _CALLED_OFF and _same_contact(r.draft, contact, self.text, people, folded)
            ),
            None,
        )  # fmt: skip


def read_headline(article: Article, registry: Registry, cues: Cues, grammar: Grammar, modality: Modality) -> Headline:
    """The contacts that an article's title reports."""
    title = re.sub(r"\s", ",", fold(article.post.title.text))  # a blank parts the clauses of a headline
    actors, sites = find_names(title, registry, article.day)
    scene = Scene(title, 0, len(title), actors, sites, lambda _: (), registry, grammar)
    reports = []
    hits = list(cues.find(title))
    for hit in hits:
        draft = FRAMES[hit.cue.frame](scene, hit)
        if draft is not None:
            others = other_verbs(hits, apart_from=hit)
            judged = modality.judge(title, (0, len(title)), draft.trigger, hit.cue.default, others)
            reports.append(_Report(draft, judged.status))
    return Headline(title, tuple(reports))


def saliences(
    contacts: Sequence[Contact], headline: Headline, people: People, folded: str, day: dt.date | None
) -> list[Salience]:
    """For each contact whether the article is about it.

    It is where the headline or the lead reports it, or a meeting on the journey that it is; a contact of long
    ago is not, whatever the headline says of the like.
    """
    recent = [not is_past(contact, day) for contact in contacts]
    main = [
        fresh and (headline.tells_of(contact, people, folded) or _told_by(contact, lead=True))
        for contact, fresh in zip(contacts, recent, strict=True)
    ]
    if not any(main):
        first = min(
            (c.opening for c, fresh in zip(contacts, recent, strict=True) if fresh and _told_by(c, lead=False)),
            default=None,
        )
        main = [
            fresh and first is not None and c.opening == first < _OPENING_SENTENCES
            for c, fresh in zip(contacts, recent, strict=True)
        ]
    meetings = [c for c, chosen in zip(contacts, main, strict=True) if chosen and c.best.type == "meeting"]
    main = [
        chosen or (fresh and c.best.type == "visit" and any(is_on(meeting, c, people) for meeting in meetings))
        for c, fresh, chosen in zip(contacts, recent, main, strict=True)
    ]
    return ["main" if chosen else "background" for chosen in main]


def is_past(contact: Contact, day: dt.date | None) -> bool:
    """Whether the contact's date lies so far before the article that it can only be told as background."""
    when = contact.dated.when if contact.dated is not None else UNKNOWN
    if when.start is None or day is None:
        return False
    return (day - (when.end or when.start)).days > _LONG_AGO[when.precision]


def _told_by(contact: Contact, *, lead: bool) -> bool:
    """Whether a mention in the running text reports it as news."""
    return any(
        (m.lead or not (lead or m.draft.weak)) and not m.caption and m.founding and not m.looks_back
        for m in contact.mentions
    )


def _same_contact(draft: Draft, contact: Contact, title: str, people: People, folded: str) -> bool:
    """Whether a headline's report and a contact of the text are one: type, states, persons or their offices."""
    best = contact.best
    if draft.type != best.type and not {draft.type, best.type} <= _ALIKE:
        return False
    if not set(draft.polities) & set(best.polities):
        return False
    if draft.hosts and best.draft.hosts and not set(draft.hosts) & {h for m in contact.mentions for h in m.draft.hosts}:
        return False
    persons = {actor.person for actor in best.actors if actor.person}
    named = {actor.person for actor in draft.actors if actor.person}
    names = [folded[slice(*name)] for actor in best.actors if (name := people.first(actor).name)]
    if named and len(persons) >= 2:
        return named <= persons  # who met whom: both, not one of them with somebody else
    if persons & named or any(name in title for name in names):
        return True
    if named and persons:
        return False
    # 美部长访台: a title alone, of the state and office of somebody who takes part
    roles = {(actor.polity, actor.role) for actor in draft.actors if not actor.person}
    return any((actor.polity, actor.role) in roles or (actor.polity, "") in roles for actor in best.actors)
