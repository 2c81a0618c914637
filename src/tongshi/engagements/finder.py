"""From an article's text to its engagements: scenes, cues, frames, status, date, one record per contact."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

from tongshi import lexicon
from tongshi.engagements.cues import CueHit, Cues, load_cues
from tongshi.engagements.dating import UNKNOWN, date_of
from tongshi.engagements.frames import FRAMES, Draft
from tongshi.engagements.merge import Contact, Mention, merge
from tongshi.engagements.modality import Modality, load_modality
from tongshi.engagements.scene import Scene, states_of
from tongshi.engagements.topics import Topics, load_topics
from tongshi.language import fold, sentences
from tongshi.offsets import SourceText, Span
from tongshi.records import Actor, Article, Engagement, Participant, Place, Salience, Status, When
from tongshi.registry import Registry, Site, find_names
from tongshi.times import TimeMention
from tongshi.times import find as find_times

#: The lead: a contact reported in the first sentences is what the article is about.
_LEAD_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class EngagementLexicon:
    """Cue words, status words and topic words."""

    cues: Cues
    modality: Modality
    topics: Topics


def load_engagement_lexicon(folder: Traversable = lexicon.SHIPPED) -> EngagementLexicon:
    """The three lexicons of this stage; raises LexiconError."""
    return EngagementLexicon(load_cues(folder), load_modality(folder), load_topics(folder))


def find_engagements(
    article: Article,
    text: SourceText,
    folded: str,
    actors: Sequence[Actor],
    sites: Sequence[Site],
    registry: Registry,
    words: EngagementLexicon,
) -> tuple[Engagement, ...]:
    """The engagements of an article, in order of their first mention.

    `text` is the body and, after it, the captions; `folded` the same folded; `actors` and `sites` count in it.
    """
    mentions = list(_mentions(article, folded, len(article.body), actors, sites, registry, words))
    if not mentions:
        return ()
    people = _Identity(folded, actors)
    # a blank parts the clauses of a headline
    title = re.sub(r"\s", ",", fold(article.post.title.text))
    headlines = _headlines(title, article, registry, words)
    contacts = merge(mentions, people.same)
    under_way = [
        contact
        for contact in contacts
        if contact.best.type == "meeting" and contact.status_on(article.day).status.status == "held"
    ]
    out = [
        _engagement(article, text, folded, contact, people, title, headlines, words, under_way, registry)
        for contact in contacts
    ]
    out = _inherit_month(contacts, out, people, article.day)
    return tuple(
        engagement for contact, engagement in zip(contacts, out, strict=True) if _identifiable(contact, engagement)
    )


def _inherit_month(
    contacts: Sequence[Contact], found: Sequence[Engagement], people: _Identity, day: dt.date | None
) -> list[Engagement]:
    """A contact inside a dated visit that has no day of its own takes the visit's month (codebook 4b).

    Where the visit is of the article's own day and both are held, so is the contact.
    """
    visits = [(c, e) for c, e in zip(contacts, found, strict=True) if e.type == "visit"]
    out = []
    for contact, engagement in zip(contacts, found, strict=True):
        visit = None
        if engagement.type in {"meeting", "talks"} and engagement.when.start is None:
            visit = next((its for c, its in visits if _inside(contact, c, its, people)), None)
        out.append(engagement if visit is None else _dated_by(engagement, visit, day))
    return out


def _inside(contact: Contact, visit: Contact, its: Engagement, people: _Identity) -> bool:
    visitor = any(people.same(a, b) for a in visit.best.actors for b in contact.best.actors)
    hosted = set(visit.best.draft.hosts) & set(contact.best.polities)
    return bool(visitor and hosted and its.when.start and its.when.precision != "year")


def _dated_by(engagement: Engagement, visit: Engagement, day: dt.date | None) -> Engagement:
    start = visit.when.start
    assert start is not None
    fresh = (
        visit.when.precision == "day" and visit.when.end is None and day is not None and 0 <= (day - start).days <= 1
    )
    same_day = fresh and engagement.status == visit.status == "held"
    when = When(start=start, precision="day") if same_day else When(start=start.replace(day=1), precision="month")
    spans = engagement.spans | ({"date": visit.spans["date"]} if "date" in visit.spans else {})
    return replace(engagement, when=when, spans=spans)


#: Beijing with Hong Kong and Macau is no contact between polities (codebook 1).
_ONE_COUNTRY = {"CN", "HK", "MO"}


def _identifiable(contact: Contact, engagement: Engagement) -> bool:
    """Codebook 1: a date, a place, an occasion or the news itself; not a contact only alluded to."""
    if not any(mention.founding for mention in contact.mentions):
        return False
    if set(engagement.polities) <= _ONE_COUNTRY and engagement.type != "appointment":
        return False
    if engagement.type == "talks" and engagement.status == "proposed" and engagement.when.start is None:
        return False
    if engagement.salience == "main" or engagement.when.start is not None:
        return True
    if engagement.type in {"talks", "conference", "message"}:
        return False
    if engagement.type == "visit" and not any(participant.name for participant in engagement.participants):
        return False
    named = [participant for participant in engagement.participants if participant.name]
    if engagement.type in {"meeting", "call"} and len({p.polity for p in named}) >= 2:
        return True
    return (
        engagement.status != "held" or engagement.place.city is not None or engagement.type in {"appointment", "visit"}
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """What the headline reports, and with which status."""

    draft: Draft
    status: Status


def _headlines(title: str, article: Article, registry: Registry, words: EngagementLexicon) -> list[Headline]:
    actors, sites = find_names(title, registry, article.day)
    scene = Scene(title, 0, len(title), actors, sites, lambda _: (), registry)
    out = []
    for hit in words.cues.find(title):
        draft = FRAMES[hit.cue.frame](scene, hit)
        if draft is not None:
            judged = words.modality.judge(title, (0, len(title)), (hit.start, hit.end), hit.cue.default)
            out.append(Headline(draft, judged.status))
    return out


def _mentions(
    article: Article,
    folded: str,
    captions_from: int,
    actors: Sequence[Actor],
    sites: Sequence[Site],
    registry: Registry,
    words: EngagementLexicon,
) -> Iterator[Mention]:
    cue_hits = list(words.cues.find(folded))
    if not cue_hits or not any(actor.kind != "pronoun" for actor in actors):
        return
    ranges = sentences(folded)
    actors_in = _by_sentence(actors, ranges)
    sites_in = _by_sentence(sites, ranges)
    hits_in = _by_sentence(cue_hits, ranges)
    # most cues report nothing, so the time words are looked for when the first is asked for its date
    times_in = functools.cache(lambda: _by_sentence(find_times(folded, article.day), ranges))
    topic: Actor | None = None
    pair: tuple[Actor, ...] = ()
    for index, (start, end) in enumerate(ranges):
        here = tuple(actors_in[index])
        if hits_in[index] and (here or topic is not None):
            scene = Scene(
                folded, start, end, here, tuple(sites_in[index]), lambda i: times_in()[i], registry, topic, pair, index
            )
            for hit in hits_in[index]:
                mention = _mention(scene, hit, words, start >= captions_from, index, article.day)
                if mention is not None:
                    if len(states_of(mention.actors)) >= 2:
                        pair = mention.actors
                    yield mention
        subject = next((a for a in here if a.kind in {"person", "office"} and a.role != "spokesperson"), None)
        goes_on = bool(here) and here[0].kind == "pronoun" and topic is not None
        if subject is not None and not goes_on:
            topic = subject


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


def _by_sentence(items: Iterable[_P], ranges: Sequence[tuple[int, int]]) -> list[list[_P]]:
    """Things found in the text, shared out to the sentences that hold them; both in order."""
    out: list[list[_P]] = [[] for _ in ranges]
    index = 0
    for item in items:
        while index < len(ranges) and item.start >= ranges[index][1]:
            index += 1
        if index == len(ranges):
            break
        if ranges[index][0] <= item.start and item.end <= ranges[index][1]:
            out[index].append(item)
    return out


def _mention(
    scene: Scene, hit: CueHit, words: EngagementLexicon, caption: bool, index: int, day: dt.date | None
) -> Mention | None:
    draft = FRAMES[hit.cue.frame](scene, hit)
    if draft is None:
        return None
    status = words.modality.judge(scene.folded, (scene.start, scene.end), (hit.start, hit.end), hit.cue.default)
    if status.status == "held" and words.modality.negated(scene.folded, (scene.start, scene.end), (hit.start, hit.end)):
        return None
    when, time, firm = date_of(scene, draft.trigger)
    if draft.type == "appointment" and scene.folded.startswith("的", hit.end) and not _career(time, hit):
        when, time = UNKNOWN, None  # 即将离任的国务卿…周二宣布: the date is the announcement's
    if status.status == "held" and when.start is not None and day is not None and when.start > day:
        status = replace(status, status="planned")
    if draft.weak and time is None and index >= _LEAD_SENTENCES:
        return None
    quoted = _inside_quotation(scene.folded, scene.start, hit.start)
    return Mention(
        draft=draft,
        actors=draft.actors,
        status=status,
        when=when,
        when_at=(time.start, time.end) if time else None,
        sentence=(scene.start, scene.end),
        index=index,
        caption=caption,
        lead=index < _LEAD_SENTENCES,
        site=draft.site,
        firm=firm and time is not None,
        vague=any(t.kind == "vague" and scene.clause_of(hit.start)[0] <= t.start < hit.start for t in scene.times),
        founding=not quoted
        and not scene.folded.startswith("?", scene.end - 1)
        and (status.status != "held" or time is not None or not (draft.plural or _alluded(scene, draft))),
    )


def _career(time: TimeMention | None, hit: CueHit) -> bool:
    """A year before 担任 dates the office, whatever follows."""
    return time is not None and time.end <= hit.start and time.when.precision == "year"


#: 访台期间, 会晤后, 来访的: the contact is spoken of, not reported.
_REFERENCE = re.compile(r"期间|时|前夕|之前|以来|的(?!访问|会谈|会晤|行程|计划|安排|消息)|计划(?!于)")


def _alluded(scene: Scene, draft: Draft) -> bool:
    if draft.type != "visit" or _REFERENCE.match(scene.folded, draft.trigger[1]) is None:
        return False
    clause = scene.clause_of(draft.trigger[0])
    return _UNDER_WAY.search(scene.between(clause[0], draft.trigger[0])) is None


#: 正在台湾访问的议长: reported after all.
_UNDER_WAY = re.compile(r"正在|正(?=[访对])|目前|现正")


def _inside_quotation(folded: str, start: int, position: int) -> bool:
    return folded.count("“", start, position) > folded.count("”", start, position)


class _Identity:
    """Which actors of one article are one person, and how he is first written."""

    def __init__(self, folded: str, actors: Sequence[Actor]) -> None:
        self._folded = folded
        self._first: dict[str, Actor] = {}
        self._office: dict[str, Actor] = {}
        names = [folded[slice(*actor.name)] for actor in actors if actor.name and not actor.person]
        self._full = {
            name: max((n for n in names if n == name or n.endswith("·" + name)), key=len) for name in set(names)
        }
        for actor in actors:
            key = self.key(actor)
            if key is None:
                continue
            self._first.setdefault(key, actor)
            held = self._office.get(key)
            if actor.office is not None and not actor.mark and (held is None or _width(actor) > _width(held)):
                self._office[key] = actor

    def key(self, actor: Actor) -> str | None:
        """What identifies a named actor: his id in the registry, else his fullest name here."""
        if actor.person:
            return actor.person
        return self._full.get(self._folded[slice(*actor.name)]) if actor.name else None

    def same(self, a: Actor, b: Actor) -> bool:
        """Whether two actors are one person."""
        x, y = self.key(a), self.key(b)
        return x is not None and x == y

    def first(self, actor: Actor) -> Actor:
        """The first mention of the person, who may be the actor himself."""
        return self._first.get(self.key(actor) or "", actor)

    def officer(self, actor: Actor) -> Actor:
        """The mention that gives the person's fullest title."""
        return self._office.get(self.key(actor) or "", actor)


