"""From an article's text to its engagements: scenes, cues, frames, status, date, one record per contact."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar

from tongshi import lexicon
from tongshi.engagements.cues import CueHit, Cues, load_cues
from tongshi.engagements.dating import UNKNOWN, date_of, day_of_news
from tongshi.engagements.frames import FRAMES, Draft, each_apart
from tongshi.engagements.grammar import Grammar, load_grammar
from tongshi.engagements.journeys import has_begun, inherit_dates
from tongshi.engagements.merge import Contact, Mention, merge
from tongshi.engagements.modality import Modality, load_modality
from tongshi.engagements.people import People
from tongshi.engagements.salience import Headline, read_headline, saliences
from tongshi.engagements.scene import Scene, states_of
from tongshi.engagements.topics import Topics, load_topics
from tongshi.language import sentences
from tongshi.offsets import SourceText, Span
from tongshi.records import Actor, Article, Engagement, Participant, Place, Salience, Status, When
from tongshi.registry import Registry, Site
from tongshi.times import TimeMention
from tongshi.times import find as find_times

#: The lead: a contact reported in the first sentences is what the article is about.
_LEAD_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class EngagementLexicon:
    """Cue words, the words around them, status words and topic words."""

    cues: Cues
    grammar: Grammar
    modality: Modality
    topics: Topics


def load_engagement_lexicon(folder: Traversable = lexicon.SHIPPED) -> EngagementLexicon:
    """The four lexicons of this stage; raises LexiconError."""
    grammar = load_grammar(folder)
    return EngagementLexicon(load_cues(folder), grammar, load_modality(grammar, folder), load_topics(folder))


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
    times = functools.cache(lambda: find_times(folded, article.day))
    mentions = list(_mentions(article, folded, len(article.body), actors, sites, times, registry, words))
    if not mentions:
        return ()
    people = People(folded, actors)
    headline = read_headline(article, registry, words.cues, words.grammar, words.modality)
    contacts = merge(mentions, people.same)
    news_day = day_of_news(times(), sentences(folded)[:_LEAD_SENTENCES], article.day)
    under_way = [
        contact
        for contact in contacts
        if contact.best.type == "meeting" and contact.status_on(article.day).status.status == "held"
    ]
    out = [
        _engagement(article, text, folded, contact, salience, people, headline, words, under_way, news_day)
        for contact, salience in zip(contacts, saliences(contacts, headline, people, folded, article.day), strict=True)
    ]
    out = inherit_dates(contacts, out, people, article.day)
    return tuple(
        engagement for contact, engagement in zip(contacts, out, strict=True) if _identifiable(contact, engagement)
    )


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


def _mentions(
    article: Article,
    folded: str,
    captions_from: int,
    actors: Sequence[Actor],
    sites: Sequence[Site],
    times: Callable[[], Sequence[TimeMention]],
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
    times_in = functools.cache(lambda: _by_sentence(times(), ranges))
    topic: Actor | None = None
    pair: tuple[Actor, ...] = ()
    for index, (start, end) in enumerate(ranges):
        here = tuple(actors_in[index])
        if hits_in[index] and (here or topic is not None):
            scene = Scene(
                folded,
                start,
                end,
                here,
                tuple(sites_in[index]),
                lambda i: times_in()[i],
                registry,
                words.grammar,
                topic,
                pair,
                index,
            )
            for hit in hits_in[index]:
                draft = FRAMES[hit.cue.frame](scene, hit)
                for part in each_apart(scene, draft) if draft is not None else ():
                    mention = _mention(
                        scene, hit, hits_in[index], part, words, start >= captions_from, index, article.day
                    )
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
    scene: Scene,
    hit: CueHit,
    hits: Sequence[CueHit],
    draft: Draft,
    words: EngagementLexicon,
    caption: bool,
    index: int,
    day: dt.date | None,
) -> Mention | None:
    sentence = (scene.start, scene.end)
    others = [(h.start, h.end) for h in hits if h is not hit and not h.cue.noun]
    status = words.modality.judge(scene.folded, sentence, draft.trigger, hit.cue.default, others)
    if status.status == "held" and words.modality.negated(scene.folded, sentence, draft.trigger):
        return None
    if scene.grammar.remembered.match(scene.folded, draft.trigger[1]):
        return None
    when, time, firm = date_of(scene, draft.trigger)
    if draft.type == "appointment" and scene.folded.startswith("的", hit.end) and not _career(time, hit):
        when, time = UNKNOWN, None  # 即将离任的国务卿…周二宣布: the date is the announcement's
    if status.status == "held" and when.start is not None and day is not None and when.start > day:
        status = replace(status, status="planned")
    if draft.weak and time is None and index >= _LEAD_SENTENCES:
        return None
    quoted = _inside_quotation(scene, hit)
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
        looks_back=bool(scene.grammar.earlier.search(scene.folded, scene.clause_of(hit.start)[0], hit.start)),
        vague=any(t.kind == "vague" and scene.clause_of(hit.start)[0] <= t.start < hit.start for t in scene.times),
        founding=not (quoted and status.status not in _FINAL)
        and not scene.folded.startswith("?", scene.end - 1)
        and (status.status != "held" or time is not None or not (draft.plural or _alluded(scene, draft))),
    )


def _career(time: TimeMention | None, hit: CueHit) -> bool:
    """A year before 担任, or a day right before 就任, dates the office, whatever follows."""
    return time is not None and time.end <= hit.start and (time.when.precision == "year" or hit.start - time.end <= 2)


def _alluded(scene: Scene, draft: Draft) -> bool:
    if draft.type != "visit" or scene.grammar.alluded.match(scene.folded, draft.trigger[1]) is None:
        return False
    clause = scene.clause_of(draft.trigger[0])
    return scene.grammar.under_way.search(scene.between(clause[0], draft.trigger[0])) is None


def _inside_quotation(scene: Scene, hit: CueHit) -> bool:
    """Whether somebody's words hold the cue; a name in marks, 「四方安全对话」, is nobody's words."""
    folded = scene.folded
    if folded.startswith("”", hit.end) and hit.end - folded.rfind("“", scene.start, hit.start) <= _NAME_IN_MARKS:
        return False
    return folded.count("“", scene.start, hit.start) > folded.count("”", scene.start, hit.start)


#: What a statement quoted word for word settles as well as one reported: 「我们取消了…欧洲之行」.
_FINAL = {"cancelled", "refused"}
#: Longest name of a meeting that is written in quotation marks.
_NAME_IN_MARKS = 14


def _engagement(
    article: Article,
    text: SourceText,
    folded: str,
    contact: Contact,
    salience: Salience,
    people: People,
    headline: Headline,
    words: EngagementLexicon,
    under_way: Sequence[Contact],
    news_day: TimeMention | None,
) -> Engagement:
    best = contact.best
    judged = contact.status_on(article.day).status
    status = judged.status
    if best.type == "visit" and status == "planned" and has_begun(contact, under_way, people, article.day):
        status = "held"
    called_off = headline.called_off(contact, people, folded, article.day)
    if called_off is not None and status in {"held", "planned"}:
        status = called_off
    dated = contact.dated
    when = dated.when if dated is not None else UNKNOWN
    status = _by_date(status, when, article.day)
    of_the_day = when.start is None and salience == "main" and status == "held" and not best.vague
    if of_the_day and news_day is not None:
        when = When(start=news_day.when.start, precision="day")
    elif of_the_day and article.day and best.type != "appointment":
        when = When(start=article.day, precision="day")
    actors = people.once(_party(contact, people))
    participants = tuple(_participant(actor, people, text) for actor in actors)
    exact = any(m.draft.hosts and not m.draft.region for m in contact.mentions)
    telling = [m for m in (best, *contact.mentions) if not (exact and m.draft.region)]  # 欧洲之行: by its stations
    polities = tuple(dict.fromkeys(p for m in telling for p in m.polities))
    site = next((m.site for m in (best, *contact.mentions) if m.site is not None), None)
    hosts = tuple(dict.fromkeys(h for m in telling for h in m.draft.hosts))
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
    elif of_the_day and news_day is not None:
        spans["date"] = (text.span(news_day.start, news_day.end),)
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


def _party(contact: Contact, people: People) -> tuple[Actor, ...]:
    """Who takes part: the actors of the fullest mention; of a conference, all who are said to attend."""
    out = list(contact.best.actors)
    if contact.best.type == "conference":
        for mention in contact.mentions:
            out += [a for a in mention.actors if a.name and not any(people.same(a, known) for known in out)]
    return tuple(out)


#: Days after which a plan for a day gone by is no plan any more.
_OVERDUE = dt.timedelta(days=14)


def _by_date(status: Status, when: When, day: dt.date | None) -> Status:
    """What is told as held on a day to come is planned, and a plan for long ago was carried out."""
    if when.start is None or day is None:
        return status
    if status == "held" and when.precision == "day" and when.start > day + dt.timedelta(days=1):
        return "planned"
    if status == "planned" and when.precision == "day" and (when.end or when.start) < day - _OVERDUE:
        return "held"
    return status


def _participant(actor: Actor, people: People, text: SourceText) -> Participant:
    first = people.first(actor)
    if actor.name is None and first.name is None:
        phrase = (actor.start, actor.end) if actor.office is None else actor.office
        return Participant(office=text.text[slice(*phrase)], polity=actor.polity, spans=(text.span(*phrase),))
    where = actor.name or actor.office or (actor.start, actor.end)
    officer = actor if actor.office is not None else people.officer(actor)
    latin = first.latin or actor.latin
    name = first.name or actor.name
    assert name is not None
    return Participant(
        name=text.text[slice(*name)],
        latin=text.text[slice(*latin)].strip() if latin else None,
        office=text.text[slice(*officer.office)] if officer.office else None,
        polity=actor.polity or first.polity,
        person=actor.person,
        spans=(text.span(*where),),
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
