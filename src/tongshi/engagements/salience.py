"""What an article is about: headline, lead and more, weighed, make a contact `main` (codebook 1.3)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tongshi.engagements.contacts import Contact, Mention
from tongshi.engagements.cues import Cues, other_verbs
from tongshi.engagements.dating import UNKNOWN
from tongshi.engagements.frames import FRAMES, Draft
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.modality import Modality
from tongshi.engagements.people import People
from tongshi.engagements.scene import Scene
from tongshi.engagements.weights import Weights
from tongshi.language import fold
from tongshi.records import Actor, Article, Salience, Status
from tongshi.registry import Registry, find_names

#: Days after which a contact is told as background, by the precision of its date.
_LONG_AGO = {"day": 21, "month": 62, "year": 366, "unknown": 0}
_ALIKE = {"meeting", "talks", "call", "conference"}
#: From a contact's word to the end of an attribute, and characters between that and whom it is of.
_ATTRIBUTE = re.compile(r"[^,。;:的]{0,6}的")
_BEHIND = 6
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
    persons: frozenset[str] = frozenset()  # ids of those it names
    states: frozenset[str] = frozenset()  # the polities it names

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
    persons = frozenset(actor.person for actor in actors if actor.person)
    states = frozenset(code for code in (*(a.polity for a in actors), *(site.polity for site in sites)) if code)
    return Headline(title, tuple(reports), persons, states)


def saliences(
    contacts: Sequence[Contact], headline: Headline, people: People, folded: str, day: dt.date | None, weights: Weights
) -> list[Salience]:
    """For each contact whether the article is about it; where none is likely, whether headline or lead reports it."""
    chances = [weights(prominence(contact, contacts, headline, people, folded, day)) for contact in contacts]
    main = [chance >= _LIKELY for chance in chances]
    if not any(main):
        fresh = [not is_past(contact, day) for contact in contacts]
        main = [new and headline.tells_of(c, people, folded) for c, new in zip(contacts, fresh, strict=True)]
        if not any(main):
            main = [new and _opens(contact) for contact, new in zip(contacts, fresh, strict=True)]
    return ["main" if chosen else "background" for chosen in main]


def prominence(
    contact: Contact,
    contacts: Sequence[Contact],
    headline: Headline,
    people: People,
    folded: str,
    day: dt.date | None,
) -> dict[str, float]:
    """What speaks for and against the article being about the contact, by name."""
    best = contact.best
    told = [m for m in contact.mentions if m.founding and not m.caption and not m.draft.weak] or list(contact.mentions)
    first = min(mention.place for mention in told)
    earlier = sum(other is not contact and other.opening < contact.opening for other in contacts)
    persons = [a for a in people.once(best.actors) if a.name is not None]
    in_headline = sum(_stands_in(headline, actor, people, folded) for actor in persons)
    states = sum(code in headline.states for code in best.polities)
    return {
        "bias": 1.0,
        f"type {best.type}": 1.0,
        f"status {contact.status_on(day).status.status}": 1.0,
        "in the headline": float(headline.tells_of(contact, people, folded)),
        f"persons in the headline {min(in_headline, 2)}": 1.0,
        f"states in the headline {min(states, 2)}": 1.0,
        f"first told {_bucket(first, _SENTENCES)}": 1.0,
        f"contacts before it {_bucket(earlier, _RANKS)}": 1.0,
        f"age {_age(contact, day)}": 1.0,
        "times told": min(2.0, math.log(len(contact.mentions))),
        "alone": float(len(contacts) == 1),
        "looks back": float(all(mention.looks_back for mention in contact.mentions)),
        "says who somebody is": float(all(_is_attribute(mention, folded) for mention in told)),
        "in a caption only": float(all(mention.caption for mention in contact.mentions)),
        "founded in the lead": float(any(m.lead and m.founding and not m.caption for m in contact.mentions)),
    }


def _is_attribute(mention: Mention, folded: str) -> bool:
    """Whether a contact is told to say who somebody is: 正在法国访问[的]外相某某, 即将离任[的]总统某某."""
    of = _ATTRIBUTE.match(folded, mention.draft.trigger[1], mention.sentence[1])
    titled = (actor.office[0] if actor.office else actor.start for actor in mention.actors)
    return of is not None and any(0 <= start - of.end() <= _BEHIND for start in titled)


def _opens(contact: Contact) -> bool:
    """Whether the running text opens with the contact as its news."""
    return any(
        m.place == 0 and m.founding and not (m.caption or m.looks_back or m.draft.weak) for m in contact.mentions
    )


#: From this probability on the article is about a contact; where F1 is best, held out (`fit.py`).
_LIKELY = 0.45
#: Upper edges of what counts as one: the number of the sentence, the contacts told before, the days gone by.
_SENTENCES = (0, 1, 2, 4, 8)
_RANKS = (0, 1, 3)
_DAYS = (1, 3, 7, 21, 62)


def _bucket(value: int, edges: Sequence[int]) -> str:
    return next((f"to {edge}" for edge in edges if value <= edge), "beyond")


def _age(contact: Contact, day: dt.date | None) -> str:
    """How long before the article the contact took place, or that it lies ahead."""
    when = contact.dated.when if contact.dated is not None else UNKNOWN
    if when.start is None or day is None:
        return "unknown"
    if when.precision != "day":
        return f"{when.precision} {'past' if is_past(contact, day) else 'now'}"
    days = (day - (when.end or when.start)).days
    return "ahead" if days < 0 else _bucket(days, _DAYS)


def _stands_in(headline: Headline, actor: Actor, people: People, folded: str) -> bool:
    """Whether the headline names the person, also by another spelling that the registry has."""
    name = people.first(actor).name
    return actor.person in headline.persons or (name is not None and folded[slice(*name)] in headline.text)


def is_past(contact: Contact, day: dt.date | None) -> bool:
    """Whether the contact's date lies so far before the article that it can only be told as background."""
    when = contact.dated.when if contact.dated is not None else UNKNOWN
    if when.start is None or day is None:
        return False
    return (day - (when.end or when.start)).days > _LONG_AGO[when.precision]


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