def _width(actor: Actor) -> int:
    return actor.office[1] - actor.office[0] if actor.office else 0


def _engagement(
    article: Article,
    text: SourceText,
    folded: str,
    contact: Contact,
    people: _Identity,
    title: str,
    headlines: Sequence[Headline],
    words: EngagementLexicon,
    under_way: Sequence[Contact],
    registry: Registry,
) -> Engagement:
    best = contact.best
    judged = contact.status_on(article.day).status
    status = judged.status
    if best.type == "visit" and status == "planned" and _begun(contact, under_way, people, article.day):
        status = "held"
    called_off = next(
        (
            h.status
            for h in headlines
            if h.status in _CALLED_OFF and _headlined(h.draft, contact, title, people, folded)
        ),
        None,
    )
    if called_off is not None and status in {"held", "planned"} and not _past(contact, article.day):
        status = called_off
    dated = contact.dated
    when = dated.when if dated is not None else UNKNOWN
    salience = _salience(contact, title, headlines, people, folded, article.day)
    if (
        when.start is None
        and salience == "main"
        and status == "held"
        and article.day
        and best.type != "appointment"
        and not best.vague
    ):
        when = When(start=article.day, precision="day")
    actors = _party(contact, people)
    participants = tuple(_participant(actor, people, text) for actor in actors)
    polities = tuple(dict.fromkeys(p for m in (best, *contact.mentions) for p in m.polities))
    site = next((m.site for m in (best, *contact.mentions) if m.site is not None), None)
    hosts = tuple(dict.fromkeys(h for m in contact.mentions for h in m.draft.hosts))
    place = _place(best, site, hosts, text)
    start, end = best.sentence
    topics = _topics(contact, salience, folded, words.topics)
    spans: dict[str, tuple[Span, ...]] = {
        "trigger": (text.span(*best.draft.trigger),),
        "evidence": (text.span(start, end),),
        "status": (text.span(judged.start, judged.end),),
    }
    if dated is not None and dated.when_at is not None:
        spans["date"] = (text.span(*dated.when_at),)
    elif when.start is not None and article.dateline is not None:
        spans["date"] = (text.span(article.dateline.start, article.dateline.end),)
    for code, where in topics.items():
        spans[f"topics.{code}"] = (text.span(*where),)
    if site is not None and best.type != "call":
        spans["place"] = (text.span(site.start, site.end),)
    if participants:
        spans["participants"] = tuple(span for p in participants for span in p.spans)
    return Engagement(
        type=best.type,
        status=status,
        salience=salience,
        participants=participants,
        polities=polities,
        when=when,
        place=place,
        topics=tuple(topics),
        trigger=text.text[slice(*best.draft.trigger)],
        evidence=text.text[start:end],
        spans=spans,
        confidence=_confidence(contact, salience),
        rule=best.draft.rule,
    )


