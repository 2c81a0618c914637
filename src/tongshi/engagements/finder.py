"""From an article's text to its engagements: scenes, cues, frames, status, date, one record per contact."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from tongshi import lexicon
from tongshi.engagements.agenda import Agenda
from tongshi.engagements.company import attending, find_attendances, find_companions, joining
from tongshi.engagements.confidence import confidence, evidence
from tongshi.engagements.contacts import Mention
from tongshi.engagements.cues import CueHit, Cues, load_cues
from tongshi.engagements.dating import day_of_news
from tongshi.engagements.frames import FRAMES, each_apart, names_another, repeated
from tongshi.engagements.grammar import Grammar, load_grammar
from tongshi.engagements.joining import joined
from tongshi.engagements.journeys import inherit, told_begun
from tongshi.engagements.mentioning import LEAD_SENTENCES, mention_of
from tongshi.engagements.merge import merge
from tongshi.engagements.modality import Modality, load_modality
from tongshi.engagements.parting import told_apart
from tongshi.engagements.people import People
from tongshi.engagements.recording import Setting, record, unidentified
from tongshi.engagements.salience import prominence, read_headline, saliences
from tongshi.engagements.scene import Scene, states_of
from tongshi.engagements.sightings import Findings, Ruling, Sighting
from tongshi.engagements.stays import Stay, among_hosts, is_near, stay_told
from tongshi.engagements.strangers import stranger_speaks
from tongshi.engagements.titles import Titles
from tongshi.engagements.topics import Topics, load_topics
from tongshi.engagements.weights import Weights, load_weights
from tongshi.language import sentences
from tongshi.offsets import SourceText
from tongshi.records import Actor, Article
from tongshi.registry import Registry, Site
from tongshi.times import Finder, TimeMention, load_finder


@dataclass(frozen=True, slots=True)
class EngagementLexicon:
    """Cue words, the words around them, status words, topic words, time words, and what weighs how much."""

    cues: Cues
    grammar: Grammar
    modality: Modality
    topics: Topics
    times: Finder
    confidence: Weights
    salience: Weights


def load_engagement_lexicon(layers: lexicon.Layers = ()) -> EngagementLexicon:
    """The lexicons of this stage; raises LexiconError."""
    grammar = load_grammar(layers)
    return EngagementLexicon(
        load_cues(layers),
        grammar,
        load_modality(grammar, layers),
        load_topics(layers),
        load_finder(layers),
        load_weights("confidence", layers),
        load_weights("salience", layers),
    )


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
    cue_hits = list(words.cues.find(folded))
    if not cue_hits:
        return Findings()
    times = functools.cache(lambda: words.times(folded, article.day))
    ranges = sentences(folded)
    actors_in = _by_sentence(actors, ranges)
    # most cues report nothing, so the time words are looked for when the first is asked for its date
    times_in = functools.cache(lambda: _by_sentence(times(), ranges))
    sightings = tuple(
        _sightings(article, folded, ranges, cue_hits, actors_in, sites, lambda i: times_in()[i], registry, words)
    )
    if all(sighting.mention is None for sighting in sightings):
        return Findings(sightings)
    people = People(folded, actors, Titles(folded, actors, words.grammar))
    sightings = told_apart(sightings, people.same)
    mentions = [sighting.mention for sighting in sightings if sighting.mention is not None]
    headline = read_headline(article, registry, words.cues, words.grammar, words.modality)
    contacts = joined(merge(mentions, people.same), people.same)
    held = [
        contact for contact in contacts
        if contact.best.type == "meeting" and contact.status_on(article.day).status.status == "held"
    ]  # fmt: skip
    contacts = told_begun(contacts, held, people, article.day)
    setting = Setting(
        article, text, folded, people, headline,
        news_day=day_of_news(folded, times(), ranges[:LEAD_SENTENCES], article.day),
        registry=registry, grammar=words.grammar,
    )  # fmt: skip
    prominent = saliences(contacts, headline, people, folded, article.day, words.salience)
    attendances = find_attendances(folded, ranges, actors_in, words.grammar)
    parties = attending(contacts, attendances, people, folded, lambda i: times_in()[i], words.grammar)
    along = joining(contacts, find_companions(folded, ranges, actors, words.grammar), people)
    parties = [(*party, *others) for party, others in zip(parties, along, strict=True)]
    found = [record(*each, setting) for each in zip(contacts, parties, prominent, strict=True)]
    found = inherit(contacts, found, people, article.day, registry)
    told = tuple(zip(contacts, found, strict=True))
    rulings = []
    for contact, each in told:
        known = evidence(
            contact, each, in_headline=headline.tells_of(contact, people, folded), articles_contacts=len(contacts)
        )
        sure = replace(each, confidence=confidence(words.confidence, known))
        shown = prominence(contact, contacts, headline, people, folded, article.day)
        rulings.append(Ruling(sure, unidentified(contact, sure, told, setting), known, shown))
    agenda = Agenda(folded, ranges, headline.text, actors, contacts, people, words.topics, words.grammar)
    return Findings(sightings, tuple(contacts), tuple(rulings), agenda)


def _sightings(
    article: Article,
    folded: str,
    ranges: Sequence[tuple[int, int]],
    cue_hits: Sequence[CueHit],
    actors_in: Sequence[Sequence[Actor]],
    sites: Sequence[Site],
    times_in: Callable[[int], Sequence[TimeMention]],
    registry: Registry,
    words: EngagementLexicon,
) -> Iterator[Sighting]:
    """Every cue of the text, with the mentions it makes or why it makes none.

    `ranges` are its sentences, `actors_in` and `times_in` give those of each.
    """
    sites_in = _by_sentence(sites, ranges)
    hits_in = _by_sentence(cue_hits, ranges)
    topic: Actor | None = None
    pair: tuple[Actor, ...] = ()
    sides: tuple[Actor, ...] = ()
    couple: tuple[Actor, ...] = ()
    stay: Stay | None = None
    alone: tuple[int, tuple[Actor, ...]] = 0, ()  # the two states last named by themselves, and in which sentence
    session, sat = "", -1  # whose session the text speaks of, and where its word ends
    items = {item.start for item in article.items}
    opens = 0  # the sentence with which the article, or the item of a programme, opens
    for index, (start, end) in enumerate(ranges):
        if start in items:
            topic, pair, sides, couple, stay, alone, session, opens = None, (), (), (), None, (0, ()), "", index
        here = _with_antecedents(folded, start, actors_in[index], topic, words.grammar)
        near = stay if is_near(stay, index) else None
        if near is not None and hits_in[index]:
            here = among_hosts(folded, start, here, hits_in[index], topic, near, words.grammar)
        bears_a_name = any(hit.cue.organisations for hit in hits_in[index])
        if hits_in[index] and (here or topic is not None or sides or session or bears_a_name):
            scene = Scene(
                folded,
                start,
                end,
                here,
                tuple(sites_in[index]),
                times_in,
                registry,
                words.grammar,
                topic,
                pair,
                sides,
                alone[1] if index - alone[0] <= _JUST_BEFORE else (),
                near.visitors if near is not None else (),
                near.host if near is not None else "",
                couple,
                session,
                sat,
                article.day,
                index,
            )
            for hit in hits_in[index]:
                draft = FRAMES[hit.cue.frame](scene, hit)
                if draft is None:
                    if hit.cue.type == "talks" and (two := _two_states(here)):
                        sides = two
                        scene = replace(scene, sides=sides)
                    goes_on = _ends_the_name(folded, sat, hit)
                    session = "" if names_another(scene, hit) and not goes_on else session
                    yield Sighting(hit, (start, end), None, "no parties found")
                    continue
                if draft.type == "talks" and not draft.plural and len(draft.polities) == _SIDES:
                    sides = draft.actors
                    scene = replace(scene, sides=sides)
                for part in (one for each in each_apart(scene, hit, draft) for one in repeated(scene, each)):
                    mention = mention_of(
                        scene,
                        hit,
                        hits_in[index],
                        part,
                        words.modality,
                        caption=start >= len(article.body),
                        place=index - opens,
                    )
                    if isinstance(mention, str):
                        yield Sighting(hit, (start, end), None, mention)
                        continue
                    if len(states_of(mention.actors)) >= 2:
                        pair = mention.actors
                        scene = replace(scene, pair=pair)  # A与B周一会面,两人周二将通话
                    couple = _couple_told(mention, couple)
                    stay = stay_told(mention, stay, registry)
                    if stay is not None:
                        scene = replace(scene, guests=stay.visitors, host=stay.host)
                    session = _session_told(mention, session)
                    sat = hit.end if mention.type == "conference" else sat
                    yield Sighting(hit, (start, end), mention)
        else:
            for hit in hits_in[index]:
                yield Sighting(hit, (start, end), None, "nobody named")
        if len(here) > 1 and (named := _two_states(here) or _two_states(_of_states(here, registry))):
            alone = index, named
        subject = next((a for a in here if a.kind in {"person", "office"} and a.role != "spokesperson"), None)
        goes_on = bool(here) and here[0].kind == "pronoun" and topic is not None
        if subject is not None and not goes_on:
            topic = subject
        elif topic is not None and stranger_speaks(folded, start, end, here, registry, words.grammar):
            topic = None


#: Sentences for which two states named by themselves are those whom 双方 means.
_JUST_BEFORE = 2


def _two_states(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The two states that alone are named in a sentence: 英国与欧盟的官员…谈判陷入僵局."""
    states = {actor.polity: actor for actor in reversed(actors) if actor.kind == "polity" and actor.polity}
    alone = len(states) == _SIDES and {actor.polity for actor in actors if actor.polity} == set(states)
    return tuple(states.values())[::-1] if alone else ()


