"""To which contact of an article a topic that it raises belongs.

Topic words stand all over an article. Which of them say what one contact was about is weighed: how far they stand from
its report and whether another contact is told nearer by, whether a word of discussing governs them, and who says them
of what. The weights (`weights.yml`) are fitted to hand-coded articles by `scripts/fit.py`.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongshi.engagements.contacts import Contact
from tongshi.engagements.grammar import Grammar
from tongshi.engagements.people import People
from tongshi.engagements.topics import TopicHit, Topics
from tongshi.language import clause_start, fold
from tongshi.records import Actor, Engagement, Statement


class Raised(NamedTuple):
    """A topic word in its sentence, and what holds for it whichever contact is asked about."""

    start: int
    sentence: int  # its number
    discussed: bool  # a word of discussing stands before it in its clause
    at_issue: bool  # 问题, 合作 stands behind it
    passing: bool  # a word that mostly only names somebody or something
    between: frozenset[str]  # the states whose relations it names: 美中关系

    def concerns(self, polities: Sequence[str]) -> bool:
        """Whether it can be raised of a contact of these: not the relations of others."""
        return self.between <= set(polities)


class _Way(NamedTuple):
    """How far a sentence is from the reports of a contact."""

    away: tuple[float, int]  # see `_away`, of the nearest report
    others_nearer: bool  # than that one, of another contact
    reach: str  # see `_reach`


@dataclass(frozen=True, slots=True)
class Considered:
    """A topic that an article raises, what speaks for a contact having been about it, and the sentence saying so."""

    code: str
    features: Mapping[str, float]
    sentence: tuple[int, int]


class Agenda:
    """The topic words of one article, asked what each of its contacts was about."""

    def __init__(
        self,
        folded: str,
        ranges: Sequence[tuple[int, int]],  # its sentences
        title: str,
        actors: Sequence[Actor],
        contacts: Sequence[Contact],
        people: People,
        topics: Topics,
        grammar: Grammar,
    ) -> None:
        self._folded = folded
        self._people = people
        self._grammar = grammar
        self._sentences = ranges
        self._starts = [start for start, _ in self._sentences]
        self._actors = actors
        titles = _Spans((actor.start, actor.end) for actor in actors if actor.kind in {"person", "office"})
        self._hits: dict[str, list[Raised]] = {}  # by code
        for hit in topics.find(folded):
            if not titles.hold(hit.start, hit.end) and not self._is_circumstance(hit):  # not of 环境保护署长
                self._hits.setdefault(hit.code, []).append(self._raised(hit))
        self._headline = frozenset(topics(title))
        self._weights = topics.weights
        self._told = sorted((m.draft.trigger[0], at) for at, contact in enumerate(contacts) for m in contact.mentions)
        self._places = [[self._number(m.sentence[0]) for m in contact.mentions] for contact in contacts]
        self._number_of = {id(contact): at for at, contact in enumerate(contacts)}
        self._named = [
            (
                self._number(actor.start),
                people.key(actor),
                actor.kind == "pronoun" and grammar.both.match(folded, actor.start) is not None,
            )
            for actor in actors
        ]  # of each actor the sentence, who he is, and whether it is 双方

    def __call__(
        self, contact: Contact, engagement: Engagement, number: int, statements: Sequence[Statement]
    ) -> dict[str, tuple[int, int]]:
        """What the contact was about, each code with the sentence that says so."""
        return {
            each.code: each.sentence
            for each in self.considered(contact, engagement, number, statements)
            if self._weights(each.features) >= (_LIKELY if f"code {each.code}" in self._weights.of else _LIKELY_OWN)
        }

    def considered(
        self, contact: Contact, engagement: Engagement, number: int, statements: Sequence[Statement]
    ) -> Iterator[Considered]:
        """Each code that the article raises, weighed for a contact.

        `number` is that of its engagement among the article's; `statements` are all of the article, in order.
        """
        best, salience = contact.best, engagement.salience
        naming = self._naming(contact)
        accounts = {each.engagement for each in statements if each.side}
        speech = self._speech(contact, engagement, number, statements)
        way = self._ways(contact)
        of_contact = {
            "bias": 1.0,
            f"type {best.type}": 1.0,
            f"status {best.status.status}": 1.0,
            f"salience {salience}": 1.0,
        }
        for code, raised in self._hits.items():
            hits = [hit for hit in raised if hit.concerns(engagement.polities)]
            if not hits:
                continue
            places = [(*self._stands(hit, contact, naming), hit.start) for hit in hits]
            start = min(places)[2]
            saying = {feature for hit in hits for feature in speech(hit)}
            features: dict[str, float] = {
                **of_contact,
                f"code {code}": 1.0,
                "times": math.log(len(hits)),
                "passing words only": float(all(hit.passing for hit in hits)),
                "in headline": float(code in self._headline),
                "names a party": float(_PARTY.get(code) in best.polities),
                **{f"{code}, of {polity}": 1.0 for polity in _OFTEN.intersection(best.polities)},
                "party discusses next": float(any(self._goes_on(hit, contact, naming) for hit in hits)),
                **{place: 1.0 for _, place, _ in places},
                **dict.fromkeys(saying, 1.0),
                **self._distances(hits, contact, salience, way),
            }
            if code in _OF_THE_OCCASION:
                features[f"{code}, {best.type}"] = 1.0
            if number in accounts:
                features["has an account"] = 1.0
                features["not in its account"] = float("own account" not in saying)
            elif accounts:
                features["others have accounts"] = 1.0
            yield Considered(code, features, self._sentences[self._number(start)])

    def _speech(
        self, contact: Contact, engagement: Engagement, number: int, statements: Sequence[Statement]
    ) -> Callable[[Raised], tuple[str, ...]]:
        """Who says a topic word, and of what: asked of the words, for one contact."""
        at, openings = self._number_of[id(contact)], [each.start for each in statements]
        names = [(each.person, fold(each.name or "")) for each in engagement.participants]

        @functools.cache
        def of(which: int) -> tuple[str, ...]:
            said = statements[which]
            takes_part = _is_one_of(said, names)
            who = _speaker(said, takes_part, engagement.polities)
            features = [_said_of(said, number, engagement.polities), f"{who} says"]
            if takes_part:
                sentence = self._number(said.start)
                features.append(f"{who} says, {_reach(_behind(sentence, self._places[at]))}")
            if self._told_last(said.start) == at:
                features.append(f"{who} says, told last of it")
            return tuple(features)

        def asked(hit: Raised) -> tuple[str, ...]:
            which = bisect.bisect_right(openings, hit.start) - 1
            if which >= 0 and statements[which].end > hit.start:
                return of(which)
            return ("discussed, not said" if hit.discussed else "not said",)

        return asked

    def _told_last(self, position: int) -> int:
        """The number of the contact that was told last before a place; before all of them, of the first."""
        last = bisect.bisect_right(self._told, (position, len(self._places))) - 1
        return self._told[max(0, last)][1]

    def _raised(self, hit: TopicHit) -> Raised:
        sentence = self._number(hit.start)
        opening = clause_start(self._folded, hit.start, self._starts[sentence])
        discussed = self._grammar.taken_up.search(self._folded, opening, hit.start) is not None
        at_issue = self._grammar.at_issue.match(self._folded, hit.end) is not None
        return Raised(hit.start, sentence, discussed, at_issue, hit.passing, self._between(hit))

    def _between(self, hit: TopicHit) -> frozenset[str]:
        """The two states that a word for their relations names."""
        first = bisect.bisect_left(self._actors, hit.start, key=lambda actor: actor.start)
        inside = itertools.takewhile(lambda actor: actor.end <= hit.end, self._actors[first:])
        polities = frozenset(actor.polity for actor in inside if actor.kind == "polity" and actor.polity)
        return polities if len(polities) > 1 else frozenset()

    def _is_circumstance(self, hit: TopicHit) -> bool:
        """Whether a word only says when or why something took place: 因疫情改以视频举行, 大选前夕."""
        if hit.code not in _CIRCUMSTANCES:
            return False
        before = self._grammar.owing_to.search(self._folded, max(0, hit.start - _CLOSE), hit.start)
        return before is not None or self._grammar.at_the_time.match(self._folded, hit.end) is not None

    def _stands(self, hit: Raised, contact: Contact, naming: frozenset[int]) -> tuple[int, str]:
        """How near a topic word is to the report of the contact: 0 is nearest."""
        for mention in contact.mentions:
            start, end = mention.sentence
            if start <= hit.start < end:
                trigger = mention.draft.trigger
                if hit.start >= trigger[1]:
                    raised = self._grammar.raised.search(self._folded, trigger[1], hit.start)
                    return (0, "behind raised") if raised else (1, "after trigger")
                opening = clause_start(self._folded, hit.start, start)
                about = self._grammar.about.search(self._folded, opening, hit.start)
                return (0, "behind about") if about else (2, "before trigger")
        speaks = hit.sentence in naming
        if any(0 <= hit.start - mention.sentence[1] < _TOLD_AFTER for mention in contact.mentions):
            return (3, "party speaks next") if speaks else (4, "next")
        return (5, "party speaks") if speaks else (6, "elsewhere")

    def _goes_on(self, hit: Raised, contact: Contact, naming: frozenset[int]) -> bool:
        """Whether the sentence behind a report says what those who took part discussed: 双方讨论了贸易."""
        if not hit.discussed or hit.sentence not in naming:
            return False
        at = self._number_of[id(contact)]
        return _behind(hit.sentence, self._places[at]) == 1 and self._told_last(hit.start) == at

    def _ways(self, contact: Contact) -> Callable[[int], _Way]:
        """The way from a sentence, asked by its number, to the reports of a contact and to those of others."""
        at = self._number_of[id(contact)]
        own = self._places[at]
        others = [place for number, places in enumerate(self._places) if number != at for place in places]

        @functools.cache  # words of many topics stand in one sentence
        def way(sentence: int) -> _Way:
            away = min(_away(sentence, place) for place in own)
            nearer = any(_away(sentence, place)[0] < away[0] for place in others)
            return _Way(away, nearer, _reach(_behind(sentence, own)))

        return way

    def _distances(
        self, hits: Sequence[Raised], contact: Contact, salience: str, way: Callable[[int], _Way]
    ) -> dict[str, float]:
        """How many sentences lie between the words of a code and the report, and how they are told there."""
        at = self._number_of[id(contact)]
        out: dict[str, float] = {}
        follow = nearer = 0
        nearest = None
        for hit in hits:
            away, others_nearer, reach = way(hit.sentence)
            nearest = away if nearest is None else min(nearest, away)
            nearer += others_nearer
            follow += self._told_last(hit.start) == at
            if hit.discussed:
                out[f"discussed, {reach}"] = 1.0
            if hit.at_issue:
                out[f"at issue, {reach}"] = 1.0
            if hit.discussed and hit.at_issue:
                out[f"discussed as at issue, {reach}"] = 1.0
        if nearest is not None:
            distance = _distance(nearest[1])
            out[distance] = out[f"{salience}, {distance}"] = 1.0
        out["share told last of it"] = follow / len(hits)
        out["share nearer to another"] = nearer / len(hits)
        out["all nearer to another"] = float(nearer == len(hits))
        return out

    def _naming(self, contact: Contact) -> frozenset[int]:
        """The sentences that name somebody who took part, or both as 双方."""
        party = {self._people.key(actor) for actor in contact.best.actors} - {None}
        return frozenset(sentence for sentence, key, both in self._named if both or key in party)

    def _number(self, position: int) -> int:
        return max(0, bisect.bisect_right(self._starts, position) - 1)


#: Characters behind the report of a contact within which its subjects are still told.
_TOLD_AFTER = 160
#: Sentences behind the report within which a word still stands near it.
_SOON = 3
_FAR = 10**6
#: From this probability on a contact is said to have been about something; where F1 is best, held out (`fit.py`).
_LIKELY = 0.35
#: From this on where the topic is a project's own: nothing was fitted to it, and its words were chosen for its archive.
_LIKELY_OWN = 0.25
#: The state that a topic word may only name as a party.
_PARTY = {
    "taiwan": "TW", "hong-kong": "HK", "north-korea": "KP", "iran": "IR", "ukraine": "UA", "russia": "RU",
    "afghanistan": "AF", "myanmar": "MM",
}  # fmt: skip
#: Polities of so many contacts that it is known what is raised with them: 台湾 and 民主 told of a contact of Taiwan's
#: mostly only say who took part, told of one between others they say what it was about.
_OFTEN = frozenset(("CN", "US", "TW"))
#: Topics that are told as the time or the cause of other things, too; of 51 so told two were what a contact was about.
_CIRCUMSTANCES = frozenset(("covid", "elections"))
#: Characters in front of a word within which a word of cause governs it.
_CLOSE = 12
#: What is raised at one type of contact and not at another: the two sides' relations hardly at a conference.
_OF_THE_OCCASION = frozenset(("bilateral-relations", "international-order", "elections"))


def _said_of(said: Statement, number: int, party: Sequence[str]) -> str:
    """Of what a statement is made: of this contact, in an account or not, or of another, or of none."""
    if said.engagement == number:
        return "own account" if said.side else "of it"
    if said.engagement is not None:
        return "account of another"
    return "of none, by a party" if said.polity in party else "of none"


def _speaker(said: Statement, takes_part: bool, party: Sequence[str]) -> str:
    if takes_part:
        return "participant"
    return "nobody's" if said.polity is None else "party" if said.polity in party else "third party"


def _is_one_of(said: Statement, names: Iterable[tuple[str, str]]) -> bool:
    """Whether the speaker is one of those who took part, by the registry or by name."""
    speaker = fold(said.speaker or "")
    for person, name in names:
        if said.person and said.person == person:
            return True
        if len(name) > 1 and len(speaker) > 1 and (name in speaker or speaker in name):
            return True
    return False


def _behind(sentence: int, places: Iterable[int]) -> int:
    """How many sentences lie between one and the last report before it."""
    return min((sentence - place for place in places if place <= sentence), default=_FAR)


def _reach(behind: int) -> str:
    """How far a sentence is behind the report."""
    return "here" if behind == 0 else "soon" if behind <= _SOON else "far"


def _away(sentence: int, place: int) -> tuple[float, int]:
    """How far a sentence is from another, what comes before counting half a sentence more, and to which side."""
    away = sentence - place
    return (abs(away) + 0.5 * (away < 0), away)


def _distance(away: int) -> str:
    if away < 0:
        return "1 sentence before" if away == -1 else "2 sentences before or more"
    if away <= 2:
        return f"{away} sentences behind"
    return "3 to 5 sentences behind" if away <= 5 else "6 sentences behind or more"


class _Spans:
    """Ranges, asked whether one of them holds another range."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reached = list(itertools.accumulate((end for _, end in ordered), max))  # by it and those before it

    def hold(self, start: int, end: int) -> bool:
        """Whether `[start, end)` lies inside of one."""
        begun = bisect.bisect_right(self._starts, start)
        return begun > 0 and self._reached[begun - 1] >= end