#: A headline's word on these is the last: 訪台行程取消.
_CALLED_OFF = {"cancelled", "refused", "denied"}


def _past(contact: Contact, day: dt.date | None) -> bool:
    """Whether the contact's date lies well before the article: another one than the headline's."""
    when = contact.dated.when.start if contact.dated is not None else None
    return when is not None and day is not None and (day - when).days > _LONG_AGO[contact.dated.when.precision]  # type: ignore[union-attr]


def _confidence(contact: Contact, salience: Salience) -> float:
    """How sure the reading is, 0 to 1: the share of like records that were right in hand-coded articles, roughly.

    Named parties, a date in the cue's own clause, a headline or lead, and a second mention each speak for it.
    """
    best = contact.best
    named = sum(actor.name is not None for actor in best.actors)
    value = (
        0.5 + 0.1 * min(named, 2) + 0.1 * best.firm + 0.1 * (salience == "main") + 0.05 * (len(contact.mentions) > 1)
    )
    if best.draft.plural or best.draft.weak or best.type in {"message", "conference"}:
        value -= 0.2
    return round(min(0.95, value), 2)


#: Characters within which the sentence after the report of a main contact still tells its subjects.
_TOLD_AFTER = 160


def _topics(contact: Contact, salience: Salience, folded: str, topics: Topics) -> dict[str, tuple[int, int]]:
    """What was raised, and the sentences that say so: those that report the contact, of a main one the next too."""
    found: dict[str, tuple[int, int]] = {}
    for mention in contact.mentions:
        if mention.founding or mention is contact.best:
            start, end = mention.sentence
            if salience == "main" and not mention.caption:
                stop = folded.find("。", end)
                end = stop + 1 if 0 <= stop < end + _TOLD_AFTER else end
            for code in topics(folded, start, end):
                found.setdefault(code, (start, end))
    return found