def _of_states(actors: Sequence[Actor], registry: Registry) -> list[Actor]:
    """Some actors, without those of organisations."""
    return [actor for actor in actors if not registry.is_organisation(actor.polity)]


#: Parties to a negotiation of which later sentences need not name either.
_SIDES = 2


def _couple_told(mention: Mention, before: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The two persons of one state whom 两人 means behind a mention of their journey; none where others meet."""
    persons = tuple(actor for actor in mention.actors if actor.kind == "person")
    if mention.type == "visit":
        return persons if len(persons) == _COUPLE and len(states_of(persons)) == 1 else before
    return () if len(persons) == _COUPLE else before


#: Persons whom 两人 means.
_COUPLE = 2


def _with_antecedents(
    folded: str, start: int, actors: Sequence[Actor], topic: Actor | None, grammar: Grammar
) -> tuple[Actor, ...]:
    """A sentence's actors, 这位[部长] as the one whom the text was speaking of."""
    if topic is None or topic.name is None or topic.office is None:
        return tuple(actors)
    title = folded[slice(*topic.office)]

    def meant(actor: Actor) -> Actor:
        if actor.kind != "office" or actor.name is not None or actor.office is None:
            return actor
        same = title.endswith(folded[slice(*actor.office)]) and grammar.this_one.search(folded, start, actor.start)
        return topic._replace(start=actor.start, end=actor.end) if same else actor

    return tuple(meant(actor) for actor in actors)


def _ends_the_name(folded: str, sat: int, hit: CueHit) -> bool:
    """Whether a word only ends the name of the session told right before it: 香格里拉对话亚洲安全[峰会]."""
    said = folded[sat : hit.start] if 0 <= sat <= hit.start <= sat + _NAME_GOES_ON else ","
    return not any(character in ",。;:!?、\n" for character in said)


#: Characters between the first word of a session's name and its last.
_NAME_GOES_ON = 36


def _session_told(mention: Mention, before: str) -> str:
    """The organisation whose session the text speaks of behind a mention: none where another sitting was told."""
    if mention.type == "conference":
        return mention.draft.organisation
    return "" if mention.type in {"meeting", "call", "talks"} and mention.status.status == "held" else before


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
