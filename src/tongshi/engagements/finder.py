"""From an article's text to its engagements: scenes, cues, frames, status, date, one record per contact."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from tongshi import lexicon
from tongshi.engagements.cues import CueHit, Cues, load_cues, other_verbs
from tongshi.engagements.dating import UNKNOWN, date_of, day_of_news
from tongshi.engagements.frames import FRAMES, Draft, each_apart
from tongshi.engagements.grammar import Grammar, load_grammar
from tongshi.engagements.journeys import inherit_dates
from tongshi.engagements.merge import Mention, merge
from tongshi.engagements.modality import Modality, load_modality
from tongshi.engagements.people import People
from tongshi.engagements.recording import Setting, record, unidentified
from tongshi.engagements.salience import read_headline, saliences
from tongshi.engagements.scene import Scene, states_of
from tongshi.engagements.sightings import Dismissed, Findings, Sighting
from tongshi.engagements.topics import Topics, load_topics
from tongshi.language import sentences
from tongshi.offsets import SourceText
from tongshi.records import Actor, Article
from tongshi.registry import Registry, Site
from tongshi.times import Finder, TimeMention, load_finder

#: The lead: a contact reported in the first sentences is what the article is about.
_LEAD_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class EngagementLexicon:
    """Cue words, the words around them, status words, topic words and time words."""

    cues: Cues
    grammar: Grammar
    modality: Modality
    topics: Topics
    times: Finder


def load_engagement_lexicon(layers: lexicon.Layers = ()) -> EngagementLexicon:
    """The five lexicons of this stage; raises LexiconError."""
    grammar = load_grammar(layers)
    modality = load_modality(grammar, layers)
    return EngagementLexicon(load_cues(layers), grammar, modality, load_topics(layers), load_finder(layers))


def find_engagements(
    article: Article,
    text: SourceText,
    folded: str,
    actors: Sequence[Actor],
    sites: Sequence[Site],
    registry: Registry,
    words: EngagementLexicon,
) -> Findings:
    """The engagements of an article, with what became of each of its cues.

    `text` is the body and, after it, the captions; `folded` the same folded; `actors` and `sites` count in it.
    """
    times = functools.cache(lambda: words.times(folded, article.day))
    sightings = tuple(_sightings(article, folded, len(article.body), actors, sites, times, registry, words))
    mentions = [sighting.mention for sighting in sightings if sighting.mention is not None]
    if not mentions:
        return Findings(sightings)
    people = People(folded, actors)
    headline = read_headline(article, registry, words.cues, words.grammar, words.modality)
    contacts = merge(mentions, people.same)
    setting = Setting(
        article, text, folded, people, headline,
        meetings=[
            contact for contact in contacts
            if contact.best.type == "meeting" and contact.status_on(article.day).status.status == "held"
        ],
        news_day=day_of_news(times(), sentences(folded)[:_LEAD_SENTENCES], article.day),
        topics=words.topics,
    )  # fmt: skip
    found = [
        record(contact, salience, setting)
        for contact, salience in zip(contacts, saliences(contacts, headline, people, folded, article.day), strict=True)
    ]
    found = inherit_dates(contacts, found, people, article.day)
    judged = ((each, unidentified(contact, each)) for contact, each in zip(contacts, found, strict=True))
    return Findings(sightings, tuple(contacts), tuple(judged))


def _sightings(
    article: Article,
    folded: str,
    captions_from: int,
    actors: Sequence[Actor],
    sites: Sequence[Site],
    times: Callable[[], Sequence[TimeMention]],
    registry: Registry,
    words: EngagementLexicon,
) -> Iterator[Sighting]:
    """Every cue of the text, with the mentions it makes or why it makes none."""
    cue_hits = list(words.cues.find(folded))
    if not cue_hits:
        return
    ranges = sentences(folded)
    actors_in = _by_sentence(actors, ranges)
    sites_in = _by_sentence(sites, ranges)
    hits_in = _by_sentence(cue_hits, ranges)
    # most cues report nothing, so the time words are looked for when the first is asked for its date
    times_in = functools.cache(lambda: _by_sentence(times(), ranges))
    topic: Actor | None = None
    pair: tuple[Actor, ...] = ()
    items = {item.start for item in article.items}
    opens = 0  # the sentence with which the article, or the item of a programme, opens
    for index, (start, end) in enumerate(ranges):
        if start in items:
            topic, pair, opens = None, (), index
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
                if draft is None:
                    yield Sighting(hit, (start, end), None, "no parties found")
                    continue
                for part in each_apart(scene, draft):
                    mention = _mention(
                        scene,
                        hit,
                        hits_in[index],
                        part,
                        words,
                        start >= captions_from,
                        index,
                        index - opens,
                        article.day,
                    )
                    if isinstance(mention, str):
                        yield Sighting(hit, (start, end), None, mention)
                        continue
                    if len(states_of(mention.actors)) >= 2:
                        pair = mention.actors
                    yield Sighting(hit, (start, end), mention)
        else:
            for hit in hits_in[index]:
                yield Sighting(hit, (start, end), None, "nobody named")
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
    place: int,
    day: dt.date | None,
) -> Mention | Dismissed:
    """What a draft is as a mention of a contact, or why it is none; `place`: its sentence's in the article or item."""
    sentence = (scene.start, scene.end)
    status = words.modality.judge(
        scene.folded, sentence, draft.trigger, hit.cue.default, other_verbs(hits, apart_from=hit)
    )
    if status.status == "held" and words.modality.negated(scene.folded, sentence, draft.trigger):
        return "did not come about"
    if scene.grammar.remembered.match(scene.folded, draft.trigger[1]):
        return "only remembered"
    when, time, firm = date_of(scene, draft.trigger)
    if draft.type == "appointment" and scene.folded.startswith("的", hit.end) and not _career(time, hit):
        when, time = UNKNOWN, None  # 即将离任的国务卿…周二宣布: the date is the announcement's
    if status.status == "held" and when.start is not None and day is not None and when.start > day:
        status = replace(status, status="planned")
    if draft.weak and time is None and place >= _LEAD_SENTENCES:
        return "too weak a word without a date"
    quoted = _inside_quotation(scene, hit)
    return Mention(
        draft=draft,
        actors=draft.actors,
        status=status,
        when=when,
        when_at=(time.start, time.end) if time else None,
        sentence=sentence,
        index=index,
        caption=caption,
        lead=place < _LEAD_SENTENCES,
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