def _begun(visit: Contact, meetings: Sequence[Contact], people: _Identity, day: dt.date | None) -> bool:
    """Whether a meeting of the visitor with his hosts has been held: then the visit is no plan any more."""
    for meeting in meetings:
        when = meeting.dated.when.start if meeting.dated else None
        recent = when is None or day is None or 0 <= (day - when).days <= 14
        visitor = any(people.same(a, b) for a in visit.best.actors for b in meeting.best.actors)
        if recent and visitor and set(visit.best.draft.hosts) & set(meeting.best.polities):
            return True
    return False


def _party(contact: Contact, people: _Identity) -> tuple[Actor, ...]:
    """Who takes part: the actors of the fullest mention; of a conference, all who are said to attend."""
    out = list(contact.best.actors)
    if contact.best.type == "conference":
        for mention in contact.mentions:
            out += [a for a in mention.actors if a.name and not any(people.same(a, known) for known in out)]
    return tuple(out)


def _participant(actor: Actor, people: _Identity, text: SourceText) -> Participant:
    if actor.name is None:
        phrase = (actor.start, actor.end) if actor.office is None else actor.office
        return Participant(office=text.text[slice(*phrase)], polity=actor.polity, spans=(text.span(*phrase),))
    first = people.first(actor)
    officer = actor if actor.office is not None else people.officer(actor)
    latin = first.latin or actor.latin
    name = first.name or actor.name
    return Participant(
        name=text.text[slice(*name)],
        latin=text.text[slice(*latin)].strip() if latin else None,
        office=text.text[slice(*officer.office)] if officer.office else None,
        polity=actor.polity or first.polity,
        person=actor.person,
        spans=(text.span(*actor.name),),
    )


def _place(best: Mention, site: Site | None, hosts: tuple[str, ...], text: SourceText) -> Place:
    if best.type in {"call", "message", "appointment"}:
        return Place()
    if best.type == "visit":
        if len(hosts) != 1:
            return Place()
        city = (
            text.text[site.start : site.end]
            if site is not None and site.sense in {"city", "capital", "metonym"}
            else None
        )
        return Place(city=city, polity=hosts[0])
    if site is None:
        return Place()
    city = text.text[site.start : site.end] if site.sense in {"city", "capital", "metonym"} else None
    return Place(city=city, polity=site.polity)


def _salience(
    contact: Contact, title: str, headlines: Sequence[Headline], people: _Identity, folded: str, day: dt.date | None
) -> Salience:
    """Main: the headline reports it, or the lead does; a contact of long ago is told as background."""
    if any(_headlined(headline.draft, contact, title, people, folded) for headline in headlines):
        return "main"
    when = contact.dated.when if contact.dated is not None else UNKNOWN
    if when.start is not None and day is not None and (day - (when.end or when.start)).days > _LONG_AGO[when.precision]:
        return "background"
    return "main" if any(m.lead and not m.caption and m.founding for m in contact.mentions) else "background"


#: Days after which a contact is told as background, by the precision of its date.
_LONG_AGO = {"day": 21, "month": 62, "year": 366, "unknown": 0}
_ALIKE = {"meeting", "talks", "call", "conference"}


def _headlined(draft: Draft, contact: Contact, title: str, people: _Identity, folded: str) -> bool:
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
